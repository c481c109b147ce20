"""Queries that are built once and filled in each time: to build one takes twice as long as to run it."""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Executable, bindparam, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.util import EMPTY_DICT
from sqlmodel import SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound

Given = ParamSpec("Given")
Statement = TypeVar("Statement", bound=Executable)
Row = TypeVar("Row", bound=SQLModel)

Filled = tuple[Statement, dict[str, Any]]
NONE: Mapping[str, Any] = EMPTY_DICT

PREPARED = "prepared"
"""Marks statements that stay: whatever is worked out about one may be kept."""


def prepared(build: Callable[Given, Statement]) -> Callable[Given, Filled[Statement]]:
    """Have a function that builds a query build it just once, with places in it for what the function is given.

    What it is given is compared with columns, nothing else, and is not None: `await one(session, _at(chat_id))`.
    """
    names = list(signature(build).parameters)

    @cache
    def statement() -> Statement:
        places: Any = {name: bindparam(name) for name in names}
        statement = build(**places)  # type: ignore[call-arg]
        return statement.execution_options(**{PREPARED: True})

    @wraps(build)
    def filled(*given: Given.args, **named: Given.kwargs) -> Filled[Statement]:
        return statement(), dict(zip(names, given, strict=False)) | named

    return filled


async def one(
    session: AsyncSession, query: Filled[SelectOfScalar[Row]], options: Mapping[str, Any] = NONE
) -> Row | None:
    """The first row of a query."""
    statement, places = query
    return await session.scalar(statement, places, execution_options=options)


async def every(
    session: AsyncSession, query: Filled[SelectOfScalar[Row]], options: Mapping[str, Any] = NONE
) -> list[Row]:
    """All rows of a query."""
    statement, places = query
    return list(await session.scalars(statement, places, execution_options=options))


@cache
def _by_id(table: type[Row]) -> Callable[[int], Filled[SelectOfScalar[Row]]]:
    @prepared
    def by_id(id: int) -> SelectOfScalar[Row]:
        return select(table).where(table.id == id)  # type: ignore[attr-defined]

    return by_id


async def get(session: AsyncSession, table: type[Row], id: int) -> Row:
    """The row with that id, as `session.get` finds it.

    Raises:
        NotFound: there is none.
    """
    by_id: Callable[[int], Filled[SelectOfScalar[Row]]] = _by_id(table)
    is_loaded = inspect(table).identity_key_from_primary_key((id,)) in session.sync_session.identity_map
    found = await (session.get(table, id) if is_loaded else one(session, by_id(id)))
    if found is None:
        raise NotFound
    return found
