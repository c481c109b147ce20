"""Uploads under way.

A second delivery of the same file waits for the first one's file id instead of uploading again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakValueDictionary

from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.telegram import Sent
from bridge.files.media import Media

# Ids are soon in the database. They are remembered for deliveries that have read their rows just before.
MAX_REMEMBERED_IDS = 1000


class Uploads:
    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        # The bot's ids of a file and its film, by the id of the file's attachment.
        self._ids: dict[int, tuple[str | None, str | None]] = {}

    async def share(self, media_list: Sequence[Media], show: Callable[[], Awaitable[list[Sent]]]) -> list[Sent]:
        """Have `show` send the media: by id when one is known, otherwise from the disk.

        Args:
            media_list: the media of one message, or of an album. They learn the ids that are known by now.
            show: returns the sent messages, those of the media first and in their order. When it fails, the next
                waiting delivery uploads.
        """
        lock = self._locks.setdefault(media_list[0].file.id, asyncio.Lock())
        async with lock:
            if not self._are_known(media_list):
                sent = await show()
                for media, one in zip(media_list, sent, strict=False):
                    self._remember(media.file.id, one)
                return sent
        return await show()

    def _are_known(self, media_list: Sequence[Media]) -> bool:
        for media in media_list:
            if media.known_to(DESK) is None:
                media.learn(DESK, *self._ids.get(media.file.id, (None, None)))
        return all(media.known_to(DESK) for media in media_list)

    def _remember(self, attachment_id: int, sent: Sent) -> None:
        self._ids[attachment_id] = (sent.file_id, sent.film_id)
        if len(self._ids) > MAX_REMEMBERED_IDS:
            del self._ids[next(iter(self._ids))]
