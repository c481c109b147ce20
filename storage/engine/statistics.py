"""Statistics for SQLite's query planner: an organization has many rows, and many rows have the same state.

Without statistics SQLite assumes that a value of any indexed column matches ten rows. Every query filters by the
organization, so SQLite would often choose an index that begins with the organization, and read all of its rows.
ANALYZE counts the data of one day; the numbers here fit every database. PostgreSQL keeps its statistics by itself.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Boolean, Column, Connection, Enum
from sqlmodel import SQLModel

# Assumed rows of a table and of a partial index; and SQLite's guess for the rows of one value without statistics.
TABLE_ROWS, PARTIAL_INDEX_ROWS, DEFAULT_ROWS_PER_VALUE = 10_000_000, 100_000, 10


def keep_in_step(connection: Connection) -> None:
    """Write the statistics again. SQLite drops those of a table whenever a migration copies the table.

    Does nothing on PostgreSQL.
    """
    if connection.dialect.name != "sqlite":
        return
    # Only ANALYZE creates the table in which SQLite keeps statistics.
    connection.exec_driver_sql("ANALYZE organization")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(_entries(connection)))


def _entries(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for table in SQLModel.metadata.sorted_tables:
        for _number, name, _is_unique, _origin, is_partial in connection.exec_driver_sql(
            f"PRAGMA index_list('{table.name}')"
        ).fetchall():
            index = connection.exec_driver_sql(f"PRAGMA index_info('{name}')").fetchall()
            columns = [table.columns[column] for _place, _id, column in index]
            if _rows_per_value(columns[0], TABLE_ROWS) > DEFAULT_ROWS_PER_VALUE:
                yield (
                    table.name,
                    name,
                    " ".join(map(str, _rows(columns, PARTIAL_INDEX_ROWS if is_partial else TABLE_ROWS))),
                )


def _rows(columns: Sequence[Column[object]], rows: int) -> Iterator[int]:
    """The number of rows; then the number with one value in the first column, in the first two, and so on."""
    yield rows
    for column in columns:
        rows = _rows_per_value(column, rows)
        yield rows


def _rows_per_value(column: Column[object], rows: int) -> int:
    """How many of `rows` have the same value in a column."""
    if column.name == "organization_id" or isinstance(column.type, Enum | Boolean):
        return max(rows // 100, DEFAULT_ROWS_PER_VALUE)
    # The journal has few sources (one for each bot), so one source matches at least as many rows as one state.
    return rows // 10 if column.name == "source" else min(rows, DEFAULT_ROWS_PER_VALUE)
