"""Prepared queries: each is built once and gets new values at each run. Building takes twice as long as running."""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import CursorResult, Executable, bindparam, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.util import EMPTY_DICT
from sqlmodel import SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound
from storage.engine.owned import PREPARED_OPTION
from storage.engine.plans import Plan, plan_for

Given = ParamSpec("Given")
Statement = TypeVar("Statement", bound=Executable)
Row = TypeVar("Row", bound=SQLModel)

Filled = tuple[Statement, dict[str, Any]]
NO_OPTIONS: Mapping[str, Any] = EMPTY_DICT


def prepared(build: Callable[Given, Statement]) -> Callable[Given, Filled[Statement]]:
    """A decorator for functions that build a query: the query is built once, with placeholders for the arguments.

    The arguments may only be compared with columns, and must not be None: `await one(session, _at(chat_id))`.
    """
    names = list(signature(build).parameters)

    @cache
    def statement() -> Statement:
        places: Any = {name: bindparam(name) for name in names}
        statement = build(**places)  # type: ignore[call-arg]
        return statement.execution_options(**{PREPARED_OPTION: True})

    @wraps(build)
    def filled(*given: Given.args, **named: Given.kwargs) -> Filled[Statement]:
        return statement(), dict(zip(names, given, strict=False)) | named

    return filled


async def rows(session: AsyncSession, query: Filled[Any], options: Mapping[str, Any] = NO_OPTIONS) -> list[Any]:
    """All rows of a query with several items, or of a change with RETURNING; each row is a sequence of items."""
    statement, places = query
    if (plan := _plan(session, query, options)) is not None:
        return await plan.rows(session, places)
    return list(await session.execute(statement, places, execution_options=options))


async def change(session: AsyncSession, query: Filled[Any], options: Mapping[str, Any] = NO_OPTIONS) -> int:
    """Run an update or delete, and return the number of changed rows."""
    statement, places = query
    if (plan := _plan(session, query, options)) is not None:
        return await plan.count(session, places)
    changed = await session.execute(statement, places, execution_options=options)
    return cast(CursorResult[Any], changed).rowcount


def _plan(session: AsyncSession, query: Filled[Any], options: Mapping[str, Any]) -> Plan | None:
    if session.get_bind().dialect.name != "sqlite":
        return None
    return plan_for(session, *query, system_wide=bool(options.get("system_wide")))


async def every(
    session: AsyncSession, query: Filled[SelectOfScalar[Row]], options: Mapping[str, Any] = NO_OPTIONS
) -> list[Row]:
    """All rows of a query that selects one table."""
    return [row[0] for row in await rows(session, query, options)]


async def one(
    session: AsyncSession, query: Filled[SelectOfScalar[Row]], options: Mapping[str, Any] = NO_OPTIONS
) -> Row | None:
    """The first row of a query that selects one table; None when there is no row."""
    found = await rows(session, query, options)
    return found[0][0] if found else None


@cache
def _by_id(table: type[Row]) -> Callable[[int], Filled[SelectOfScalar[Row]]]:
    @prepared
    def by_id(id: int) -> SelectOfScalar[Row]:
        return select(table).where(table.id == id)  # type: ignore[attr-defined]

    return by_id


async def get(session: AsyncSession, table: type[Row], id: int) -> Row:
    """The row with this id; a row that the session already holds is not read again.

    Raises:
        NotFound: there is no row with this id.
    """
    by_id: Callable[[int], Filled[SelectOfScalar[Row]]] = _by_id(table)
    is_loaded = inspect(table).identity_key_from_primary_key((id,)) in session.sync_session.identity_map
    found = await (session.get(table, id) if is_loaded else one(session, by_id(id)))
    if found is None:
        raise NotFound
    return found
