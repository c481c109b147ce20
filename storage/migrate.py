"""Brings a database's tables up to date: at every start, by one process at a time."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bridge.errors import Misconfigured
from storage.database import BUSY, Database

# The lock's number on PostgreSQL; only has to be the same in every process.
LOCK = 0x6272_6964_6765


class DatabaseUnusable(Misconfigured):
    text = "The database cannot be used: {reason}. Look at DATABASE_URL and DATA_DIR"


class DatabaseTooNew(Misconfigured):
    text = "The database was made by a newer version of the bridge ({revision}); install that version or a later one"


async def upgrade(database: Database) -> bool:
    """Bring the tables up to date; whether there was anything to do.

    Raises:
        DatabaseUnusable: it cannot be reached or opened.
        DatabaseTooNew: there is nothing we could do.
    """
    engine = _engine(database)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_upgrade)
    except (OSError, DBAPIError) as error:
        raise DatabaseUnusable(reason=getattr(error, "orig", None) or error) from error
    finally:
        await engine.dispose()


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> bool:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = alembic_config(connection)
    scripts = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_heads()
    if present == (scripts.get_current_head(),):
        return False
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := set(present) - known:
        raise DatabaseTooNew(revision=", ".join(unknown))
    command.upgrade(config, "head")
    return True


def _engine(database: Database) -> AsyncEngine:
    engine = create_async_engine(database.url, poolclass=NullPool)
    if not database.is_sqlite:
        return engine

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY.total_seconds() * 1000:.0f}")
        # A table is changed by copying and dropping it; rows that refer to it must not be dropped with it.
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
