"""A dialog filter: which dialogs an employee wants to see in the list. It is kept, so that they choose once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound
from storage.engine.columns import enum_type
from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared
from storage.team.employees import Employee


class Scope(StrEnum):
    """Whose dialogs."""

    ALL = "all"
    MINE = "mine"  # the employee is responsible, whoever gave it to them
    DEPARTMENT = "department"  # of the departments that they belong to


class State(StrEnum):
    """How a dialog stands. All but the last are open ones."""

    UNREAD = "unread"  # the customer has written since any employee did anything there
    UNANSWERED = "unanswered"  # the last word is the customer's
    ANSWERED = "answered"  # the last word is ours
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True)
class DefaultView:
    """What the list opens with."""

    scope: Scope = Scope.ALL
    state: State = State.ACTIVE


class DialogFilter(Owned, table=True):
    employee_id: int = Field(foreign_key="employee.id", primary_key=True)
    scope: Scope = Field(default=Scope.ALL, sa_type=enum_type(Scope))
    state: State = Field(default=State.ACTIVE, sa_type=enum_type(State))
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    tag_id: int | None = Field(default=None, foreign_key="tag.id")
    # Something was said on that day, as the employee's time zone has it.
    day: date | None = None
    # What the list opens with; both None: as it was left.
    default_scope: Scope | None = Field(default=None, sa_type=enum_type(Scope))
    default_state: State | None = Field(default=None, sa_type=enum_type(State))

    @property
    def default_view(self) -> DefaultView | None:
        if self.default_scope is None or self.default_state is None:
            return None
        return DefaultView(self.default_scope, self.default_state)

    def set_default_view(self, default_view: DefaultView | None) -> None:
        self.default_scope, self.default_state = (
            (default_view.scope, default_view.state) if default_view else (None, None)
        )

    def apply_default_view(self) -> None:
        """Whatever narrowed the list the last time is forgotten, unless it is to open as it was left."""
        if self.default_view is not None:
            self.reset()
            self.scope, self.state = self.default_view.scope, self.default_view.state

    def reset(self) -> None:
        self.scope, self.state = Scope.ALL, State.ACTIVE
        self.channel_id = self.tag_id = self.day = None

    @property
    def is_default(self) -> bool:
        narrowed = (self.channel_id, self.tag_id, self.day) != (None, None, None)
        return (self.scope, self.state) == (Scope.ALL, State.ACTIVE) and not narrowed


class DialogFilters:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, employee_id: int) -> DialogFilter | None:
        """What the employee has chosen; None while they have not: a new filter takes every open dialog."""
        return await one(self._session, _of(employee_id))

    async def lock(self, employee_id: int) -> DialogFilter:
        """The same to be changed, made when there is none yet. The employee's other presses wait for their turn.

        Raises:
            NotFound: there is no such employee.
        """
        if await one(self._session, _lock(employee_id)) is None:
            raise NotFound
        chosen = await self.of(employee_id)
        if chosen is None:
            chosen = DialogFilter(employee_id=employee_id)
            self._session.add(chosen)
        return chosen


@prepared
def _lock(employee_id: int) -> SelectOfScalar[Employee]:
    return select(Employee).where(Employee.id == employee_id).with_for_update()


@prepared
def _of(employee_id: int) -> SelectOfScalar[DialogFilter]:
    return select(DialogFilter).where(DialogFilter.employee_id == employee_id)
