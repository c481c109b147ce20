"""SQLite is told that an organization's rows are many, and no index is of the organization alone."""

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from storage.engine import statistics
from storage.engine.database import Database


@pytest.fixture
def dialect() -> str:
    """PostgreSQL counts by itself."""
    return "sqlite"


async def told(database: Database) -> dict[str, str]:
    async with database.engine.connect() as connection:
        rows = await connection.execute(text("SELECT idx, stat FROM sqlite_stat1"))
        return {row.idx: row.stat for row in rows}


def test_no_index_is_of_the_organization_alone():
    alone = [
        index.name
        for table in SQLModel.metadata.sorted_tables
        for index in table.indexes
        if [column.name for column in index.columns] == ["organization_id"]
        and index.dialect_options["sqlite"]["where"] is None
    ]

    assert alone == []


async def test_sqlite_is_told_of_indexes_that_begin_with_what_many_rows_have(database: Database):
    numbers = await told(database)

    assert numbers["ix_dialog_list"] == "10000000 100000 1000 10"
    assert numbers["ix_dialog_waiting"] == "100000 1000 10"
    assert numbers["ix_delivery_due"] == "10000000 100000 10"
    assert "ix_delivery_lane" not in numbers


async def test_what_waits_is_found_by_its_state_and_not_by_the_few_sources(database: Database):
    query = "SELECT id FROM journal_entry WHERE state = 'new' AND id > 5 AND source IN ('desk', 'channel:1')"
    async with database.engine.connect() as connection:
        (plan,) = (row.detail for row in await connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))

    assert plan == "SEARCH journal_entry USING INDEX ix_journal_state (state=? AND id>?)"


async def test_what_was_counted_or_forgotten_is_told_anew(database: Database):
    before = await told(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.execute(text("DELETE FROM sqlite_stat1 WHERE tbl = 'dialog'"))

        await connection.run_sync(statistics.keep_in_step)

    assert await told(database) == before
