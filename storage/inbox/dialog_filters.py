"""A dialog filter: which dialogs an employee wants to see in the list. It is stored, so that they choose it once."""

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
    """Whose dialogs a list shows."""

    ALL = "all"
    MINE = "mine"  # the employee is responsible, no matter who assigned the dialog
    DEPARTMENT = "department"  # dialogs of the departments that the employee belongs to


class State(StrEnum):
    """The state of the dialogs that a list shows. All states except the last are those of open dialogs."""

    UNREAD = "unread"  # the customer has written after the last action of any employee
    UNANSWERED = "unanswered"  # the customer waits for an answer
    ANSWERED = "answered"  # the customer does not wait for an answer
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True)
class DefaultView:
    """The scope and the state that the list opens with."""

    scope: Scope = Scope.ALL
    state: State = State.ACTIVE


class DialogFilter(Owned, table=True):
    employee_id: int = Field(foreign_key="employee.id", primary_key=True)
    scope: Scope = Field(default=Scope.ALL, sa_type=enum_type(Scope))
    state: State = Field(default=State.ACTIVE, sa_type=enum_type(State))
    channel_id: int | None = Field(default=None, foreign_key="channel.id")
    tag_id: int | None = Field(default=None, foreign_key="tag.id")
    # Only dialogs with a message on this day of the employee's time zone.
    day: date | None = None
    # The view that the list opens with; both None: the list opens with the last filter.
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
        """Replace the last filter by the default view; without a default view the last filter stays."""
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
        """The employee's filter. None when they have chosen nothing yet; a new filter shows every open dialog."""
        return await one(self._session, _of(employee_id))

    async def lock(self, employee_id: int) -> DialogFilter:
        """The employee's filter for a change; a missing one is made.

        It locks the employee's row until the unit of work ends, so that the employee's other presses wait.

        Raises:
            NotFound: there is no employee with this id.
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
