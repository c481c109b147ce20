"""Write a migration from what the tables have become: `python -m storage.engine.migrations.new "what changes"`.

It compares the tables with an empty database to which all migrations so far were applied. Read what it has written.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import Connection

from storage.engine.database import Database
from storage.engine.migrate import alembic_config, upgrade

VERSIONS = Path(__file__).parent / "versions"


async def write(message: str) -> None:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        await upgrade(database)
        async with database.engine.begin() as connection:
            await connection.run_sync(_write, message)
        await database.close()


def _write(connection: Connection, message: str) -> None:
    number = f"{max(int(file.name[:4]) for file in VERSIONS.glob('[0-9]*.py')) + 1:04}"
    command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
    for file in VERSIONS.glob("*.py"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "# ### " not in line), "utf-8")
    for tidy in (["format"], ["check", "--fix"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, "--quiet", VERSIONS], check=True)
