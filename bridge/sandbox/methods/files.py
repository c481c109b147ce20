"""Files: from what a bot names to a stored file, and back to bytes."""

from __future__ import annotations

from pathlib import Path

from aiogram.methods import GetFile
from aiogram.types import BufferedInputFile, InputFile
from aiohttp import ClientError, ClientSession, ClientTimeout

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, File
from bridge.sandbox.wire import Json

ATTACHED = "attach://"
URL_LIMITS = {"photo": 5 << 20}
URL_LIMIT = 20 << 20
# A file of these is never one of another kind.
THEIR_OWN = ("photo", "live_photo")
URL_PATIENCE = ClientTimeout(total=20)


async def file_of(call: Call, source: str | InputFile | None, kind: str, *, named: str | None = None) -> File:
    """The file behind an upload, an `attach://`, a file_id of this bot, or a URL.

    Raises:
        Refused: there is none, or it does not fit the kind.
    """
    if isinstance(source, str) and source.startswith(ATTACHED):
        source = call.uploads.get(source.removeprefix(ATTACHED))
    if isinstance(source, BufferedInputFile):
        return _stored(call, source.data, kind, source.filename or named)
    if not isinstance(source, str) or not source:
        raise Refused(Reason.FILE_MISSING, kind=kind.replace("_", " "))
    if source.startswith(("http://", "https://")):
        return _stored(call, await _fetched(source, kind), kind, source.rpartition("/")[2] or None)
    return _by_id(call, source, kind)


def get_file(call: Call, ask: GetFile) -> Json:
    file = call.world.files.of_bot(call.bot, ask.file_id)
    if file is None:
        raise Refused(Reason.FILE_WRONG_ID)
    call.bot.downloads.add(file.path)
    if (folder := call.world.local_files) is not None:
        return file.brief(call.bot) | {"file_path": str(_laid(file, folder / call.bot.token))}
    if len(file.data) > DOWNLOAD_LIMIT:
        raise Refused(Reason.FILE_TOO_BIG)
    return file.brief(call.bot) | {"file_path": file.path}


def _laid(file: File, folder: Path) -> Path:
    """Where a self-hosted server has put the file."""
    path = folder / file.path
    if folder.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return path


def _stored(call: Call, data: bytes, kind: str, name: str | None) -> File:
    if not data:
        raise Refused(Reason.FILE_EMPTY)
    if kind in THEIR_OWN and len(data) > PHOTO_LIMIT:
        raise Refused(Reason.FILE_TOO_BIG)
    file = call.world.files.add(data, kind=kind, name=name)
    if kind == "photo":
        _ensure_photo(file)
    return file


def _ensure_photo(file: File) -> None:
    if file.width and file.height and (file.width + file.height > 10000 or _too_narrow(file.width, file.height)):
        raise Refused(Reason.PHOTO_DIMENSIONS)


def _too_narrow(width: int, height: int) -> bool:
    return max(width, height) > 20 * min(width, height)


def _by_id(call: Call, file_id: str, kind: str) -> File:
    file = call.world.files.of_bot(call.bot, file_id)
    if file is None:
        raise Refused(Reason.FILE_WRONG)
    if file.kind != kind and not {file.kind, kind}.isdisjoint(THEIR_OWN):
        raise Refused(Reason.FILE_KIND)
    return file


async def _fetched(url: str, kind: str) -> bytes:
    limit = URL_LIMITS.get(kind, URL_LIMIT)
    try:
        async with ClientSession(timeout=URL_PATIENCE) as session, session.get(url) as response:
            data = await response.content.read(limit + 1)
            if not response.ok or len(data) > limit:
                raise Refused(Reason.FILE_URL_FAILED)
            return data
    except (ClientError, TimeoutError, ValueError):
        raise Refused(Reason.FILE_URL_FAILED) from None


METHODS: Table = {GetFile: get_file}
