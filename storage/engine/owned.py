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
"""Marks statements that stay: whatever is worked out about one may be kept."""

SYSTEM_WIDE: dict[str, Any] = {"system_wide": True}
"""Execution options of the few queries that look across organizations on purpose."""


class Unscoped(RuntimeError):
    """A unit of work that is bound to no organization touched an organization's rows: a bug in the caller."""


class Owned(SQLModel):
    """Base of every table that holds an organization's data. The table has the class's name: `task_view`."""

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    # Without an index of its own: the filter below is in every query, and SQLite would prefer that index to the right
    # one and read all of the organization's rows. Lists of an organization's rows have indexes that begin with it.
    organization_id: int = Field(default=None, foreign_key="organization.id")


class OwnedSession(Session):
    """Binds its queries and new rows to `session.info["organization_id"]`.

    Every select, update and delete of an `Owned` table gets the organization's filter, so forgetting it is not
    possible; a session without an organization may not touch such tables unless the query says `SYSTEM_WIDE`.
    """


@event.listens_for(OwnedSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    # A refresh of a row that is already loaded was filtered when it was loaded.
    if state.is_column_load or state.execution_options.get("system_wide"):
        return
    guard = _kept if state.execution_options.get(PREPARED_OPTION) else guarded
    state.statement = guard(state.statement, state.session.info.get("organization_id"))


def guarded(statement: Any, organization_id: int | None) -> Any:
    """The statement with the organization's filter, where it touches anything that organizations own."""
    if not _touches_owned(statement):
        return statement
    if organization_id is None:
        raise Unscoped("this query needs an organization")
    if not _is_reached(statement):
        raise Unscoped("the filter does not reach this query: select or count a column of the table's class")
    return statement.options(_owned_by(organization_id))


_kept = lru_cache(maxsize=4096)(guarded)


@lru_cache(maxsize=1024)
def _owned_by(organization_id: int) -> ExecutableOption:
    return with_loader_criteria(Owned, lambda table: _owner(table) == organization_id, include_aliases=True)


def _touches_owned(part: Any) -> bool:
    """Whether an organization's table is anywhere in it, in a subquery for example."""
    # Asked of the plain table: the columns of one that a query names would be made for the occasion.
    tables = SQLModel.metadata.tables
    return any(isinstance(it, Table) and "organization_id" in tables[it.key].columns for it in _parts(part))


def _is_reached(statement: Any) -> bool:
    """SQLAlchemy filters what a statement selects by class, and what that is joined with; not bare tables."""
    if isinstance(statement, Select):
        selects = (it for it in _parts(statement) if isinstance(it, Select) and _touches_owned(it))
        return all(any(_names_class(column) for column in it._raw_columns) for it in selects)
    return isinstance(statement, Update | Delete) and _names_class(statement.table)


def _names_class(part: Any) -> bool:
    return any("parententity" in it._annotations for it in _parts(part))


def _parts(statement: Any) -> Iterator[Any]:
    """The statement and everything in it, but for the columns of its tables: those are many and say nothing."""
    waiting = [statement]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, Table):
            waiting.extend(part.get_children())


def _owner(table: type[Owned]) -> Any:
    # SQLAlchemy works the filter out once on the bare base class, where a model has no column yet.
    return getattr(table, "organization_id", column("organization_id", Integer))


@event.listens_for(OwnedSession, "before_flush")
def _stamp(session: Session, _context: object, _instances: object) -> None:
    for row in session.new:
        stamp(session, row)


def stamp(session: Session, row: Any) -> None:
    """Say whose a new row is."""
    if not isinstance(row, Owned):
        return
    organization_id = session.info.get("organization_id")
    if row.organization_id is None and organization_id is not None:
        row.organization_id = organization_id
    if row.organization_id != organization_id:
        raise Unscoped(f"a {type(row).__name__} of another organization")
