"""A reminder: when somebody is to be told of a task. Written with the task; the scheduler tells what is due."""

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

# When one is reminded of what is to be done on a day, at no certain time.
MORNING_TIME = time(9)
# Tasks that are told of in one go; whatever else is due follows at once.
REMINDERS_PER_BATCH = 100


class ReminderReason(StrEnum):
    AHEAD = "ahead"
    DUE = "due"
    AGAIN = "again"  # somebody has put the reminder off until then


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
    # Of one that waits for somebody to come to work: when it was due first.
    was_due_at: datetime | None = None
    fired_at: datetime | None = None

    @property
    def meant_for(self) -> datetime:
        return self.was_due_at or self.due_at

    def reconsider(self, now: datetime) -> None:
        """Whoever it waits for may be somebody else by now."""
        if self.was_due_at is not None:
            self.due_at = min(self.due_at, now)


class TaskReminders:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_task(self, task_id: int) -> list[TaskReminder]:
        return await every(self._session, _of_task(task_id))

    async def follow(self, task: Task, now: datetime) -> None:
        """Have the reminders be those that the task needs as it is now."""
        wanted = moments(task, await self._lead_time_of(task))
        for reminder in await self.of_task(task.id):
            is_wanted = wanted.get(reminder.reason) == reminder.meant_for
            if is_wanted:
                # One that was told already is not told again, whatever the clock says.
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
        """What was put off is not wanted any more: the task is due at another time."""
        waiting = delete(TaskReminder).where(col(TaskReminder.task_id) == task_id, col(TaskReminder.fired_at).is_(None))
        await self._session.execute(waiting.where(col(TaskReminder.reason) == ReminderReason.AGAIN))

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """The tasks that somebody is to be told of by now, with their organizations; the longest due first."""
        due = await rows(self._session, _due(now), SYSTEM_WIDE)
        return list(dict.fromkeys((organization_id, task_id) for organization_id, task_id in due))

    async def claim(self, task_id: int, now: datetime) -> list[TaskReminder]:
        """All that is due of a task: of two who claim it at once only one gets it. The last one due comes last."""
        claimed = await every(self._session, _claim(task_id, now, now))
        return sorted(claimed, key=lambda reminder: reminder.meant_for)

    async def postpone(self, task_id: int, now: datetime, until: datetime) -> None:
        """Have what is due of a task wait."""
        first = func.coalesce(col(TaskReminder.was_due_at), col(TaskReminder.due_at))
        await self._session.execute(_waiting(task_id, now).values(due_at=until, was_due_at=first))

    async def extra_of(self, task_id: int) -> TaskReminder | None:
        """The next one of a task besides that at its due time."""
        waiting = [
            it for it in await self.of_task(task_id) if it.fired_at is None and it.reason is not ReminderReason.DUE
        ]
        return next(iter(waiting), None)

    async def as_preferred_by(self, employee_id: int) -> list[Task]:
        """The open tasks of which the employee is told ahead as they have chosen for all of them."""
        own = select(Task).where(Task.assignee_id == employee_id, Task.status == TaskStatus.OPEN)
        own = own.where(col(Task.deleted_at).is_(None), col(Task.due_at).is_not(None), col(Task.lead_time).is_(None))
        return list(await self._session.scalars(own.order_by(col(Task.id)).with_for_update()))

    async def purge_fired_anywhere(self, before: datetime) -> int:
        """Delete what was told before that moment; returns how many."""
        old = delete(TaskReminder).where(col(TaskReminder.fired_at) < before)
        result = await self._session.execute(old, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def _lead_time_of(self, task: Task) -> LeadTime:
        """As was said of this task, or as whoever is to do it has chosen for all of theirs."""
        if task.lead_time is not None or task.assignee_id is None:
            return task.lead_time or LeadTime.NEVER
        return (await get(self._session, Employee, task.assignee_id)).lead_time


def moments(task: Task, ahead: LeadTime) -> dict[ReminderReason, datetime]:
    """When to tell of the task; never when there is no need."""
    at = moment(task)
    if at is None:
        return {}
    lead = ahead.lead(is_all_day=task.is_all_day)
    return {ReminderReason.DUE: at} | ({ReminderReason.AHEAD: at - lead} if lead is not None else {})


def moment(task: Task) -> datetime | None:
    """When to tell that the task is due; None when there is no need."""
    if not task.is_open or task.due_at is None or not task.is_all_day:
        return task.due_at if task.is_open else None
    return morning(task.due_at, task.zone)


def morning(at: datetime, zone: str, *, days: int = 0) -> datetime:
    """Nine o'clock on the day of that moment in the zone, or so many days after."""
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
