"""The search index: where SQLite looks a part of a word up. PostgreSQL has indexes of its own (see the migration).

Triggers keep it in step, in the same transaction, whoever writes. They are not the migrations' business alone: SQLite
forgets a table's triggers whenever a migration copies the table.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

# Each table of the index, with the table that it is about and what of a row of that can be found.
INDEXED_COLUMNS = {
    "message_search": ("message", ("text",)),
    "contact_search": ("contact", ("name", "own_name", "phone")),
    "address_search": ("contact_address", ("username", "external_id")),
}
# On PostgreSQL they are indexes of expressions, which Alembic cannot compare.
POSTGRESQL_INDEXES = {f"ix_{name}" for name in INDEXED_COLUMNS}

# Three letters that no two organizations share, so that the rows of others are not even looked at.
DIGIT_BASE = 10_000
FIRST_LETTER = 0x4E00


def owner(organization_id: int) -> str:
    """What stands beside the words of an organization's rows: three letters, which is just one entry in the index."""
    high, low = divmod(organization_id, DIGIT_BASE)
    return "".join(chr(FIRST_LETTER + digit) for digit in (high // DIGIT_BASE, high % DIGIT_BASE, low))


def keep_in_step(connection: Connection) -> None:
    """Make the triggers that are not there (any more)."""
    if connection.dialect.name == "sqlite":
        for statement in _triggers():
            connection.exec_driver_sql(statement)


def is_own(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether Alembic shall compare it with the tables of the code: the index has none there."""
    if kind == "index":
        return name not in POSTGRESQL_INDEXES
    return kind != "table" or not any(str(name).startswith(index) for index in INDEXED_COLUMNS)


def words(index: str, row: str | None = None) -> str:
    """What of a row can be found, folded, as SQL; `row` is "new" or "old", or else the table."""
    table, columns = INDEXED_COLUMNS[index]
    parts = [f"coalesce({row or table}.{column}, '')" for column in columns]
    joined = " || ' ' || ".join(parts)
    return f"folded({joined})"


def entry(index: str, row: str | None = None) -> str:
    """A row's id, its words, and whose it is, as SQL."""
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
