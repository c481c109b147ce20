"""The files that a team's description names. They are stored beside it."""

import mimetypes
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bridge.channel import MAX_ALBUM_SIZE, File, fits_together
from bridge.errors import Misconfigured
from bridge.files.file_store import FILE_STORE, FileStore
from bridge.team.faults import Fault
from bridge.team.plan import PlannedFile, PlannedTemplate, Team
from storage.messages.messages import MessageKind

# The limits in bytes for uploads of bots.
MAX_FILE_BYTES, MAX_PHOTO_BYTES = 50_000_000, 10_000_000


def faults(team: Team, folder: Path) -> Iterator[Fault]:
    """Yield the faults of the named files; `folder` is the description's folder."""
    for row, template in enumerate(team.templates):
        for number, file in enumerate(template.files or []):
            if (reason := _fault(folder, file)) is not None:
                yield Fault(("templates", row, "files", number), f'file "{file.path}" {reason}')
        if (reason := _album_fault(template)) is not None:
            yield Fault(("templates", row, "files"), f'template "{template.title}": {reason}')


def put(team: Team, folder: Path, file_store: FileStore) -> dict[str, File]:
    """Copy the files into the file store. Return them by their paths in the description.

    Raises:
        Misconfigured: a file cannot be stored.
    """
    named = {file.path: file for template in team.templates for file in template.files or []}
    try:
        return {path: _stored(folder / path, file_store) for path in named}
    except OSError as error:
        raise Misconfigured(
            "the files of templates cannot be kept in DATA_DIR: {path}: {reason}",
            path=error.filename2 or error.filename,
            reason=error.strerror,
        ) from error


def kind_of(file: PlannedFile) -> MessageKind:
    """Return the kind of message that the file is sent as: the described kind, or one that fits its name."""
    if file.kind is not None:
        return MessageKind(file.kind)
    mime = mimetypes.guess_type(file.path)[0] or ""
    if mime in ("image/jpeg", "image/png", "image/webp"):
        return MessageKind.PHOTO
    if mime in ("audio/ogg", "audio/opus"):
        return MessageKind.VOICE
    return {"video": MessageKind.VIDEO, "audio": MessageKind.AUDIO}.get(mime.partition("/")[0], MessageKind.DOCUMENT)


def is_it(item: Mapping[str, object], planned: PlannedFile, kept: File) -> bool:
    """Whether a template's present file is the described one.

    The present file comes from the file store, or it is Telegram's own file that `apply --export` has described.
    """
    present = item["file"]
    if not isinstance(present, Mapping):
        return False
    if present.get("source") == FILE_STORE:
        return present["file_id"] == kept.file_id and item["kind"] == kind_of(planned)
    return planned.id is not None and present["unique_id"] == planned.id and planned.sha256 == kept.file_id


def _stored(path: Path, file_store: FileStore) -> File:
    mime, size = mimetypes.guess_type(path.name)[0], path.stat().st_size
    return File(file_id=file_store.put(path), name=path.name, mime=mime, size=size, source=FILE_STORE)


def _fault(folder: Path, file: PlannedFile) -> str | None:
    try:
        return _content_fault(folder, file)
    except (OSError, RuntimeError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or 'it leads to itself'}"


def _content_fault(folder: Path, file: PlannedFile) -> str | None:
    path = (folder / file.path).resolve()
    if not path.is_relative_to(folder.resolve()):
        return "is not in the folder of the description"
    if not path.is_file():
        return "is not there"
    if not os.access(path, os.R_OK):
        return "cannot be read by the user that runs the bridge"
    size, largest = path.stat().st_size, MAX_PHOTO_BYTES if kind_of(file) is MessageKind.PHOTO else MAX_FILE_BYTES
    if not 0 < size <= largest:
        return "is empty" if not size else f"is bigger than {largest // 1_000_000} MB"
    return None


def _album_fault(template: PlannedTemplate) -> str | None:
    files = template.files or []
    if len(files) > MAX_ALBUM_SIZE:
        return f"it has more than {MAX_ALBUM_SIZE} files"
    if len(fits_together(files, kind_of)) < len(files):
        return "these files cannot go together: pictures and videos do, and files or sounds among themselves"
    return None
