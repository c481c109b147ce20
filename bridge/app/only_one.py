"""One bridge for each database. Two would take each other's updates and send everything twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bridge.errors import Misconfigured
from bridge.settings import StorageSettings
from storage.engine.copying import path_of
from storage.engine.database import Database

PRIVATE = 0o600


class AnotherRuns(Misconfigured):
    text = (
        "Another bridge already runs on {database}: stop it first, or give this one its own DATA_DIR and DATABASE_URL"
    )


class CannotLock(Misconfigured):
    text = "{path} cannot be locked: {reason}. Look at DATABASE_URL and DATA_DIR"


@contextmanager
def only_one(database: Database, storage: StorageSettings) -> Iterator[None]:
    """Lock the database inside the block, so that no other bridge runs on it. Other commands ignore the lock.

    The kernel holds the lock, so it ends with the process, even after a crash. The empty file stays and means nothing.

    Raises:
        AnotherRuns, CannotLock
    """
    path = lock_of(database, storage)
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE)
    except OSError as error:
        raise CannotLock(path=path, reason=error.strerror) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRuns(database=path_of(database).resolve() if database.is_sqlite else path.parent) from None
        except OSError as error:
            raise CannotLock(path=path, reason=error.strerror) from error
        yield
    finally:
        os.close(lock)


def lock_of(database: Database, storage: StorageSettings) -> Path:
    """The locked file: beside an SQLite database, as two data folders may share one; otherwise in the data folder."""
    if database.is_sqlite:
        present = path_of(database).resolve()
        return present.with_name(f"{present.name}.lock")
    return storage.data_dir.resolve() / "bridge.lock"
