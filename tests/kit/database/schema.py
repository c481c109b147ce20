"""All tables, made once by the migrations, and emptied between tests: much faster than making them for every test."""

import asyncio
import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlmodel import SQLModel

from storage.engine.database import Database
from storage.engine.migrate import upgrade


async def create(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


def sqlite_template(folder: Path) -> Path:
    """An SQLite database with all tables and no rows, made by the first process that asks for it in this folder."""
    path, unfinished = folder / "template.db", folder / "unfinished.db"
    with (folder / "template.lock").open("w") as lock, ThreadPoolExecutor(max_workers=1) as thread:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            # Tests have a loop of their own in this thread.
            thread.submit(asyncio.run, create(f"sqlite:///{unfinished}")).result()
            unfinished.rename(path)
    return path


def emptying() -> str:
    """A PostgreSQL script that deletes all rows and lets ids begin with 1 again."""
    # A test that forgot a transaction makes it fail with a reason instead of hanging.
    lines = ["BEGIN", "SET LOCAL lock_timeout = '5s'"]
    lines += [f'DELETE FROM "{table.name}"' for table in reversed(SQLModel.metadata.sorted_tables)]
    lines += ["SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences", "COMMIT"]
    return ";\n".join(lines)
