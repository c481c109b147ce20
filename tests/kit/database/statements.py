"""What the product asks a database: every statement that a test has it give, with the function that gives it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

import greenlet
from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from storage.engine import prepared
from storage.engine.owned import guarded
from storage.engine.plans import Plan

ROOT = Path(__file__).parents[3]
PRODUCT = ("bridge", "handlers", "scheduler", "storage")
# Through these files everybody's statements go. Migrations, and the search index that they fill, read tables whole.
ENGINE = "storage/engine"
PASSAGES = {f"{ENGINE}/{name}.py" for name in ("database", "plans", "prepared", "sqlite", "unit_of_work", "writes")}
PASSAGES.add("tests/kit/database/statements.py")
OTHERS = (f"{ENGINE}/migrat", f"{ENGINE}/search_index", f"{ENGINE}/statistics")
ASKING = ("SELECT", "WITH", "UPDATE", "DELETE")
POSTGRESQL = PGDialect_asyncpg()


@dataclass(frozen=True)
class Written:
    """A statement in a database's own language, with the values of its places."""

    sql: str
    values: Sequence[Any]


@dataclass(frozen=True, eq=False)
class Statement:
    """`place`: the file and the function that gives it. In one of the languages it may not be known."""

    place: str
    sqlite: Written | None
    postgresql: Written | None

    @property
    def sql(self) -> str:
        """In the language in which it was heard."""
        return (self.sqlite or self.postgresql or Written("", ())).sql


class Heard:
    """The statements that the running test has had the product give, by their texts."""

    def __init__(self) -> None:
        self.now: dict[str, Statement] = {}
        # What stands for each text; None for those of tests and migrations.
        self._known: dict[tuple[str, str], Statement | None] = {}

    def begin(self) -> None:
        """Another test."""
        self.now = {}

    def listen(self) -> None:
        """From now on hear all statements of this process."""
        event.listen(Engine, "before_cursor_execute", self._executed)
        # Prepared queries go past SQLAlchemy's engine.
        plan_for = prepared.plan_for

        def planned(session: Any, statement: Any, given: Mapping[str, Any], *, system_wide: bool) -> Plan:
            plan = plan_for(session, statement, given, system_wide=system_wide)
            query = partial(_filtered, statement, session.info.get("organization_id"), system_wide=system_wide)
            self._note("sqlite", plan.sql, lambda place: _planned(place, plan, query(), given))
            return plan

        prepared.plan_for = planned

    def _executed(
        self, connection: Any, _cursor: object, sql: str, values: Any, context: Any, executemany: bool
    ) -> None:
        def make(place: str) -> Statement:
            written = Written(sql, tuple((values[0] if executemany else values) or ()))
            return _executed(place, connection.dialect.name, written, context)

        self._note(connection.dialect.name, sql, make)

    def _note(self, dialect: str, sql: str, make: Callable[[str], Statement]) -> None:
        if not sql.lstrip().upper().startswith(ASKING):
            return
        if (dialect, sql) not in self._known:
            place = _place()
            self._known[dialect, sql] = make(place) if place is not None else None
        if (statement := self._known[dialect, sql]) is not None:
            self.now[sql] = statement


def _executed(place: str, dialect: str, written: Written, context: Any) -> Statement:
    if dialect == "postgresql":
        return Statement(place, None, written)
    if context is None or context.compiled is None:
        return Statement(place, written, None)
    given, columns = context.compiled_parameters[0], context.compiled.column_keys
    return Statement(place, written, _for_postgresql(context.invoked_statement, given, columns))


def _planned(place: str, plan: Plan, query: Any, given: Mapping[str, Any]) -> Statement:
    values = {**plan.constants, **given, **dict(plan._listed(given))}
    written = Written(plan.sql, [process(values[name]) for name, process in plan.places])
    return Statement(place, written, _for_postgresql(query, given))


def _filtered(statement: Any, organization_id: int | None, *, system_wide: bool) -> Any:
    """The query as `storage.engine.plans` compiles it."""
    is_wide = system_wide or statement.get_execution_options().get("system_wide", False)
    return statement if is_wide else guarded(statement, organization_id)


def _for_postgresql(statement: Any, values: Mapping[str, Any], columns: Sequence[str] | None = None) -> Written:
    """`columns`: those that a change writes, if it does not say itself."""
    compiled = statement.compile(dialect=POSTGRESQL, column_keys=columns)
    # Of the places that the statement does not fill itself.
    given = {name: _given(name, bind, values) for name, bind in compiled.binds.items() if bind.required}
    written = compiled.construct_expanded_state(given)
    processes = compiled._bind_processors | written.processors
    placed = [(name, written.parameters[name]) for name in written.positiontup or ()]
    return Written(written.statement, [processes.get(name, _same)(value) for name, value in placed])


def _given(name: str, bind: Any, values: Mapping[str, Any]) -> Any:
    """The value of a place, or its list: once a statement was executed the values of that are there one by one."""
    if name in values or not bind.expanding:
        return values[name]
    return [values[each] for number in range(1, len(values) + 1) if (each := f"{name}_{number}") in values]


def _same(value: Any) -> Any:
    return value


def _place() -> str | None:
    """Who gives the statement that is being executed; None where that is a test or a migration."""
    for frame in _frames():
        file = _in_project(frame.f_code.co_filename)
        if file is None or file in PASSAGES:
            continue
        is_ours = file.startswith(PRODUCT) and not file.startswith(OTHERS)
        return f"{file}: {frame.f_code.co_qualname}" if is_ours else None
    return None


@cache
def _in_project(file: str) -> str | None:
    path = Path(file)
    inside = path.is_relative_to(ROOT) and ".venv" not in path.parts
    return str(path.relative_to(ROOT)) if inside else None


def _frames() -> Iterator[FrameType]:
    """From the innermost on. SQLAlchemy runs in a greenlet, whose frames do not lead to those of who awaits it."""
    running: Any = greenlet.getcurrent()
    frame: FrameType | None = sys._getframe(1)
    while running is not None:
        while frame is not None:
            yield frame
            frame = frame.f_back
        running = running.parent
        frame = running.gr_frame if running is not None else None
