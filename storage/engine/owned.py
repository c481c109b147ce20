"""Rows that belong to an organization, and the guard that keeps organizations apart."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Integer, Select, Table, Update, column, event
from sqlalchemy.orm import ORMExecuteState, Session, declared_attr, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Field, SQLModel

PREPARED_OPTION = "prepared"
"""The execution option of prepared statements. These objects live on, so results computed for them may be cached."""

SYSTEM_WIDE: dict[str, Any] = {"system_wide": True}
"""Execution options of the few queries that read several organizations' rows on purpose."""


class Unscoped(RuntimeError):
    """A unit of work tried to use rows of an organization that it is not bound to. This is a bug in the caller."""


class Owned(SQLModel):
    """Base class of every table that holds an organization's data. The table has the class's name: `task_view`."""

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    # This column has no index of its own. Each query filters by it, so SQLite would prefer such an index to the right
    # one and read all rows of the organization. Indexes for lists of an organization's rows begin with this column.
    organization_id: int = Field(default=None, foreign_key="organization.id")


class OwnedSession(Session):
    """A session that binds its queries and new rows to `session.info["organization_id"]`.

    Every select, update and delete of an `Owned` table gets the organization's filter, so nobody can forget it. A
    session without an organization may use such tables only in queries with the options `SYSTEM_WIDE`.
    """


@event.listens_for(OwnedSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    # A refresh needs no filter: its row was filtered when it was first loaded.
    if state.is_column_load or state.execution_options.get("system_wide"):
        return
    guard = _cached_guarded if state.execution_options.get(PREPARED_OPTION) else guarded
    state.statement = guard(state.statement, state.session.info.get("organization_id"))


def guarded(statement: Any, organization_id: int | None) -> Any:
    """The statement with the organization's filter; a statement without `Owned` tables is returned unchanged.

    Raises:
        Unscoped: the statement needs an organization and has none, or the filter would not reach its tables.
    """
    if not _touches_owned(statement):
        return statement
    if organization_id is None:
        raise Unscoped("this query needs an organization")
    if not _is_reached(statement):
        raise Unscoped("the filter does not reach this query: select or count a column of the table's class")
    return statement.options(_owned_by(organization_id))


_cached_guarded = lru_cache(maxsize=4096)(guarded)


@lru_cache(maxsize=1024)
def _owned_by(organization_id: int) -> ExecutableOption:
    return with_loader_criteria(Owned, lambda table: _owner(table) == organization_id, include_aliases=True)


def _touches_owned(part: Any) -> bool:
    """Whether the statement contains an `Owned` table anywhere, for example in a subquery."""
    # The columns of the metadata's table are read: a table inside a query would build its columns just for this.
    tables = SQLModel.metadata.tables
    return any(isinstance(it, Table) and "organization_id" in tables[it.key].columns for it in _parts(part))


def _is_reached(statement: Any) -> bool:
    """Whether the filter reaches every `Owned` table: SQLAlchemy filters selected classes and their joins only.

    It does not filter bare tables.
    """
    if isinstance(statement, Select):
        selects = (it for it in _parts(statement) if isinstance(it, Select) and _touches_owned(it))
        return all(any(_names_class(column) for column in it._raw_columns) for it in selects)
    return isinstance(statement, Update | Delete) and _names_class(statement.table)


def _names_class(part: Any) -> bool:
    return any("parententity" in it._annotations for it in _parts(part))


def _parts(statement: Any) -> Iterator[Any]:
    """The statement and all its parts, without the columns of tables: they are many and not needed here."""
    waiting = [statement]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, Table):
            waiting.extend(part.get_children())


def _owner(table: type[Owned]) -> Any:
    # SQLAlchemy also calls this once with the base class itself, which has no mapped column.
    return getattr(table, "organization_id", column("organization_id", Integer))


@event.listens_for(OwnedSession, "before_flush")
def _stamp(session: Session, _context: object, _instances: object) -> None:
    for row in session.new:
        stamp(session, row)


def stamp(session: Session, row: Any) -> None:
    """Set the organization of a new row to the session's.

    Raises:
        Unscoped: the row names another organization than the session, or neither names one.
    """
    if not isinstance(row, Owned):
        return
    organization_id = session.info.get("organization_id")
    if row.organization_id is None and organization_id is not None:
        row.organization_id = organization_id
    if row.organization_id != organization_id:
        raise Unscoped(f"a {type(row).__name__} of another organization")
