"""A reminder: when somebody is to be told of a task. Written with the task; the scheduler tells what is due."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select

from storage.owned import Owned
from storage.tasks import Task

# When one is reminded of what is to be done on a day, at no certain time.
MORNING = time(9)


class TaskReminder(Owned, table=True):
    __table_args__ = (Index("ix_task_reminder_due", "fired_at", "due_at"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    due_at: datetime
    fired_at: datetime | None = None


class TaskReminders:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_task(self, task_id: int) -> list[TaskReminder]:
        rows = select(TaskReminder).where(TaskReminder.task_id == task_id).order_by(col(TaskReminder.due_at))
        return list(await self._session.scalars(rows))

    async def follow(self, task: Task, now: datetime) -> None:
        """Have the reminders be those that the task needs as it is now."""
        waiting = delete(TaskReminder).where(col(TaskReminder.task_id) == task.id, col(TaskReminder.fired_at).is_(None))
        await self._session.execute(waiting)
        at = moment(task)
        if at is not None and at > now:
            self._session.add(TaskReminder(task_id=task.id, due_at=at))


def moment(task: Task) -> datetime | None:
    """When to remind of the task; None when there is no need."""
    if not task.is_open or task.due_at is None or not task.is_all_day:
        return task.due_at if task.is_open else None
    day = task.due_at.astimezone(ZoneInfo(task.zone)).date()
    return datetime.combine(day, MORNING, ZoneInfo(task.zone)).astimezone(task.due_at.tzinfo)
