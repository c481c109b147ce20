"""A task: a to-do for an employee or a department, usually tied to a dialog and its contact."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Index, false, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Refusal, lazy
from storage.engine.columns import enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, one, prepared
from storage.tasks.lead_times import LeadTime
from storage.tasks.repeats import Repeat

# Stands behind every due time: what has none comes last.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
MAX_TEXT_LENGTH = 1000
# The version of what came of another task.
UNTOUCHED_VERSION = 0
# As an index has it: in a query that says it in other words the index is not found.
IS_DRAFT = text("status = 'draft'")


class TaskStatus(StrEnum):
    DRAFT = "draft"  # its author still says what, whose and when; nobody else sees it
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class TaskScope:
    """Whose tasks somebody sees where not everybody sees all: their own, and those of their departments."""

    employee_id: int
    departments: frozenset[int]
    # Who works in these departments.
    people: frozenset[int]


class StaleTask(Refusal):
    text = lazy("The task has changed since; here it is as it is now")


class EmptyTask(Refusal):
    text = lazy("A task needs a few words that say what is to be done")


class LongTask(Refusal):
    text = lazy("The task is too long: it has {length} characters, and {limit} is the limit")


class NoDue(Refusal):
    text = lazy("Only a task with a due date can repeat")


class Task(Owned, table=True):
    __table_args__ = (
        Index("ix_task_list", "organization_id", "status", "order_at", "id"),
        Index("ix_task_dialog", "dialog_id", "status", "deleted_at", "order_at"),
        Index("ix_task_assignee", "assignee_id", "status"),
        Index("ix_task_department", "department_id", "status"),
        Index("ix_task_draft", "created_at", sqlite_where=IS_DRAFT, postgresql_where=IS_DRAFT),
    )

    id: int = Field(default=None, primary_key=True)
    text: str
    author_id: int = Field(foreign_key="employee.id")
    # Whose it is: an employee's or a department's.
    assignee_id: int | None = Field(default=None, foreign_key="employee.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    dialog_id: int | None = Field(default=None, foreign_key="dialog.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    # Of what is due on a day, at no certain time, the last minute of the day.
    due_at: datetime | None = None
    is_all_day: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Where the due time was said: its days and the repeats are reckoned there.
    zone: str = "UTC"
    repeat: Repeat | None = Field(default=None, sa_type=enum_type(Repeat))
    # The day on which a monthly task is wanted, though a short month may not have it.
    month_day: int | None = None
    # How long before it is due its receiver is told of it; None for as they have chosen for all of theirs.
    lead_time: LeadTime | None = Field(default=None, sa_type=enum_type(LeadTime))
    # The one that came of this one when it was done.
    next_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    status: TaskStatus = Field(default=TaskStatus.DRAFT, sa_type=enum_type(TaskStatus))
    # Grows with every change; a button painted for an older version is stale.
    version: int = 1
    # What the list is ordered by: when an open task is due, when another was done.
    order_at: datetime = NEVER
    created_at: datetime
    done_at: datetime | None = None
    done_by_id: int | None = Field(default=None, foreign_key="employee.id")
    deleted_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status is TaskStatus.OPEN and self.deleted_at is None

    @property
    def is_draft(self) -> bool:
        return self.status is TaskStatus.DRAFT

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has happened to it since it came of the one before it."""
        return self.version == UNTOUCHED_VERSION

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < now

    def is_seen_by(self, scope: TaskScope | None) -> bool:
        """Whether somebody with this scope may see it; None sees everything."""
        if scope is None or self.author_id == scope.employee_id:
            return True
        return self.assignee_id in scope.people or self.department_id in scope.departments

    def ensure_fresh(self, version: int | None) -> None:
        if version is not None and version != self.version:
            raise StaleTask

    def say(self, text: str) -> None:
        """What is to be done.

        Raises:
            EmptyTask, LongTask
        """
        words = text.strip()
        if not words:
            raise EmptyTask
        if len(words) > MAX_TEXT_LENGTH:
            raise LongTask(length=len(words), limit=MAX_TEXT_LENGTH)
        self.text = words
        self.version += 1

    def schedule(self, due_at: datetime | None, *, zone: str, is_all_day: bool = False) -> None:
        """When it is due; what is due at no time does not repeat."""
        self.due_at, self.zone, self.is_all_day = due_at, zone, is_all_day
        if due_at is None:
            self.repeat = None
        self.month_day = due_at.astimezone(ZoneInfo(zone)).day if due_at else None
        self._reorder()

    def recur(self, repeat: Repeat | None) -> None:
        """How often it comes again.

        Raises:
            NoDue: there is nothing to reckon from.
        """
        if repeat is not None and self.due_at is None:
            raise NoDue
        self.repeat = repeat
        self.version += 1

    def warn(self, lead_time: LeadTime | None) -> None:
        """Say how long before it is due its receiver is told of it."""
        self.lead_time = lead_time
        self.version += 1

    def touch(self) -> None:
        """Something about it has changed that its other rows say; buttons that do not know are stale."""
        self.version += 1

    def give(self, *, employee_id: int | None = None, department_id: int | None = None) -> None:
        self.assignee_id, self.department_id = employee_id, department_id
        self.version += 1

    def open(self) -> None:
        """It is to be done: a draft is agreed upon, or what was done was not."""
        self.status, self.done_at, self.done_by_id = TaskStatus.OPEN, None, None
        self._reorder()

    def finish(self, at: datetime, by_id: int) -> None:
        self.status, self.done_at, self.done_by_id = TaskStatus.DONE, at, by_id
        self._reorder()

    def delete(self, at: datetime) -> None:
        self.deleted_at = at
        self.version += 1

    def restore(self) -> None:
        self.deleted_at = None
        self.version += 1

    def following(self, at: datetime) -> "Task | None":
        """The next of a task that repeats, when this one is done at that moment."""
        if self.repeat is None or self.due_at is None:
            return None
        due_at = self.repeat.following(self.due_at, at, self.zone, self.month_day or 1)
        kept = {"text", "author_id", "assignee_id", "department_id", "dialog_id", "contact_id"}
        kept |= {"organization_id", "is_all_day", "zone", "repeat", "month_day", "lead_time"}
        task = Task(**self.model_dump(include=kept), due_at=due_at, created_at=at)
        task.open()
        task.version = UNTOUCHED_VERSION
        return task

    def _reorder(self) -> None:
        self.order_at = self.done_at or self.due_at or NEVER
        self.version += 1


class Tasks:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, task_id: int) -> Task:
        return await get(self._session, Task, task_id)

    async def lock(self, task_id: int) -> Task:
        """The task as it is now, locked until the unit of work ends, so that two presses cannot both win."""
        found = await one(self._session, _lock(task_id))
        if found is None:
            raise NotFound
        return found

    async def open_of(self, dialog_id: int) -> list[Task]:
        """What is still to be done about a dialog, the first due first."""
        return await every(self._session, _open_of(dialog_id))

    async def open_in(self, dialog_ids: Collection[int]) -> dict[int, int]:
        """How many open tasks each of the dialogs has; those without any are left out."""
        if not dialog_ids:
            return {}
        counted = select(col(Task.dialog_id), func.count(col(Task.id))).where(
            col(Task.dialog_id).in_(dialog_ids),
            Task.status == TaskStatus.OPEN,
            col(Task.deleted_at).is_(None),
        )
        rows = await self._session.execute(counted.group_by(col(Task.dialog_id)))
        return {dialog_id: count for dialog_id, count in rows if dialog_id is not None}

    async def due_of(self, employee_id: int, department_ids: Collection[int], *, until: datetime) -> list[Task]:
        """What the employee or these departments are to have done by then, the first due first."""
        own = (col(Task.assignee_id) == employee_id) | col(Task.department_id).in_(department_ids)
        due = select(Task).where(own, Task.status == TaskStatus.OPEN, col(Task.deleted_at).is_(None))
        return list(await self._session.scalars(due.where(col(Task.due_at) <= until).order_by(col(Task.order_at))))

    async def purge_drafts_anywhere(self, before: datetime) -> int:
        """Delete what was begun before that moment and never agreed upon; returns how many."""
        old = delete(Task).where(IS_DRAFT, col(Task.created_at) < before)
        result = await self._session.execute(old, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount


@prepared
def _lock(task_id: int) -> SelectOfScalar[Task]:
    return select(Task).where(Task.id == task_id).with_for_update().execution_options(populate_existing=True)


@prepared
def _open_of(dialog_id: int) -> SelectOfScalar[Task]:
    found = select(Task).where(Task.dialog_id == dialog_id, Task.status == TaskStatus.OPEN)
    return found.where(col(Task.deleted_at).is_(None)).order_by(col(Task.order_at), col(Task.id))
