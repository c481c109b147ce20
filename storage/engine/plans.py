"""Plans: the short way to run a prepared query on SQLite.

SQLAlchemy repeats a long computation each time that the same query runs; this is most of the cost of a message. A
plan caches its results: the SQL text, the order of its placeholders, and how a row becomes objects. Queries to
PostgreSQL take SQLAlchemy's usual way.
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
"""`reader(session, row)` makes one of the items that a query selects or returns: an object or a value."""
Lengths = tuple[tuple[str, int], ...]
"""Pairs of a list parameter's name and the number of its values in `IN (...)`."""


@dataclass(frozen=True)
class Plan:
    sql: str
    # Name of each placeholder, in the order of the SQL text, and the conversion of our value to the database's.
    places: Sequence[tuple[str, Process]]
    # Values that are part of the query itself.
    constants: Mapping[str, Any]
    # Name of each list parameter, and the names of the placeholders for its values.
    lists: Mapping[str, Sequence[str]]
    items: Sequence[Reader]

    async def rows(self, session: AsyncSession, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        found = (await self._ask(session, given)).fetchall()
        return [tuple(item(session.sync_session, row) for item in self.items) for row in found]

    async def count(self, session: AsyncSession, given: Mapping[str, Any]) -> int:
        """Run the statement and return the number of changed rows."""
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
    """The list, padded with its last value to the next power of two. Few different lengths make few plans."""
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
    """The query with columns instead of mapped classes, and the readers that make items from these columns."""
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
    """The readers of a change's RETURNING clause; empty when it has none."""
    columns = change.exported_columns
    processes = [from_database(column.type) for column in columns]
    table = change.entity_description["type"]
    names = [column.key for column in columns]
    return [_row_reader(table, names, 0, processes, refreshes=_refreshes(change))] if processes else []


def _refreshes(query: Any) -> bool:
    """Whether rows that the session already holds get their current values (`populate_existing`)."""
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
            # An outer join has found no row.
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
