"""Uploads under way: whoever shows the same file meanwhile waits for its id instead of uploading it again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakValueDictionary

from bridge.actions.desk import DESK
from bridge.desk.telegram import Sent
from bridge.enclosures import Enclosure

# What was learnt is in the database soon; it is remembered for those who have read that just before.
MAX_REMEMBERED_IDS = 1000


class Uploads:
    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        # The bot's ids of a file and of its film, by the file's attachment.
        self._ids: dict[int, tuple[str | None, str | None]] = {}

    async def share(self, enclosures: Sequence[Enclosure], show: Callable[[], Awaitable[list[Sent]]]) -> list[Sent]:
        """Have `show` send by its id what the enclosures know one of, and what they do not from the disk.

        Args:
            enclosures: of one message, or of an album. They learn what is known by now.
            show: returns what it has sent, each enclosure's own message first. When it fails, whoever waits uploads.
        """
        lock = self._locks.setdefault(enclosures[0].file.id, asyncio.Lock())
        async with lock:
            if not self._are_known(enclosures):
                sent = await show()
                for enclosure, one in zip(enclosures, sent, strict=False):
                    self._remember(enclosure.file.id, one)
                return sent
        return await show()

    def _are_known(self, enclosures: Sequence[Enclosure]) -> bool:
        for enclosure in enclosures:
            if enclosure.known_to(DESK) is None:
                enclosure.learn(DESK, *self._ids.get(enclosure.file.id, (None, None)))
        return all(enclosure.known_to(DESK) for enclosure in enclosures)

    def _remember(self, attachment_id: int, sent: Sent) -> None:
        self._ids[attachment_id] = (sent.file_id, sent.film_id)
        if len(self._ids) > MAX_REMEMBERED_IDS:
            del self._ids[next(iter(self._ids))]
