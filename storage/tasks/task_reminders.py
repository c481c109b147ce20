"""A task reminder: when an employee is told of a task. It is stored with the task; the scheduler sends due ones."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Executable, Index, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, prepared, rows
from storage.tasks.lead_times import LeadTime
from storage.tasks.tasks import Task, TaskStatus
from storage.team.employees import Employee

# The time of the day at which employees are reminded of all-day tasks.
MORNING_TIME = time(9)
# Reminders that one query returns; further due ones follow at once.
REMINDERS_PER_BATCH = 100


class ReminderReason(StrEnum):
    AHEAD = "ahead"
    DUE = "due"
    AGAIN = "again"  # an employee has put the reminder off until this time


class TaskReminder(Owned, table=True):
    __table_args__ = (Index("ix_task_reminder_due", "fired_at", "due_at"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    reason: ReminderReason = Field(
        default=ReminderReason.DUE,
        sa_type=enum_type(ReminderReason),
        sa_column_kwargs={"server_default": ReminderReason.DUE.value},
    )
    due_at: datetime
    # When a reminder that waits for an employee's shift was first due; None for the others.
    was_due_at: datetime | None = None
    fired_at: datetime | None = None

    @property
    def meant_for(self) -> datetime:
        return self.was_due_at or self.due_at

    def reconsider(self, now: datetime) -> None:
        """If the reminder waits for a shift, make it due now: another employee may have the task by now."""
        if self.was_due_at is not None:
            self.due_at = min(self.due_at, now)


class TaskReminders:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_task(self, task_id: int) -> list[TaskReminder]:
        return await every(self._session, _of_task(task_id))

    async def follow(self, task: Task, now: datetime) -> None:
        """Add and delete reminders so that they fit the task's current state."""
        wanted = moments(task, await self._lead_time_of(task))
        for reminder in await self.of_task(task.id):
            is_wanted = wanted.get(reminder.reason) == reminder.meant_for
            if is_wanted:
                # A reminder that was sent is not sent again, even if the clock was put back.
                del wanted[reminder.reason]
            if reminder.fired_at is not None:
                continue
            if is_wanted or (reminder.reason is ReminderReason.AGAIN and task.is_open):
                reminder.reconsider(now)
            else:
                await self._session.delete(reminder)
        for reason, at in wanted.items():
            if at > now:
                self._session.add(TaskReminder(task_id=task.id, reason=reason, due_at=at))

    async def forget_put_off(self, task_id: int) -> None:
        """Delete reminders that an employee has put off, because the task has a new due time."""
        waiting = delete(TaskReminder).where(col(TaskReminder.task_id) == task_id, col(TaskReminder.fired_at).is_(None))
        await self._session.execute(waiting.where(col(TaskReminder.reason) == ReminderReason.AGAIN))

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and task id with a due reminder, the longest due first; each task once."""
        due = await rows(self._session, _due(now), SYSTEM_WIDE)
        return list(dict.fromkeys((organization_id, task_id) for organization_id, task_id in due))

    async def claim(self, task_id: int, now: datetime) -> list[TaskReminder]:
        """Mark the task's due reminders as sent and return them in the order of their due times.

        When two callers claim the same reminders, only one of them gets them.
        """
        claimed = await every(self._session, _claim(task_id, now, now))
        return sorted(claimed, key=lambda reminder: reminder.meant_for)

    async def postpone(self, task_id: int, now: datetime, until: datetime) -> None:
        """Make the task's due reminders wait until another moment."""
        first = func.coalesce(col(TaskReminder.was_due_at), col(TaskReminder.due_at))
        await self._session.execute(_waiting(task_id, now).values(due_at=until, was_due_at=first))

    async def extra_of(self, task_id: int) -> TaskReminder | None:
        """The task's next reminder that was not sent yet and is not the one at its due time; None without one."""
        waiting = [
            it for it in await self.of_task(task_id) if it.fired_at is None and it.reason is not ReminderReason.DUE
        ]
        return next(iter(waiting), None)

    async def as_preferred_by(self, employee_id: int) -> list[Task]:
        """The employee's open tasks with a due time that use the employee's own lead time, locked.

        The lock lasts until the unit of work ends.
        """
        own = select(Task).where(Task.assignee_id == employee_id, Task.status == TaskStatus.OPEN)
        own = own.where(col(Task.deleted_at).is_(None), col(Task.due_at).is_not(None), col(Task.lead_time).is_(None))
        return list(await self._session.scalars(own.order_by(col(Task.id)).with_for_update()))

    async def purge_fired_anywhere(self, before: datetime) -> int:
        """Delete reminders that were sent before that moment. Returns their number."""
        old = delete(TaskReminder).where(col(TaskReminder.fired_at) < before)
        result = await self._session.execute(old, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def _lead_time_of(self, task: Task) -> LeadTime:
        """The task's own lead time, or else the one that its assignee has chosen for all tasks."""
        if task.lead_time is not None or task.assignee_id is None:
            return task.lead_time or LeadTime.NEVER
        return (await get(self._session, Employee, task.assignee_id)).lead_time


def moments(task: Task, ahead: LeadTime) -> dict[ReminderReason, datetime]:
    """When to tell of the task, by reason; empty when the task is not open or has no due time."""
    at = moment(task)
    if at is None:
        return {}
    lead = ahead.lead(is_all_day=task.is_all_day)
    return {ReminderReason.DUE: at} | ({ReminderReason.AHEAD: at - lead} if lead is not None else {})


def moment(task: Task) -> datetime | None:
    """When to tell that the task is due: an all-day task in the morning of its day, others at their due time.

    None when the task is not open or has no due time.
    """
    if not task.is_open or task.due_at is None or not task.is_all_day:
        return task.due_at if task.is_open else None
    return morning(task.due_at, task.zone)


def morning(at: datetime, zone: str, *, days: int = 0) -> datetime:
    """Nine o'clock in the zone on the day of that moment, or `days` days later."""
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, MORNING_TIME, ZoneInfo(zone)).astimezone(at.tzinfo)


def _waiting(task_id: int, now: datetime) -> Any:
    waiting = update(TaskReminder).where(col(TaskReminder.task_id) == task_id)
    return waiting.where(col(TaskReminder.fired_at).is_(None), col(TaskReminder.due_at) <= now)


@prepared
def _of_task(task_id: int) -> SelectOfScalar[TaskReminder]:
    return select(TaskReminder).where(TaskReminder.task_id == task_id).order_by(col(TaskReminder.due_at))


@prepared
def _claim(task: int, now: datetime, moment: datetime) -> Any:
    return _waiting(task, now).values(fired_at=moment).returning(TaskReminder)


@prepared
def _due(now: datetime) -> Executable:
    due = select(TaskReminder.organization_id, TaskReminder.task_id).where(col(TaskReminder.fired_at).is_(None))
    return (
        due.where(col(TaskReminder.due_at) <= now)
        .order_by(col(TaskReminder.due_at), col(TaskReminder.id))
        .limit(REMINDERS_PER_BATCH)
    )
