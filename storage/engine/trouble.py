"""Trouble with the database: it is locked, full or out of reach. A refused statement is no trouble."""

import sqlite3
import time

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# SQLite's error codes for a wrong statement or wrong values. All other codes are about locks, the disk or memory.
SQLITE_REFUSALS = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_ABORT,
        sqlite3.SQLITE_SCHEMA,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
    }
)
# PostgreSQL's SQLSTATE classes for trouble, in this order: connection, rollback (deadlock), out of resources,
# not ready, shut down, system, damaged files.
POSTGRESQL_TROUBLE = ("08", "40", "53", "55", "57", "58", "XX")
# Two transactions were in conflict with each other; the database itself works.
POSTGRESQL_CONTENTION = ("40", "55P03")

log = structlog.get_logger(__name__)


class DatabaseAway(ConnectionError):
    """The database is out of reach: no connection could be made, or one was lost.

    The text gives the reason in one line.
    """


def is_database_trouble(error: BaseException) -> bool:
    """Whether the database is locked, full or out of reach. Then nothing was changed, and the caller may try later.

    A statement that the database refuses is no trouble: it would be refused each time.
    """
    if isinstance(error, PoolTimeout | ConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return code & 0xFF not in SQLITE_REFUSALS
    if state := getattr(error.orig, "sqlstate", None):
        return str(state).startswith(POSTGRESQL_TROUBLE)
    return isinstance(error, OperationalError)


def reason(error: BaseException) -> str:
    """The database's own reason for an error, in one line. Only the person who runs the bridge may see it."""
    told = getattr(error, "orig", None) or error
    explanation = getattr(told, "strerror", None) or str(told)
    line = (explanation.strip().splitlines() or [""])[0]
    # SQLAlchemy puts the error's class before asyncpg's text.
    return line.partition(">: ")[2] or line if line.startswith("<class ") else line or type(told).__name__


class Reach:
    """Whether the database works: it logs one line when the trouble begins, and one when the trouble is over."""

    def __init__(self) -> None:
        self._away_since: float | None = None
        # A write has failed though the connection was not lost. Reads may succeed while the disk is full, so only a
        # successful write shows that the trouble is over.
        self._needs_write = False

    def failed(self, error: BaseException, *, writing: bool) -> None:
        """Take note of a failed unit of work. The first failure that the database has caused is logged."""
        if not is_database_trouble(error) or _is_contention(error):
            return
        if self._away_since is None:
            self._away_since = time.monotonic()
            self._needs_write = False
            log.error("database.away", error=_kind(error))
        self._needs_write = self._needs_write or (writing and not _is_lost(error))

    def succeeded(self, *, writing: bool) -> None:
        if self._away_since is None or (self._needs_write and not writing):
            return
        seconds = round(time.monotonic() - self._away_since, 1)
        self._away_since = None
        log.warning("database.back", seconds=seconds)


def _is_lost(error: BaseException) -> bool:
    return not isinstance(error, DBAPIError) or error.connection_invalidated


def _is_contention(error: BaseException) -> bool:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state is not None and str(state).startswith(POSTGRESQL_CONTENTION)


def _kind(error: BaseException) -> str:
    """The error's class and code, without its text, which may contain a statement's values."""
    if isinstance(error, DatabaseAway):
        return str(error)
    told = getattr(error, "orig", None)
    code = getattr(told, "sqlite_errorname", None) or getattr(told, "sqlstate", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
