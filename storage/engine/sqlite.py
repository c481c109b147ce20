"""SQLite in the event loop's own thread, except for work that may wait for the disk or for another process.

A statement takes some microseconds. With a second thread it would take some milliseconds of a busy loop, because the
two threads take turns at the interpreter; one message needs about twenty statements.
"""

import asyncio
import os
import sqlite3
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection as Transaction
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

from storage.engine.normalization import normalize

DRIVER = "sqlite+inline"
BEGIN_WRITING = "BEGIN IMMEDIATE"
PRIVATE_MODE = 0o600
SIDE_FILE_SUFFIXES = ("-wal", "-shm", "-journal")

# How long a writer waits for another process's commit before it fails with "database is locked".
BUSY_TIMEOUT = timedelta(seconds=15)
# How long a writer sleeps before it tries again, in seconds: first these values, then the maximum each time.
NAP_SECONDS = (0.001, 0.005, 0.02)
MAX_NAP_SECONDS = 0.05


class Cursor(sqlite3.Cursor):
    """A cursor with the methods that SQLAlchemy expects of an asynchronous driver."""

    def execute(self, sql: str, parameters: Any = (), /) -> "Cursor":
        await_only(_no_wait())
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> "Cursor":
        await_only(_no_wait())
        return super().executemany(sql, parameters)

    async def _async_soft_close(self) -> None:
        """Does nothing: the cursor stays open, because its rows are not fetched yet."""


class Connection(sqlite3.Connection):
    """A connection with the SQL function `folded`, which the triggers of the search index use."""

    def __init__(self, database: str, *arguments: Any, **options: Any) -> None:
        if database != ":memory:":
            keep_private(Path(database))
        super().__init__(database, *arguments, **options)
        self.create_function("folded", 1, normalize, deterministic=True)
        # Each connection has its own thread for the disk, because the loop's threads may be busy with files.
        self._disk = ThreadPoolExecutor(max_workers=1)

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)

    def commit(self) -> None:
        if self.in_transaction:
            await_only(_in_thread(self._disk, super().commit))

    def close(self) -> None:
        super().close()
        self._disk.shutdown(wait=False)


def keep_private(path: Path) -> None:
    """Let only the owner read the database's file, because customers' messages are in it.

    SQLite itself would let anybody read it.
    SQLite gives the files that it makes beside it the rights of the database's file.
    """
    # If the file cannot be created, SQLite reports the reason. If another user owns it, that user decides who reads it.
    with suppress(OSError):
        if not path.exists():
            # An existing file must not be opened and closed: the process would lose SQLite's locks on it.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE))
        for each in (path, *(path.with_name(path.name + end) for end in SIDE_FILE_SUFFIXES)):
            if each.exists() and stat.S_IMODE(each.stat().st_mode) & ~PRIVATE_MODE:
                each.chmod(PRIVATE_MODE)


class Dialect(SQLiteDialect_pysqlite):
    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        arguments, options = super().create_connect_args(url)
        # The timeout is 0, because SQLite would wait in the loop's thread. `begin_writing` waits instead.
        return arguments, {**options, "factory": Connection, "check_same_thread": False, "timeout": 0}

    def get_driver_connection(self, connection: Any) -> Any:
        return connection


registry.register("sqlite.inline", __name__, Dialect.__name__)
DIALECT = Dialect()

Process = Callable[[Any], Any]
"""Converts our value to the database's, or the database's value to ours."""


def begin_reading(transaction: Transaction) -> None:
    ask(_connection(transaction), "BEGIN")


def begin_writing(transaction: Transaction) -> None:
    """Begin a transaction as the only writer. While another process writes, the event loop continues.

    Raises:
        OperationalError: another process still writes after `BUSY_TIMEOUT`, or SQLite has another problem.
    """
    connection = _connection(transaction)
    for nap in chain(NAP_SECONDS, repeat(MAX_NAP_SECONDS, int(BUSY_TIMEOUT.total_seconds() / MAX_NAP_SECONDS))):
        try:
            ask(connection, BEGIN_WRITING)
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
        await_only(asyncio.sleep(nap))
    ask(connection, BEGIN_WRITING)


def _connection(transaction: Transaction) -> sqlite3.Connection:
    return cast(sqlite3.Connection, transaction.connection.driver_connection)


async def _no_wait() -> None:
    """Awaited for each statement: SQLAlchemy takes a driver that is never awaited for a blocking one."""


async def _in_thread(thread: Executor, call: Callable[[], None]) -> None:
    """Run a call in another thread. When the task is cancelled, the call still ends before the error is raised."""
    doing = asyncio.get_running_loop().run_in_executor(thread, call)
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        while not doing.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([doing])
        raise


async def connection_of(session: AsyncSession) -> sqlite3.Connection:
    """The connection of the session's unit of work. The transaction begins if it has not begun yet."""
    if "sqlite" not in session.info:
        opened = await (await session.connection()).get_raw_connection()
        session.info["sqlite"] = opened.driver_connection
    connection: sqlite3.Connection = session.info["sqlite"]
    return connection


def ask(connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
    """Run a statement without SQLAlchemy. Errors are raised as SQLAlchemy's own, without the statement's values."""
    try:
        return connection.cursor(sqlite3.Cursor).execute(sql, values)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error


def to_database(kind: Any) -> Process:
    return kind.dialect_impl(DIALECT).bind_processor(DIALECT) or _unchanged


def from_database(kind: Any) -> Process:
    return kind.dialect_impl(DIALECT).result_processor(DIALECT, None) or _unchanged


def _unchanged(value: Any) -> Any:
    return value
