"""«Список задач» (the task list): the filter that an employee has chosen, stored for the next time, and its queries."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import enum_type
from storage.engine.owned import Owned
from storage.tasks.tasks import Task, TaskScope, TaskStatus
from storage.team.employees import Membership

Span = tuple[datetime, datetime]


class StatusFilter(StrEnum):
    """The statuses that a list shows. Drafts are in no list: only their authors see them."""

    OPEN = "open"
    DONE = "done"
    ALL = "all"


class DueFilter(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    NONE = "none"


class TaskView(Owned, table=True):
    """The filter that an employee has chosen in «Список задач»."""

    employee_id: int = Field(primary_key=True, foreign_key="employee.id")
    shown: StatusFilter = Field(default=StatusFilter.OPEN, sa_type=enum_type(StatusFilter))
    due: DueFilter | None = Field(default=None, sa_type=enum_type(DueFilter))
    department_id: int | None = Field(default=None, foreign_key="department.id")
    assignee_id: int | None = Field(default=None, foreign_key="employee.id")
    # A day in the viewer's time zone.
    created_on: date | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether the filter differs from that of a new view."""
        chosen = (self.due, self.department_id, self.assignee_id, self.created_on)
        return self.shown is not StatusFilter.OPEN or any(one is not None for one in chosen)

    def reset(self) -> None:
        self.shown = StatusFilter.OPEN
        self.due = self.department_id = self.assignee_id = self.created_on = None


@dataclass(frozen=True)
class TaskQuery:
    """A view at one moment, for one viewer.

    Args:
        now: open tasks that were due before this moment are overdue.
        today, week: these periods in the viewer's time zone; the end is not included.
        created: only tasks that were created in this period; None for all.
        scope: the task scope; None for viewers who see all tasks.
    """

    view: TaskView
    now: datetime
    today: Span
    week: Span
    created: Span | None = None
    scope: TaskScope | None = None


class TaskLists:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def view_of(self, employee_id: int) -> TaskView:
        """The employee's stored view, or a new one, which shows open tasks and is not in the database yet."""
        found = select(TaskView).where(TaskView.employee_id == employee_id)
        return await self._session.scalar(found) or TaskView(employee_id=employee_id)

    async def page(self, task_query: TaskQuery, *, offset: int = 0, limit: int = 10) -> list[Task]:
        """A page of tasks: open ones by due time, done ones by the time of finishing, the newest first.

        A list of all statuses has the newest task first.
        """
        return list(await self._session.scalars(page(task_query).offset(offset).limit(limit)))

    async def task_counts(self, task_query: TaskQuery) -> dict[str, int]:
        """The number of tasks that each `StatusFilter` and each `DueFilter` would show, by the filter's value."""
        return {
            str(name): count or 0
            for counts in (_by_status(task_query), _by_due(task_query))
            for name, count in (await self._session.execute(counts)).one()._mapping.items()
        }


def page(task_query: TaskQuery) -> SelectOfScalar[Task]:
    found = select(Task).where(
        *_common(task_query), _of_status(task_query.view.shown), _of_due(task_query, task_query.view.due)
    )
    match task_query.view.shown:
        case StatusFilter.OPEN:
            return found.order_by(col(Task.order_at), col(Task.id))
        case StatusFilter.DONE:
            return found.order_by(col(Task.order_at).desc(), col(Task.id).desc())
    return found.order_by(col(Task.id).desc())


def _by_status(task_query: TaskQuery) -> Select[Any]:
    sums = [_sum(_of_status(shown)).label(shown) for shown in StatusFilter]
    return select(*sums).where(
        *_common(task_query), _of_status(StatusFilter.ALL), _of_due(task_query, task_query.view.due)
    )


def _by_due(task_query: TaskQuery) -> Select[Any]:
    sums = [_sum(_of_due(task_query, due)).label(due) for due in DueFilter]
    return select(*sums).where(*_common(task_query), _of_status(task_query.view.shown))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count(case((condition, col(Task.id))))


def _of_status(shown: StatusFilter) -> ColumnElement[bool]:
    statuses = {StatusFilter.OPEN: [TaskStatus.OPEN], StatusFilter.DONE: [TaskStatus.DONE]}
    return col(Task.status).in_(statuses.get(shown, [TaskStatus.OPEN, TaskStatus.DONE]))


def _of_due(task_query: TaskQuery, due: DueFilter | None) -> ColumnElement[bool]:
    at = col(Task.due_at)
    match due:
        case DueFilter.OVERDUE:
            return (at < task_query.now) & (col(Task.status) == TaskStatus.OPEN)
        case DueFilter.TODAY:
            return _within(at, task_query.today)
        case DueFilter.WEEK:
            return _within(at, task_query.week)
        case DueFilter.NONE:
            return at.is_(None)
    return true()


def _common(task_query: TaskQuery) -> list[ColumnElement[bool]]:
    """Conditions that do not depend on the chosen status and due time."""
    view, scope = task_query.view, task_query.scope
    conditions: list[ColumnElement[bool]] = [col(Task.deleted_at).is_(None)]
    if view.assignee_id is not None:
        conditions.append(col(Task.assignee_id) == view.assignee_id)
    if view.department_id is not None:
        there = select(Membership.employee_id).where(Membership.department_id == view.department_id)
        own = col(Task.department_id) == view.department_id
        conditions.append(own | col(Task.assignee_id).in_(there))
    if task_query.created is not None:
        conditions.append(_within(col(Task.created_at), task_query.created))
    if scope is not None:
        seen = (col(Task.author_id) == scope.employee_id) | col(Task.assignee_id).in_(scope.people)
        conditions.append(seen | col(Task.department_id).in_(scope.departments))
    return conditions


def _within(at: Mapped[Any], span: Span) -> ColumnElement[bool]:
    return and_(at >= span[0], at < span[1])
