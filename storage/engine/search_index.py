"""The search index, in which SQLite finds parts of words. PostgreSQL has its own indexes for this (see the migration).

Triggers update the index in the transaction of each change, for every writer. Migrations alone cannot keep the
triggers: SQLite drops a table's triggers whenever a migration copies the table.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

# Each table of the index, with the table and the columns that it indexes.
INDEXED_COLUMNS = {
    "message_search": ("message", ("text",)),
    "contact_search": ("contact", ("name", "own_name", "phone")),
    "address_search": ("contact_address", ("username", "external_id")),
}
# On PostgreSQL these are indexes of expressions, which Alembic cannot compare.
POSTGRESQL_INDEXES = {f"ix_{name}" for name in INDEXED_COLUMNS}

# An organization's id becomes three letters, so that a search does not even visit the rows of other organizations.
# Each letter is one digit in base 10,000, counted from this letter on.
DIGIT_BASE = 10_000
FIRST_LETTER = 0x4E00


def owner(organization_id: int) -> str:
    """Three letters that are stored beside the words of an organization's rows. They make just one index entry."""
    high, low = divmod(organization_id, DIGIT_BASE)
    return "".join(chr(FIRST_LETTER + digit) for digit in (high // DIGIT_BASE, high % DIGIT_BASE, low))


def keep_in_step(connection: Connection) -> None:
    """Create the triggers that are missing; does nothing on PostgreSQL."""
    if connection.dialect.name == "sqlite":
        for statement in _triggers():
            connection.exec_driver_sql(statement)


def is_own(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether Alembic compares this object with the tables of the code, which do not have the search index.

    The parameters are those of Alembic's `include_object`.
    """
    if kind == "index":
        return name not in POSTGRESQL_INDEXES
    return kind != "table" or not any(str(name).startswith(index) for index in INDEXED_COLUMNS)


def words(index: str, row: str | None = None) -> str:
    """SQL for the searchable text of a row, normalized by the SQL function `folded`.

    `row` is "new" or "old" in a trigger; None means the table itself.
    """
    table, columns = INDEXED_COLUMNS[index]
    parts = [f"coalesce({row or table}.{column}, '')" for column in columns]
    joined = " || ' ' || ".join(parts)
    return f"folded({joined})"


def entry(index: str, row: str | None = None) -> str:
    """SQL for the values of an index row: id, searchable text, and the three letters of the organization."""
    owned = row or INDEXED_COLUMNS[index][0]
    id = f"{owned}.organization_id"
    parts = (f"{id} / {DIGIT_BASE * DIGIT_BASE}", f"{id} / {DIGIT_BASE} % {DIGIT_BASE}", f"{id} % {DIGIT_BASE}")
    letters = ", ".join(f"{FIRST_LETTER} + {part}" for part in parts)
    return f"{owned}.id, {words(index, row)}, char({letters})"


def _triggers() -> Iterator[str]:
    for index, (table, columns) in INDEXED_COLUMNS.items():
        put = f"INSERT INTO {index}(rowid, words, owner) VALUES ({entry(index, 'new')});"
        take = f"INSERT INTO {index}({index}, rowid, words, owner) VALUES ('delete', {entry(index, 'old')});"
        changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
        made: dict[str, Any] = {
            "insert": f"AFTER INSERT ON {table} BEGIN {put} END",
            "update": f"AFTER UPDATE OF {', '.join(columns)} ON {table} WHEN {changed} BEGIN {take} {put} END",
            "delete": f"AFTER DELETE ON {table} BEGIN {take} END",
        }
        for event, does in made.items():
            yield f"CREATE TRIGGER IF NOT EXISTS {index}_{event} {does}"
