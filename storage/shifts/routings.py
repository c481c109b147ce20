"""Routing: which dialogs come to a department, and how the department's employees get them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, false, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.automation.auto_replies import heard
from storage.engine.columns import Json, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, one, prepared
from storage.inbox.dialogs import Dialog, DialogStatus

# Capacity: the number of dialogs in which customers wait for one employee, from which on routing assigns no more.
DEFAULT_CAPACITY = 5
MAX_CAPACITY = 100
# Dialogs of one queue that are considered at a time.
DIALOGS_PER_CHECK = 50
# A customer has this time to choose a department; afterwards the channel's department stays.
DEPARTMENT_CHOICE_PERIOD = timedelta(minutes=3)


class Mode(StrEnum):
    BY_HAND = "by_hand"  # the employee who presses «Взять» gets the dialog
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"


class Reopening(StrEnum):
    """Which employee gets a dialog that comes back from the archive."""

    FORMER = "former"  # the former responsible, if on duty
    QUEUE = "queue"


class Routing(Owned, table=True):
    """The routing of one department. In a department without one, employees take dialogs by hand."""

    __table_args__ = (UniqueConstraint("department_id"), Index("ix_routing_list", "organization_id", "id"))

    id: int = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id")
    mode: Mode = Field(default=Mode.BY_HAND, sa_type=enum_type(Mode))
    capacity: int = DEFAULT_CAPACITY
    # The employee who got the last dialog; the next employee in order gets the next one.
    last_id: int | None = Field(default=None, foreign_key="employee.id")
    # Keywords as they were typed. A dialog whose first message contains one of them goes to this department.
    words: list[str] = Field(default_factory=list, sa_type=Json)
    # Whether customers can choose this department in the department menu.
    in_menu: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def is_by_hand(self) -> bool:
        return self.mode is Mode.BY_HAND

    @property
    def changes_nothing(self) -> bool:
        return self.is_by_hand and not self.words and not self.in_menu

    def hears(self, text: str) -> str | None:
        """The first of the department's keywords that the customer's text contains; None when there is none."""
        return next((word for word in self.words if heard([word], text)), None)


class RoutingRules(Owned, table=True):
    """Routing rules of the whole organization. Without a row the defaults of the columns apply."""

    __table_args__ = (UniqueConstraint("organization_id"),)

    id: int = Field(default=None, primary_key=True)
    reopening: Reopening = Field(default=Reopening.FORMER, sa_type=enum_type(Reopening))


class DepartmentQuestion(Owned, table=True):
    """The question to a customer which department they want. They may press a button or answer with the number."""

    __table_args__ = (UniqueConstraint("dialog_id"),)

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    message_id: int = Field(foreign_key="message.id")
    # The departments in the order of their numbers in the menu.
    department_ids: list[int] = Field(default_factory=list, sa_type=Json)
    asked_at: datetime
    is_open: bool = True

    def is_waited_for(self, now: datetime) -> bool:
        return self.is_open and now - self.asked_at < DEPARTMENT_CHOICE_PERIOD


class Routings:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[Routing]:
        return await every(self._session, _all())

    async def lock_all(self) -> list[Routing]:
        """All routings, locked until the unit of work ends, so that nobody else assigns dialogs meanwhile."""
        return await every(self._session, _lock_all())

    async def of(self, department_id: int | None) -> Routing | None:
        return next((row for row in await self.all() if row.department_id == department_id), None)

    async def rules(self) -> RoutingRules:
        """The organization's rules. Default rules, which are not in the database yet, when nobody has set any."""
        return await one(self._session, _rules()) or RoutingRules()

    async def organizations_anywhere(self) -> list[int]:
        """Ids of organizations with a department that assigns dialogs automatically."""
        by_itself = select(Routing.organization_id).where(Routing.mode != Mode.BY_HAND).distinct()
        return list(await self._session.scalars(by_itself, execution_options=SYSTEM_WIDE))

    async def queue(self, department_id: int) -> list[Dialog]:
        """The department's open dialogs without a responsible, the longest waiting first; snoozed ones are left out.

        At most `DIALOGS_PER_CHECK`.
        """
        waiting = select(Dialog).where(
            Dialog.status == DialogStatus.ACTIVE,
            Dialog.department_id == department_id,
            col(Dialog.assignee_id).is_(None),
            col(Dialog.snoozed_at).is_(None),
        )
        ordered = waiting.order_by(col(Dialog.waiting_since), col(Dialog.id))
        return list(await self._session.scalars(ordered.limit(DIALOGS_PER_CHECK)))

    async def loads(self, employee_ids: Collection[int]) -> dict[int, int]:
        """By employee id: the number of their dialogs in which a customer waits. Employees without any are left out."""
        waiting = select(col(Dialog.assignee_id), func.count(col(Dialog.id))).where(
            col(Dialog.assignee_id).in_(employee_ids),
            Dialog.status == DialogStatus.ACTIVE,
            col(Dialog.waiting_since).is_not(None),
            col(Dialog.snoozed_at).is_(None),
        )
        rows = await self._session.execute(waiting.group_by(col(Dialog.assignee_id)))
        return {employee_id: count for employee_id, count in rows if employee_id is not None}

    async def question_in(self, dialog_id: int) -> DepartmentQuestion | None:
        return await one(self._session, _question_in(dialog_id))


@prepared
def _all() -> SelectOfScalar[Routing]:
    return select(Routing).order_by(col(Routing.id))


@prepared
def _lock_all() -> SelectOfScalar[Routing]:
    return select(Routing).order_by(col(Routing.id)).with_for_update().execution_options(populate_existing=True)


@prepared
def _rules() -> SelectOfScalar[RoutingRules]:
    return select(RoutingRules)


@prepared
def _question_in(dialog_id: int) -> SelectOfScalar[DepartmentQuestion]:
    return select(DepartmentQuestion).where(DepartmentQuestion.dialog_id == dialog_id)
