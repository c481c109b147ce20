"""Brings a database's tables up to date: at every start, by one process at a time."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bridge.errors import Misconfigured
from storage.engine import postgresql, search_index, statistics
from storage.engine.database import Database, place_of
from storage.engine.migrations import from_0034
from storage.engine.sqlite import begin_writing
from storage.engine.trouble import reason

# The lock's number on PostgreSQL; only has to be the same in every process.
LOCK_ID = 0x6272_6964_6765
SCRIPTS_FOLDER = Path(__file__).parent / "migrations"


class DatabaseUnusable(Misconfigured):
    text = "The database cannot be used: {reason}. It is expected at {place}: look at DATABASE_URL and DATA_DIR"


class NoDatabase(Misconfigured):
    text = "There is no database at {place} yet: run this in the bridge's folder, or look at DATABASE_URL and DATA_DIR"


class DatabaseTooNew(Misconfigured):
    text = "The database was made by a newer version of the bridge ({revision}); install that version or a later one"


class DatabaseTooOld(Misconfigured):
    text = (
        "The database has tables of an early version ({revision}): start a version of the bridge whose tables are"
        " {former} first, and then this one"
    )


async def upgrade(database: Database) -> bool:
    """Bring the tables up to date; whether there was anything to do.

    Raises:
        DatabaseUnusable: it cannot be reached or opened.
        DatabaseTooNew, DatabaseTooOld: there is nothing we could do.
    """
    return await _run(database, _upgrade)


async def exists(database: Database) -> bool:
    """Whether there are tables of ours, of whatever version; makes nothing. Raises as `upgrade` does."""
    if database.is_sqlite and not os.path.exists(make_url(database.url).database or ""):  # noqa: ASYNC240 - no wait
        return False
    return await _run(database, lambda connection: bool(MigrationContext.configure(connection).get_current_heads()))


async def is_current(database: Database) -> bool:
    """Whether the tables are those of the code; raises as `upgrade` does."""
    return await _run(database, _is_current)


def is_known(revision: str) -> bool:
    """Whether tables like these can be brought up to date by this version of the bridge; False where they are newer.

    Raises:
        DatabaseTooOld
    """
    if revision in from_0034.TOO_OLD:
        raise DatabaseTooOld(revision=revision, former=from_0034.FORMER)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS_FOLDER))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return revision in {from_0034.FORMER, *(script.revision for script in scripts)}


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS_FOLDER))
    config.attributes["connection"] = connection
    return config


async def _run(database: Database, step: Callable[[Connection], bool]) -> bool:
    engine = _engine(database)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(step)
    except (OSError, DBAPIError) as error:
        raise DatabaseUnusable(place=place_of(database.url), reason=reason(error)) from error
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> bool:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK_ID})
    if _is_current(connection):
        return False
    if _revisions(connection) == {from_0034.FORMER}:
        from_0034.bring_over(connection)
    command.upgrade(alembic_config(connection), "head")
    search_index.keep_in_step(connection)
    statistics.keep_in_step(connection)
    return True


def _is_current(connection: Connection) -> bool:
    present = _revisions(connection)
    if unknown := {revision for revision in present if not is_known(revision)}:
        raise DatabaseTooNew(revision=", ".join(unknown))
    return present == set(ScriptDirectory.from_config(alembic_config(connection)).get_heads())


def _revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _engine(database: Database) -> AsyncEngine:
    if not database.is_sqlite:
        return postgresql.engine(database.url, poolclass=NullPool)
    engine = create_async_engine(database.url, poolclass=NullPool)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # A table is changed by copying and dropping it; rows that refer to it must not be dropped with it.
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.close()

    event.listen(engine.sync_engine, "begin", begin_writing)
    return engine
