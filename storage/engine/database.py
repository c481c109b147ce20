"""The database: SQLite by default, PostgreSQL with another URL. Both run the same code."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.session import JoinTransactionMode

from storage.engine import postgresql
from storage.engine.owned import OwnedSession
from storage.engine.sqlite import BUSY_TIMEOUT, DRIVER, begin_reading, begin_writing
from storage.engine.trouble import Reach
from storage.engine.unit_of_work import UnitOfWork
from storage.engine.write_lock import WriteLock

Clock = Callable[[], datetime]

Listener = Callable[[Sequence[Any]], None]
"""Gets the rows that a loop has to work on; an empty sequence tells the loop to look for work itself."""


def utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the clock that `bridge run` gives to all parts


class Failure:
    """A context that remembers the error raised inside of it."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.error = error


@contextmanager
def _raising_first_failure() -> Iterator[Failure]:
    """Raise the error that made a savepoint roll back, instead of the error of the rollback.

    The rollback fails when the disk is full: SQLite then rolls back the whole transaction, and the savepoint is gone.
    """
    failed = Failure()
    try:
        yield failed
    except DBAPIError as error:
        if failed.error is None or failed.error is error:
            raise
        raise failed.error from None


class Group:
    """Units of work of any organizations that are committed together. One that fails is rolled back alone."""

    def __init__(self, connection: AsyncConnection, now: datetime, *, alone: bool) -> None:
        self._connection = connection
        self._now = now
        self._joined: JoinTransactionMode = "rollback_only" if alone else "create_savepoint"
        self.units: list[UnitOfWork] = []

    @asynccontextmanager
    async def begin(self, organization_id: int | None = None) -> AsyncIterator[UnitOfWork]:
        async with _session(self._connection, join_transaction_mode=self._joined) as session:
            uow = UnitOfWork(session, self._now, organization_id)
            with _raising_first_failure() as failed:
                async with session.begin():
                    with failed:
                        yield uow
                        await uow.flush()
        self.units.append(uow)


class Database:
    """A database, which opens units of work.

    Args:
        url: `sqlite:///path` or `postgresql://user@host/name`; the scheme may name an async driver.
        clock: the source of `now`; it returns aware UTC.
    """

    def __init__(self, url: str, clock: Clock = utc_now) -> None:
        self.url = async_url(url)
        self.clock = clock
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._reach = Reach()
        self.is_sqlite = self.url.startswith("sqlite")
        if self.is_sqlite:
            # SQLite allows only one writer at a time. Our queue is fairer and faster than SQLite's busy handler.
            self._write_lock = WriteLock()
            self._writer = _sqlite_engine(self.url, pool_size=1)
            self._reader = _sqlite_engine(self.url, pool_size=12, query_only=True)
        else:
            self._writer = postgresql.engine(self.url, pool_size=16, max_overflow=0, pool_pre_ping=True)
            self._reader = self._writer.execution_options(postgresql_readonly=True)

    @asynccontextmanager
    async def begin(self, organization_id: int | None = None, *, urgent: bool = True) -> AsyncIterator[UnitOfWork]:
        """A writing unit of work. It commits when the block ends without an error, and rolls back otherwise.

        Args:
            urgent: False for work that comes in large amounts and may wait: see `WriteLock`.
        """
        async with self._writing(urgent=urgent):
            with self._watched(writing=True):
                async with _session(self._writer) as session:
                    uow = UnitOfWork(session, self.clock(), organization_id)
                    async with session.begin():
                        yield uow
                        await uow.flush()
        self._committed(uow)

    @asynccontextmanager
    async def group(self, *, alone: bool = False) -> AsyncIterator[Group]:
        """Several units of work in one commit, so that many small ones cost little more than one.

        Args:
            alone: the group will have just one unit of work, which then needs no savepoint.
        """
        async with self._writing():
            with self._watched(writing=True):
                async with self._writer.begin() as connection:
                    group = Group(connection, self.clock(), alone=alone)
                    yield group
        for uow in group.units:
            self._committed(uow)

    @asynccontextmanager
    async def read(self, organization_id: int | None = None) -> AsyncIterator[UnitOfWork]:
        """A reading unit of work for screens. It sees one moment of the data, and the database refuses its writes."""
        with self._watched(writing=False):
            async with _session(self._reader, autoflush=False) as session:
                yield UnitOfWork(session, self.clock(), organization_id)

    @contextmanager
    def _watched(self, *, writing: bool) -> Iterator[None]:
        """Record from each unit of work whether the database can be reached."""
        try:
            yield
        except Exception as error:
            self._reach.failed(error, writing=writing)
            raise
        self._reach.succeeded(writing=writing)

    def _writing(self, *, urgent: bool = True) -> AbstractAsyncContextManager[None]:
        return self._write_lock.acquire(urgent=urgent) if self.is_sqlite else nullcontext()

    def listen(self, loop: str, hear: Listener) -> None:
        """Call `hear` after every commit that made work for `loop`: see `UnitOfWork.wake` and `bring`."""
        self._listeners[loop].append(hear)

    def _committed(self, uow: UnitOfWork) -> None:
        uow.committed()
        for loop in uow.woken | uow.brought.keys():
            rows = [] if loop in uow.woken else uow.brought[loop]
            for hear in self._listeners[loop]:
                hear(rows)

    async def ping(self) -> None:
        """Prove that the database answers; the driver's errors are raised unchanged."""
        with self._watched(writing=False):
            async with self._reader.connect() as connection:
                await connection.execute(text("SELECT 1"))

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes; migrations use it."""
        return self._writer

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()


@asynccontextmanager
async def _session(bind: AsyncEngine | AsyncConnection, **options: Any) -> AsyncIterator[AsyncSession]:
    session = AsyncSession(bind, sync_session_class=OwnedSession, expire_on_commit=False, **options)
    try:
        yield session
    finally:
        # Does the work of the session's own `__aexit__`, but without its detour through another task on SQLite,
        # where there is nothing to wait for.
        await (session.close() if bind.dialect.name == "sqlite" else asyncio.shield(session.close()))


def async_url(url: str) -> str:
    """The URL with our async driver; a URL that already names another driver is returned unchanged."""
    parsed = make_url(url)
    drivers = {"sqlite": DRIVER} | dict.fromkeys(postgresql.SCHEMES, postgresql.DRIVER)
    parsed = parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername))
    return parsed.render_as_string(hide_password=False)


def place_of(url: str) -> str:
    """The database's place for people: an absolute path, or the server and the name without user and password."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database or "").absolute())
    query = {"host": parsed.query["host"]} if "host" in parsed.query else {}
    shown = URL.create("postgresql", host=parsed.host, port=parsed.port, database=parsed.database, query=query)
    return shown.render_as_string()


def _sqlite_engine(url: str, *, pool_size: int, query_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own BEGIN is deferred: two units of work that read first and write later lose an update, or
        # fail at once with "database is locked". So the event listener below executes our own BEGIN.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT // timedelta(milliseconds=1)}")
        cursor.close()

    event.listen(engine.sync_engine, "begin", begin_reading if query_only else begin_writing)
    return engine
