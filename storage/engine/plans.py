"""Plans: how SQLite is asked a prepared query.

SQLAlchemy goes the same long way each time that it is asked the same: it is most of what a message costs. A plan keeps
where the way led: the text, the order of the places in it, what becomes of a row. PostgreSQL is asked the long way.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel

from storage.engine.owned import guarded
from storage.engine.sqlite import DIALECT, Process, ask, connection_of, from_database, to_database
from storage.engine.writes import flush

Reader = Callable[[Session, Sequence[Any]], Any]
"""`item(session, row)`: one of the things that a query selects or returns."""
Lengths = tuple[tuple[str, int], ...]
"""How many values each place of `IN` has."""


@dataclass(frozen=True)
class Plan:
    sql: str
    # The name of each place, in order, and what makes the database's value of ours.
    places: Sequence[tuple[str, Process]]
    # The values of the places that nobody fills in.
    constants: Mapping[str, Any]
    # The names of the places that a list goes to.
    lists: Mapping[str, Sequence[str]]
    items: Sequence[Reader]

    async def rows(self, session: AsyncSession, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        found = (await self._ask(session, given)).fetchall()
        return [tuple(item(session.sync_session, row) for item in self.items) for row in found]

    async def count(self, session: AsyncSession, given: Mapping[str, Any]) -> int:
        """How many rows it has changed."""
        return (await self._ask(session, given)).rowcount

    async def _ask(self, session: AsyncSession, given: Mapping[str, Any]) -> sqlite3.Cursor:
        if session.sync_session.autoflush:
            await flush(session)
        values = {**self.constants, **given, **dict(self._listed(given))}
        return ask(await connection_of(session), self.sql, [process(values[name]) for name, process in self.places])

    def _listed(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, places in self.lists.items():
            yield from zip(places, _filled_up(given[name]), strict=True)


def plan_for(session: AsyncSession, statement: Any, given: Mapping[str, Any], *, system_wide: bool) -> Plan:
    lengths = tuple((name, len(_filled_up(value))) for name, value in given.items() if isinstance(value, list))
    return _plan(statement, session.info.get("organization_id"), lengths, system_wide=system_wide)


def _filled_up(values: list[Any]) -> list[Any]:
    """With the last one again and again, up to the next power of two: so there are few lengths, and few plans."""
    length = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[-1:] * (length - len(values))


@lru_cache(maxsize=4096)
def _plan(statement: Any, organization_id: int | None, lengths: Lengths, *, system_wide: bool) -> Plan:
    system_wide = system_wide or statement.get_execution_options().get("system_wide", False)
    query = statement if system_wide else guarded(statement, organization_id)
    query, items = _selecting(query) if isinstance(query, Select) else (query, _returning(query))
    compiled = query.compile(dialect=DIALECT)
    samples = {bind.key: None for bind in compiled.binds.values() if bind.required}
    written = compiled.construct_expanded_state({**samples, **{name: [None] * length for name, length in lengths}})
    kinds = {name: bind.type for name, bind in compiled.binds.items()}
    kinds |= {name: kinds[whole] for whole, names in written.parameter_expansion.items() for name in names}
    places = [(name, to_database(kinds[name])) for name in written.positiontup or ()]
    lists = {name: written.parameter_expansion[name] for name, _length in lengths}
    return Plan(written.statement, places, written.parameters, lists, items)


def _selecting(query: Select[Any]) -> tuple[Select[Any], list[Reader]]:
    """The query with columns in the place of tables, and what they become."""
    parts = query.column_descriptions
    named = [[getattr(part["expr"], name) for name in _names(part["type"])] if _is_row(part) else [] for part in parts]
    columns = [names or [part["expr"]] for part, names in zip(parts, named, strict=True)]
    query = query.with_only_columns(*(column for several in columns for column in several))
    processes = [from_database(column.type) for column in query.selected_columns]
    items: list[Reader] = []
    start = 0
    for part, several in zip(parts, columns, strict=True):
        own = processes[start : start + len(several)]
        items.append(
            _row_reader(part["type"], _names(part["type"]), start, own, refreshes=_refreshes(query))
            if _is_row(part)
            else _value_reader(start, own[0])
        )
        start += len(several)
    return query, items


def _returning(change: Any) -> list[Reader]:
    """What a change returns: the rows that it has changed, or nothing."""
    columns = change.exported_columns
    processes = [from_database(column.type) for column in columns]
    table = change.entity_description["type"]
    names = [column.key for column in columns]
    return [_row_reader(table, names, 0, processes, refreshes=_refreshes(change))] if processes else []


def _refreshes(query: Any) -> bool:
    """Whether rows that were read before become what they are now."""
    return bool(query.get_execution_options().get("populate_existing"))


def _is_row(part: Any) -> bool:
    return part["expr"] is part["entity"]


@cache
def _names(table: type[SQLModel]) -> list[str]:
    return [attribute.key for attribute in inspect(table).column_attrs]


def _value_reader(at: int, process: Process) -> Reader:
    return lambda _session, row: process(row[at])


def _row_reader(
    table: type[SQLModel], names: Sequence[str], start: int, processes: Sequence[Process], *, refreshes: bool
) -> Reader:
    mapper: Mapper[Any] = inspect(table)
    readers = list(zip(names, range(start, start + len(names)), processes, strict=True))
    keys = [mapper.get_property_by_column(column).key for column in mapper.primary_key]

    def read(session: Session, row: Sequence[Any]) -> Any:
        values = {name: process(row[at]) for name, at, process in readers}
        id = tuple(values[key] for key in keys)
        if None in id:
            # What it was joined with has none.
            return None
        present = session.identity_map.get(mapper.identity_key_from_primary_key(id))
        if present is None:
            return _loaded(session, mapper, values)
        if refreshes:
            for name, value in values.items():
                set_committed_value(present, name, value)
        return present

    return read


def _loaded(session: Session, mapper: Mapper[Any], values: dict[str, Any]) -> Any:
    row = mapper.class_manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    session.add(row)
    return row
