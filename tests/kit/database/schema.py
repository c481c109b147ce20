"""All tables, made once by the migrations, and emptied between tests: much faster than making them for every test."""

from sqlmodel import SQLModel

from storage.engine.database import Database
from storage.engine.migrate import upgrade


async def create(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


def emptying() -> str:
    """A PostgreSQL script that deletes all rows and lets ids begin with 1 again."""
    # A test that forgot a transaction makes it fail with a reason instead of hanging.
    lines = ["BEGIN", "SET LOCAL lock_timeout = '5s'"]
    lines += [f'DELETE FROM "{table.name}"' for table in reversed(SQLModel.metadata.sorted_tables)]
    lines += ["SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences", "COMMIT"]
    return ";\n".join(lines)
