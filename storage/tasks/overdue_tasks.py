"""Overdue tasks, and the employees who get the next digest of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.owned import SYSTEM_WIDE
from storage.tasks.tasks import Task, TaskStatus
from storage.team.employees import Employee


@dataclass(frozen=True)
class OverdueList:
    """The first overdue tasks, and the number of all of them."""

    tasks: list[Task]
    count: int

    def __bool__(self) -> bool:
        return self.count > 0


class OverdueTasks:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def readers_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and employee id whose digest is due, or whose digest has no time yet."""
        at = col(Employee.digest_at)
        due = select(Employee.organization_id, Employee.id).where(col(Employee.is_active), at.is_(None) | (at <= now))
        rows = await self._session.execute(due.order_by(at, col(Employee.id)), execution_options=SYSTEM_WIDE)
        return [(organization_id, employee_id) for organization_id, employee_id in rows]

    async def claim(self, employee_id: int, now: datetime, until: datetime) -> bool:
        """Take on an employee's digest if it is due, and set the next one to `until`; return whether it was due.

        When two callers claim the same digest, only one of them gets True.
        """
        at = col(Employee.digest_at)
        due = update(Employee).where(col(Employee.id) == employee_id, at.is_(None) | (at <= now))
        return await self._session.scalar(due.values(digest_at=until).returning(col(Employee.id))) is not None

    async def own(self, employee_id: int, departments: Collection[int], now: datetime, limit: int) -> OverdueList:
        """Overdue tasks of the employee and of these departments, the longest due first."""
        return await self._overdue_list(now, _is_own(employee_id, departments), limit)

    async def others(self, employee_id: int, departments: Collection[int], now: datetime, limit: int) -> OverdueList:
        """Overdue tasks of everybody else, the longest due first."""
        return await self._overdue_list(now, ~_is_own(employee_id, departments), limit)

    async def _overdue_list(self, now: datetime, whose: ColumnElement[bool], limit: int) -> OverdueList:
        late: list[Any] = [Task.status == TaskStatus.OPEN, col(Task.deleted_at).is_(None), col(Task.order_at) < now]
        first: SelectOfScalar[Task] = select(Task).where(*late, whose).order_by(col(Task.order_at), col(Task.id))
        count = await self._session.scalar(select(func.count(col(Task.id))).where(*late, whose))
        return OverdueList(list(await self._session.scalars(first.limit(limit))), count or 0)


def _is_own(employee_id: int, departments: Collection[int]) -> ColumnElement[bool]:
    """A condition that is never NULL. With NULL, its negation would leave out tasks without an assignee."""
    whose = func.coalesce(col(Task.assignee_id), 0) == employee_id
    return whose | func.coalesce(col(Task.department_id), 0).in_(list(departments))
