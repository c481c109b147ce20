"""A shift: whether an employee is on duty now, and when that changes next. The scheduler acts on it."""

from datetime import datetime, timedelta

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, one, prepared
from storage.team.sign_ins import SignIn

# A longer break ends the shift; a shorter one, for example for lunch, is part of it.
MAX_BREAK = timedelta(hours=3)


class Shift(Owned, table=True):
    __table_args__ = (Index("ix_shift_due", "due_at"), Index("ix_shift_on", "organization_id", "is_on"))

    employee_id: int = Field(primary_key=True, foreign_key="employee.id")
    # Whether the employee is on duty until `due_at`.
    is_on: bool = True
    # Whether the employee is in a shift until `due_at`; breaks and pauses do not end a shift.
    is_within: bool = False
    # When the employee's duty changes next, or is checked next; None after the employee has left the organization.
    due_at: datetime | None = None
    # Up to when the consequences of the employee's hours were carried out. While the employee stays off duty: since
    # when they are off duty.
    settled_at: datetime


class Shifts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, employee_id: int) -> Shift:
        found = select(Shift).where(Shift.employee_id == employee_id).execution_options(populate_existing=True)
        return (await self._session.scalars(found)).one()

    async def all(self) -> dict[int, Shift]:
        """All shifts by employee id."""
        return {shift.employee_id: shift for shift in await self._session.scalars(select(Shift))}

    async def off_duty(self) -> set[int]:
        """Ids of the employees who are off duty, as of the scheduler's last check."""
        return {shift.employee_id for shift in await every(self._session, _off_duty())}

    async def over(self) -> set[int]:
        """Ids of the employees who are off duty because their shift is over; those in a break are left out."""
        return {shift.employee_id for shift in await every(self._session, _off_duty()) if not shift.is_within}

    async def is_off_anywhere(self, telegram_user_id: int) -> bool:
        """Whether the employee who is signed in from this account is off duty."""
        return await one(self._session, _off_at(telegram_user_id), SYSTEM_WIDE) is not None

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and employee id whose duty has to be checked now, the longest due first."""
        due = select(Shift.organization_id, Shift.employee_id).where(col(Shift.due_at) <= now)
        rows = await self._session.execute(due.order_by(col(Shift.due_at)), execution_options=SYSTEM_WIDE)
        return [(organization_id, employee_id) for organization_id, employee_id in rows]

    async def claim_due(self, employee_id: int, now: datetime) -> bool:
        """Take on the check of a shift if it is still due, and return whether it was.

        When two callers do so at the same time, only one of them gets True.
        """
        due = update(Shift).where(col(Shift.employee_id) == employee_id, col(Shift.due_at) <= now)
        claimed = due.values(due_at=None).returning(col(Shift.employee_id))
        return await self._session.scalar(claimed) is not None


@prepared
def _off_duty() -> SelectOfScalar[Shift]:
    return select(Shift).where(col(Shift.is_on).is_(False))


@prepared
def _off_at(telegram_user_id: int) -> SelectOfScalar[Shift]:
    here = select(Shift).join(SignIn, col(SignIn.employee_id) == Shift.employee_id)
    here = here.where(SignIn.telegram_user_id == telegram_user_id, col(SignIn.ended_at).is_(None))
    return here.where(col(Shift.is_on).is_(False))
