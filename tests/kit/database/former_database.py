"""A database of revision 0034, the last one before the migrations became one: three rows in each table.

The dumps beside this file were made by the migrations of that time.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Connection, inspect, text

from storage.engine import postgresql
from storage.engine.copying import path_of
from storage.engine.database import Database
from storage.engine.migrations.from_0034 import COLUMNS, TABLES
from storage.engine.normalization import normalize

FOLDER = Path(__file__).parent
Rows = dict[str, list[dict[str, Any]]]


async def load(database: Database) -> None:
    """Make its tables and rows in an empty database."""
    script = (FOLDER / f"database_0034_{'sqlite' if database.is_sqlite else 'postgresql'}.sql").read_text("utf-8")
    if database.is_sqlite:
        with closing(sqlite3.connect(path_of(database))) as connection:
            connection.create_function("folded", 1, normalize, deterministic=True)
            connection.executescript(script)
        return
    connection = await asyncpg.connect(postgresql.libpq_url(database.url))
    try:
        await connection.execute(script)
    finally:
        await connection.close()


async def rows(database: Database) -> Rows:
    """All rows of all tables but the search index and the revision, as the database has them."""
    async with database.engine.begin() as connection:
        found: Rows = {}
        for table in await connection.run_sync(lambda its: inspect(its).get_table_names()):
            if "_search" not in table and table != "alembic_version":
                all_of_them = (await connection.execute(text(f'SELECT * FROM "{table}"'))).mappings()
                found[table] = sorted(map(dict, all_of_them), key=str)
    # What a connection has prepared does not fit tables that change.
    await database.close()
    return found


def renamed(rows: Rows) -> Rows:
    """Rows of a former database as they have to be in one of today."""
    found: Rows = {}
    for former, those in rows.items():
        table = TABLES.get(former, former)
        columns = COLUMNS.get(table, {})
        found[table] = sorted(({columns.get(name, name): row[name] for name in row} for row in those), key=str)
    return found


def shape(connection: Connection) -> dict[str, Any]:
    """Everything that the database says of its tables, but the order of their columns."""
    inspector = inspect(connection)
    found: dict[str, Any] = {}
    for table in inspector.get_table_names():
        columns = {each["name"]: {**each, "type": repr(each["type"])} for each in inspector.get_columns(table)}
        foreign_keys = inspector.get_foreign_keys(table)
        for key in foreign_keys:
            # SQLite had a column with an unnamed one added.
            key["name"] = key["name"] or f"fk_{table}_{key['constrained_columns'][0]}_{key['referred_table']}"
        indexes = [*inspector.get_indexes(table), *inspector.get_unique_constraints(table)]
        keys = [inspector.get_pk_constraint(table), *foreign_keys]
        for index in indexes:
            index["dialect_options"] = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
        found[table] = columns, sorted(map(str, keys)), sorted(map(str, indexes))
    found["sequences"] = sorted(inspector.get_sequence_names()) if connection.dialect.name == "postgresql" else []
    return found
