"""Routing: how the dialogs of a department come to somebody, and which dialogs are the department's."""

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

# Dialogs in which a customer waits for the same person.
DEFAULT_CAPACITY = 5
MAX_CAPACITY = 100
# Dialogs of a queue that are looked at together.
DIALOGS_PER_CHECK = 50
# A customer who is asked for a department chooses it by then, or the channel's stays.
DEPARTMENT_CHOICE_PERIOD = timedelta(minutes=3)


class Mode(StrEnum):
    BY_HAND = "by_hand"  # whoever presses «Взять»
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"


class Reopening(StrEnum):
    """Who answers a dialog that comes back from the archive."""

    FORMER = "former"  # whoever did, if they are on duty
    QUEUE = "queue"


class Routing(Owned, table=True):
    """One of a department; a department without one has its dialogs taken by hand."""

    __table_args__ = (UniqueConstraint("department_id"), Index("ix_routing_list", "organization_id", "id"))

    id: int = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id")
    mode: Mode = Field(default=Mode.BY_HAND, sa_type=enum_type(Mode))
    capacity: int = DEFAULT_CAPACITY
    # Who got the last one: the next is the one after them.
    last_id: int | None = Field(default=None, foreign_key="employee.id")
    # A customer who begins with one of these words is the department's; as they were written.
    words: list[str] = Field(default_factory=list, sa_type=Json)
    # Customers may choose the department from a menu.
    in_menu: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def is_by_hand(self) -> bool:
        return self.mode is Mode.BY_HAND

    @property
    def changes_nothing(self) -> bool:
        return self.is_by_hand and not self.words and not self.in_menu

    def hears(self, text: str) -> str | None:
        """The word of its own that a customer has written."""
        return next((word for word in self.words if heard([word], text)), None)


class RoutingRules(Owned, table=True):
    """What goes for the whole organization; without a row the first of each choice."""

    __table_args__ = (UniqueConstraint("organization_id"),)

    id: int = Field(default=None, primary_key=True)
    reopening: Reopening = Field(default=Reopening.FORMER, sa_type=enum_type(Reopening))


class DepartmentQuestion(Owned, table=True):
    """A customer was asked which department they want; they may answer with the number, too."""

    __table_args__ = (UniqueConstraint("dialog_id"),)

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    message_id: int = Field(foreign_key="message.id")
    # In the order of their numbers.
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
        """The same, locked until the unit of work ends: nobody else gives anybody anything meanwhile."""
        return await every(self._session, _lock_all())

    async def of(self, department_id: int | None) -> Routing | None:
        return next((row for row in await self.all() if row.department_id == department_id), None)

    async def rules(self) -> RoutingRules:
        """What counts now; not among the rows yet when nobody has decided anything."""
        return await one(self._session, _rules()) or RoutingRules()

    async def organizations_anywhere(self) -> list[int]:
        """Those where dialogs come to somebody by themselves."""
        by_itself = select(Routing.organization_id).where(Routing.mode != Mode.BY_HAND).distinct()
        return list(await self._session.scalars(by_itself, execution_options=SYSTEM_WIDE))

    async def queue(self, department_id: int) -> list[Dialog]:
        """The first open dialogs that nobody of the department has, the longest waiting before the others."""
        waiting = select(Dialog).where(
            Dialog.status == DialogStatus.ACTIVE,
            Dialog.department_id == department_id,
            col(Dialog.assignee_id).is_(None),
            col(Dialog.snoozed_at).is_(None),
        )
        ordered = waiting.order_by(col(Dialog.waiting_since), col(Dialog.id))
        return list(await self._session.scalars(ordered.limit(DIALOGS_PER_CHECK)))

    async def loads(self, employee_ids: Collection[int]) -> dict[int, int]:
        """In how many dialogs of each a customer waits for an answer; whoever has none is left out."""
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
