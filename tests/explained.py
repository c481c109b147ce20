"""How a database finds the rows of a query: every statement that is executed is explained as well."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import plans
from storage.database import Database

# These grow without end: to read one of them whole takes longer every day.
BIG = ("dialog", "message", "task", "contact", "contact_address")
NAMED = re.compile(rf"\b({'|'.join(BIG)})(?: AS)? (\w+)", re.IGNORECASE)
# Each index of PostgreSQL with its table and its first column, None for an expression.
INDEXES = """
SELECT index.relname, big.relname, first.attname
FROM pg_index JOIN pg_class index ON index.oid = indexrelid JOIN pg_class big ON big.oid = indrelid
LEFT JOIN pg_attribute first ON first.attrelid = indrelid AND first.attnum = indkey[0]
"""
# PostgreSQL plans by what it has counted in a table, and of an empty one walks through the whole index. Nothing of this
# is committed: it forgets what it knows for as long as it explains.
UNCOUNTED = ("DELETE FROM pg_statistic", f"UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE relname IN {BIG}")
ONLY_WHERE_NOTHING_HELPS = "SET LOCAL enable_seqscan = off"


@asynccontextmanager
async def explained(database: Database) -> AsyncIterator[list[str]]:
    """Whatever is read inside of the block; afterwards the list says what reads a big table whole."""
    asked: list[tuple[str, Any]] = []
    whole: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    def ask(connection: Any, sql: str, values: Any) -> Any:
        hear(connection, None, sql, tuple(values))
        return by_plan(connection, sql, values)

    reader, by_plan = database._reader.sync_engine, plans.ask
    event.listen(reader, "before_cursor_execute", hear)
    # Prepared queries go past SQLAlchemy.
    plans.ask = ask
    try:
        yield whole
    finally:
        plans.ask = by_plan
        event.remove(reader, "before_cursor_execute", hear)
    assert asked, "nothing was read"
    explain = _sqlite if database.is_sqlite else _postgresql
    for statement, parameters in asked:
        whole += [f"{said}\n{statement}" for said in await explain(database.engine, statement, parameters)]


async def _sqlite(engine: AsyncEngine, statement: str, parameters: Any) -> list[str]:
    """A `SCAN` reads everything, through an index or not; a `SEARCH` only what it needs."""
    big = {*BIG, *(alias for _table, alias in NAMED.findall(statement))}
    rows = await _rows(engine, f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [str(row[-1]) for row in rows]
    return [step for step in steps if step.startswith("SCAN ") and step.split()[1] in big]


async def _postgresql(engine: AsyncEngine, statement: str, parameters: Any) -> list[str]:
    """Told to avoid reading whole tables it still does where no index helps, or it walks through a whole index."""
    first_columns = {index: first for index, table, first in await _rows(engine, INDEXES, None) if table in BIG}
    rows = await _rows(engine, f"EXPLAIN (FORMAT JSON) {statement}", parameters, ONLY_WHERE_NOTHING_HELPS, *UNCOUNTED)
    (plan,) = rows[0]
    nodes = _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return [str(node) for node in nodes if _reads_whole(node, first_columns)]


def _reads_whole(node: dict[str, Any], first_columns: dict[str, str | None]) -> bool:
    if node.get("Index Name") in first_columns:
        # Without its first column an index is read from end to end.
        return (first_columns[node["Index Name"]] or "") not in node.get("Index Cond", "")
    return node.get("Relation Name") in BIG and node["Node Type"] == "Seq Scan"


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


async def _rows(engine: AsyncEngine, statement: str, parameters: Any, *before: str) -> list[Any]:
    def run(connection: Connection) -> list[Any]:
        for each in before:
            connection.exec_driver_sql(each)
        return list(connection.exec_driver_sql(statement, parameters))

    async with engine.connect() as connection:
        return await connection.run_sync(run)
