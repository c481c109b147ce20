"""Copies of a whole database, made while others write, and put back in the place of one."""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect, select, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel, func

from bridge.errors import Misconfigured
from storage.engine import postgresql
from storage.engine.database import Database
from storage.engine.migrations import from_0034
from storage.engine.sqlite import BUSY_TIMEOUT, PRIVATE_MODE, SIDE_FILE_SUFFIXES
from storage.engine.trouble import reason
from storage.team.organizations import Organization

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# The table in which Alembic keeps what the tables are like.
REVISION_TABLE = "alembic_version"
# The dump, then the script that is made of it.
DUMP_FILE, SCRIPT_FILE = "bridge.dump", "restore.sql"


class NoProgram(Misconfigured):
    text = (
        "{program} is not installed: install PostgreSQL's client programs (postgresql-client) of the server's version"
        " or a later one"
    )


class CopyFailed(Misconfigured):
    text = "{program} did not succeed, and nothing was changed: {reason}"


class DatabaseInUse(Misconfigured):
    text = "Somebody is at work on the database: stop the bridge first"


def kind(database: Database) -> str:
    return SQLITE if database.is_sqlite else POSTGRESQL


def path_of(database: Database) -> Path:
    """The file of an SQLite database."""
    return Path(make_url(database.url).database or "")


async def copy(database: Database, to: Path) -> None:
    """Copy a database that exists, as it is at one moment; nobody has to stop writing.

    Raises:
        NoProgram, CopyFailed
    """
    if database.is_sqlite:
        await asyncio.to_thread(_copy_sqlite, path_of(database), to)
    else:
        options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
        await _run(database, "pg_dump", [*options, f"--file={to}"])


async def revision(database: Database) -> str | None:
    """What its tables are like; None when it has none."""
    async with database.engine.connect() as connection:
        if not await connection.run_sync(lambda its: inspect(its).has_table(REVISION_TABLE)):
            return None
        found: str | None = await connection.scalar(text(f"SELECT version_num FROM {REVISION_TABLE}"))
        return found


async def is_empty(database: Database) -> bool:
    """Whether nobody has described an organization there yet."""
    if database.is_sqlite and not path_of(database).exists():
        return True
    async with database.engine.connect() as connection:
        if not await connection.run_sync(lambda its: inspect(its).has_table("organization")):
            return True
        return not await connection.scalar(select(func.count()).select_from(Organization))


async def put_back(database: Database, copied: Path) -> None:
    """Put a copy in the place of the database, all of it or nothing. The database must be closed by everybody.

    Raises:
        DatabaseInUse, NoProgram, CopyFailed
    """
    if database.is_sqlite:
        await database.close()
        _replace_sqlite(path_of(database), copied)
        return
    if await _sessions(database):
        raise DatabaseInUse
    with tempfile.TemporaryDirectory(dir=copied.parent) as folder:
        drop, script = Path(folder) / "drop.sql", Path(folder) / SCRIPT_FILE
        drop.write_text(_dropping(await revision(database)))
        await _run(None, "pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(copied)])
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        await _run(database, "psql", [*options, f"--file={drop}", f"--file={script}"])
    # What our own connections knew of the tables is over.
    await database.close()


def _copy_sqlite(path: Path, to: Path) -> None:
    present, copied = sqlite3.connect(path, timeout=BUSY_TIMEOUT.total_seconds()), sqlite3.connect(to)
    with _told("SQLite"), closing(present), closing(copied):
        # In one step, in which SQLite keeps the moment and lets others write.
        present.backup(copied)
        # One file, without any beside it.
        copied.execute("PRAGMA journal_mode=DELETE")
        check_sqlite(copied)
    to.chmod(PRIVATE_MODE)


def check_sqlite(copied: sqlite3.Connection) -> None:
    """Raises CopyFailed when the copy is damaged."""
    with _told("SQLite"):
        found = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise CopyFailed(program="SQLite", reason=f"the database is damaged: {found}")


def _replace_sqlite(path: Path, copied: Path) -> None:
    if path.exists():
        try:
            with closing(sqlite3.connect(path, timeout=0)) as present:
                # Refused as long as anybody else has it open; after it there are no files beside it.
                present.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise DatabaseInUse from error
        except sqlite3.DatabaseError:
            # It is damaged, which is why it is replaced.
            pass
    for end in SIDE_FILE_SUFFIXES:
        path.with_name(path.name + end).unlink(missing_ok=True)
    copied.chmod(PRIVATE_MODE)
    os.replace(copied, path)


async def _sessions(database: Database) -> int:
    """How many others are connected, when there is something that they could be at work on."""
    if await is_empty(database):
        return 0
    others = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    # Of our own there is just this one, for nothing else is done meanwhile.
    async with database.engine.connect() as connection:
        return await connection.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")) or 0


def _dropping(revision: str | None) -> str:
    """A script that drops what the migrations have made, and nothing of anybody else."""
    tables = [REVISION_TABLE, *(table.name for table in SQLModel.metadata.sorted_tables)]
    if revision in {from_0034.FORMER, *from_0034.TOO_OLD}:
        tables += from_0034.TABLES
    named = ", ".join(f'public."{name}"' for name in tables)
    return f"DROP TABLE IF EXISTS {named} CASCADE;\nDROP FUNCTION IF EXISTS public.folded(text);\n"


async def _run(database: Database | None, program: str, options: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs; the password is in its environment, where `ps` does not show it."""
    environment = dict(os.environ)
    where: list[str] = []
    if database is not None:
        url = make_url(postgresql.libpq_url(database.url))
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
        where = [f"--dbname={url._replace(password=None).render_as_string(hide_password=False)}"]
    try:
        running = await asyncio.create_subprocess_exec(
            program,
            *where,
            *options,
            env=environment | {"LC_ALL": "C"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except FileNotFoundError:
        raise NoProgram(program=program) from None
    _out, err = await running.communicate()
    if running.returncode:
        lines = [line for line in err.decode(errors="replace").splitlines() if line.strip()]
        told = next((line for line in lines if "error:" in line.lower()), lines[0] if lines else "no reason was given")
        raise CopyFailed(program=program, reason=told.strip())


@contextmanager
def _told(program: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CopyFailed(program=program, reason=reason(error)) from error
