"""Original files: each is downloaded once from its source and kept on the disk for a while."""

import asyncio
import os
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4
from weakref import WeakValueDictionary

from bridge.channel import FileSource
from bridge.errors import FileGone, FileTooBig
from storage.engine.database import Clock, utc_now
from storage.messages.messages import Attachment

# Telegram's server does not let a bot download a bigger file.
MAX_DOWNLOAD_BYTES = 20 << 20
# A self-hosted server carries files of this size up and down.
MAX_SELF_HOSTED_BYTES = 2000 << 20


class LocalFiles:
    """Files by the id of their attachment.

    Args:
        sources: who can download originals, by the carrier's name that `Attachment.source` holds.
        limit: in bytes; a file that is known to be bigger is not requested.
        clock: aware UTC; it tells when a file was used.
    """

    def __init__(
        self,
        folder: Path,
        sources: Mapping[str, FileSource],
        *,
        limit: int = MAX_DOWNLOAD_BYTES,
        clock: Clock = utc_now,
    ) -> None:
        self._folder = folder
        self._sources = sources
        self._limit = limit
        self._clock = clock
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def local(self, attachment: Attachment) -> Path:
        """The path of the original. Concurrent callers for the same file wait for one download.

        Raises:
            FileTooBig, FileGone: it cannot be downloaded.
            TryLater: it can be downloaded later.
        """
        source, file_id = self._origin(attachment)
        # A new database counts its ids from 1 again, while the files of the old one are still here.
        path = self._folder / f"{attachment.id}-{sha256(file_id.encode()).hexdigest()[:16]}"
        async with self._locks.setdefault(attachment.id, asyncio.Lock()):
            if not _touch(path, self._clock()):
                await self._fetch(source, file_id, path)
        return path

    def _origin(self, attachment: Attachment) -> tuple[FileSource, str]:
        if attachment.size is not None and attachment.size > self._limit:
            raise FileTooBig(size=attachment.size, limit=self._limit)
        source = self._sources.get(attachment.source)
        file_id = attachment.known_to(attachment.source)
        if source is None or file_id is None:
            raise FileGone
        return source, file_id

    async def _fetch(self, source: FileSource, file_id: str, path: Path) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{uuid4().hex}.part")
        try:
            await source.fetch(file_id, unfinished)
            _touch(unfinished, self._clock())
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)

    def purge(self, before: datetime) -> int:
        """Delete files that were not used since that moment. Returns how many."""
        return sum(_delete_if_unused(path, before) for path in self._folder.glob("*"))


def _touch(path: Path, now: datetime) -> bool:
    """Mark the file as used now; False when it does not exist."""
    try:
        os.utime(path, (now.timestamp(), now.timestamp()))
    except FileNotFoundError:
        return False
    return True


def _delete_if_unused(path: Path, before: datetime) -> bool:
    try:
        if path.stat().st_mtime >= before.timestamp():
            return False
        path.unlink()
    except FileNotFoundError:  # another worker was faster
        return False
    return True
