"""The archive of a backup: the database, the key, and the files that no bot has."""

import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from bridge.errors import Misconfigured
from bridge.files.file_store import FILE_ID_PATTERN, FILE_STORE
from bridge.security.secrets import KEY_FILE

FORMAT_VERSION = 1
ABOUT_FILE, DATABASE_FILE = "backup.json", "database"
PRIVATE_MODE = 0o600
CUT = "it is cut off, or is not a .tar.gz archive; take another copy of it"


class NoBackup(Misconfigured):
    text = "{path} is not a backup of the bridge, or is damaged: {reason}"


class NoArchive(Misconfigured):
    text = "There is no file {path}"


class BackupTooNew(Misconfigured):
    text = "The backup was made by a newer version of the bridge ({version}); install that version or a later one"


class ThereAlready(Misconfigured):
    text = "{path} is there already: name another file"


class CannotWrite(Misconfigured):
    text = "{path} cannot be written: {reason}"


@dataclass(frozen=True)
class ArchiveManifest:
    """The description of an archive's content.

    Args:
        made_at: the moment of the database's state, in ISO format.
        database: "sqlite" or "postgresql".
        revision: the schema revision of its tables.
        version: the version of the bridge that made the backup.
        key: fingerprint of the key that the tokens in the database were encrypted with; None when there was no key.
    """

    made_at: str
    database: str
    revision: str
    version: str
    key: str | None
    format: int = FORMAT_VERSION

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def write(to: Path, about: ArchiveManifest, database: Path, key_file: Path | None, file_store: Path) -> None:
    """Write an archive: either the complete file, or none.

    Raises:
        ThereAlready, CannotWrite
    """
    unfinished = to.with_name(f"{to.name}.{token_hex(4)}.part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
                told = json.dumps(asdict(about), indent=1).encode()
                entry = tarfile.TarInfo(ABOUT_FILE)
                entry.size = len(told)
                tar.addfile(entry, BytesIO(told))
                if key_file is not None:
                    tar.add(key_file, KEY_FILE)
                for path in sorted(file_store.glob("*")):
                    if FILE_ID_PATTERN.fullmatch(path.name):
                        tar.add(path, f"{FILE_STORE}/{path.name}")
                tar.add(database, DATABASE_FILE)
            file.flush()
            os.fsync(file.fileno())
        # `link` never replaces a file that somebody has made meanwhile.
        os.link(unfinished, to)
    except FileExistsError as error:
        raise ThereAlready(path=to) from error
    except OSError as error:
        raise CannotWrite(path=to, reason=error.strerror or type(error).__name__) from error
    finally:
        unfinished.unlink(missing_ok=True)


class Archive:
    """An open archive; `has_key` says whether the key is in it."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self._path = path
        self._tar = tar
        self._names = {member.name: member for member in tar.getmembers() if member.isreg()}
        if ABOUT_FILE not in self._names or DATABASE_FILE not in self._names:
            raise NoBackup(path=path, reason="something is missing in it")
        told = json.loads(self._read(ABOUT_FILE))
        if int(told["format"]) > FORMAT_VERSION:
            raise BackupTooNew(version=told.get("version", "?"))
        self.about = ArchiveManifest(**told)
        self.has_key = KEY_FILE in self._names

    @property
    def key(self) -> str:
        return self._read(KEY_FILE).decode("ascii").strip()

    @property
    def shelved(self) -> list[str]:
        """The names of the archived files of the file store."""
        return [
            name
            for _folder, _slash, name in (each.partition("/") for each in self._names)
            if FILE_ID_PATTERN.fullmatch(name)
        ]

    def unpack(self, name: str, to: Path) -> None:
        """Unpack one named member to a path of the caller's choice. The paths in an archive are never used."""
        source = self._tar.extractfile(self._names[name])
        assert source is not None
        with source, os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_MODE), "wb") as file:
            while chunk := source.read(1 << 20):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def _read(self, name: str) -> bytes:
        source = self._tar.extractfile(self._names[name])
        assert source is not None
        with source:
            return source.read(1 << 20)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive.

    Raises:
        NoArchive, NoBackup, BackupTooNew
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            yield Archive(path, tar)
    except FileNotFoundError as error:
        raise NoArchive(path=path.absolute()) from error
    except OSError as error:
        raise NoBackup(path=path, reason=error.strerror or CUT) from error
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise NoBackup(path=path, reason=CUT) from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoBackup(path=path, reason=f"{ABOUT_FILE} in it cannot be understood") from error
