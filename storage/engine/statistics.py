"""What SQLite is told of its indexes: an organization has many rows, and many of them are in the same state.

Without statistics SQLite assumes that any column finds ten rows. Every query has the organization's filter, so SQLite
would often choose an index that begins with the organization, and read all of its rows. Statistics of ANALYZE describe
the data of the day on which they were counted; these numbers hold for every database. PostgreSQL counts by itself.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Boolean, Column, Connection, Enum
from sqlmodel import SQLModel

# Rows of a table, of an index with a condition; and what SQLite guesses for a column that it knows nothing of.
TABLE_ROWS, PARTIAL_INDEX_ROWS, DEFAULT_ROWS_PER_VALUE = 10_000_000, 100_000, 10


def keep_in_step(connection: Connection) -> None:
    """Write the numbers anew. SQLite forgets a table's whenever a migration copies the table."""
    if connection.dialect.name != "sqlite":
        return
    # There is no other way to make the table that they are kept in.
    connection.exec_driver_sql("ANALYZE organization")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(_told(connection)))


def _told(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for table in SQLModel.metadata.sorted_tables:
        for _number, name, _is_unique, _origin, is_partial in connection.exec_driver_sql(
            f"PRAGMA index_list('{table.name}')"
        ).fetchall():
            index = connection.exec_driver_sql(f"PRAGMA index_info('{name}')").fetchall()
            columns = [table.columns[column] for _place, _id, column in index]
            if _same(columns[0], TABLE_ROWS) > DEFAULT_ROWS_PER_VALUE:
                yield (
                    table.name,
                    name,
                    " ".join(map(str, _rows(columns, PARTIAL_INDEX_ROWS if is_partial else TABLE_ROWS))),
                )


def _rows(columns: Sequence[Column[object]], rows: int) -> Iterator[int]:
    """How many there are, then how many have the same first column, the same first two, and so on."""
    yield rows
    for column in columns:
        rows = _same(column, rows)
        yield rows


def _same(column: Column[object], rows: int) -> int:
    """Of so many rows those that have the same in a column."""
    if column.name == "organization_id" or isinstance(column.type, Enum | Boolean):
        return max(rows // 100, DEFAULT_ROWS_PER_VALUE)
    # There are a few bots, and each brings as much as all that is in one state.
    return rows // 10 if column.name == "source" else min(rows, DEFAULT_ROWS_PER_VALUE)
