"""Uploads: files are read from the disk while they are sent, so that no file is in memory as a whole."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from telegram import InputFile

from bridge.channel import OutgoingFile
from bridge.channels.telegram.calls import ANSWER_TIMEOUT
from bridge.channels.telegram.names import MAX_SIGNATURE_BYTES, name_for
from bridge.errors import FileGone, FileTooBig

# The lowest speed, in bytes a second, at which a self-hosted server may pass a big file on to Telegram before it
# answers.
MIN_BYTES_PER_SECOND = 1_000_000


@contextmanager
def opened(file: OutgoingFile, *, limit: int) -> Iterator[str | InputFile]:
    """The value of a call's field: the channel's id of the file, or the file itself, open until the block ends.

    Raises:
        FileGone, FileTooBig: it cannot be sent.
    """
    if file.file_id is not None:
        yield file.file_id
        return
    if file.path is None:
        raise FileGone
    if (size := size_of(file)) > limit:
        raise FileTooBig(size=size, limit=limit)
    with file.path.open("rb") as content:
        name = file.name or name_for(content.read(MAX_SIGNATURE_BYTES), file.mime)
        content.seek(0)
        yield InputFile(content, filename=name, read_file_handle=False)


@contextmanager
def enclosed(name: str, film: str, file: OutgoingFile, *, limit: int) -> Iterator[dict[str, str | InputFile]]:
    """The fields of a call for a file: `name` for the file, `film` for the film of a live photo.

    Raises:
        FileGone, FileTooBig: as for `opened`.
    """
    with ExitStack() as files:
        found = {name: files.enter_context(opened(file, limit=limit))}
        if file.film is not None:
            found[film] = files.enter_context(opened(file.film, limit=limit))
        yield found


@contextmanager
def media_of(
    file: OutgoingFile, *, limit: int, mark: str
) -> Iterator[tuple[dict[str, str], dict[str, str | InputFile]]]:
    """The fields of an InputMedia… for its file, and the uploads, which stand beside the method's own fields.

    Args:
        mark: prefix of the uploads' names.
    """
    file_name, film_name = ("photo", "media") if file.film else ("media", "")
    with enclosed(file_name, film_name, file, limit=limit) as parts:
        uploads = {mark + name: part for name, part in parts.items() if not isinstance(part, str)}
        named = {name: part if isinstance(part, str) else f"attach://{mark}{name}" for name, part in parts.items()}
        yield named, {**uploads}


def size_of(file: OutgoingFile) -> int:
    """Number of bytes to upload; 0 when the channel has the file already."""
    if file.file_id is not None or file.path is None:
        return 0
    try:
        return file.path.stat().st_size
    except FileNotFoundError:
        raise FileGone from None


def patience_for(*files: OutgoingFile | None) -> timedelta:
    """How long the answer to an upload may take."""
    films = [file.film for file in files if file is not None]
    return ANSWER_TIMEOUT + timedelta(
        seconds=sum(size_of(file) for file in (*files, *films) if file is not None) / MIN_BYTES_PER_SECOND
    )
