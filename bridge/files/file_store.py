"""The file store: files from a team's description that no bot has uploaded yet.

A file's name is the hash of its content.
"""

import asyncio
import os
import re
import shutil
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4

from bridge.errors import FileGone

# The value of `File.source` and `Attachment.source` for a stored file. Rows contain it.
FILE_STORE = "shelf"
FILE_ID_PATTERN = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Stores files in one folder. It is a `bridge.channel.FileSource`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: Path) -> str:
        """Store a copy of the file and return its name in the store. The same content always has the same name."""
        name = digest(path)
        if not (self._folder / name).exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self._folder / f"{name}.{uuid4().hex}.part"
            shutil.copyfile(path, unfinished)
            os.replace(unfinished, self._folder / name)
        return name

    async def fetch(self, file_id: str, to: Path) -> None:
        if FILE_ID_PATTERN.fullmatch(file_id) is None:
            raise FileGone
        try:
            await asyncio.to_thread(shutil.copyfile, self._folder / file_id, to)
        except FileNotFoundError:
            raise FileGone from None


def digest(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
