"""A task: a to-do for an employee or a department, usually with a dialog and its contact."""

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

# The sort key of tasks without a due time; it is later than all due times, so they come last.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
MAX_TEXT_LENGTH = 1000
# The version of a task that was made by a repeating one and not changed since.
UNTOUCHED_VERSION = 0
# The condition of a partial index. A query must have it in the same words, or the database does not use the index.
IS_DRAFT = text("status = 'draft'")


class TaskStatus(StrEnum):
    DRAFT = "draft"  # its author still decides on text, receiver and due time; nobody else sees it
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class TaskScope:
    """The tasks that an employee sees when not everybody sees all: their own, and those of their departments."""

    employee_id: int
    departments: frozenset[int]
    # Ids of the employees of these departments, and of the employee.
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
    # The receiver: an employee or a department.
    assignee_id: int | None = Field(default=None, foreign_key="employee.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    dialog_id: int | None = Field(default=None, foreign_key="dialog.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    # The last minute of the day for an all-day task.
    due_at: datetime | None = None
    is_all_day: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # The time zone in which the due time was given; days and repeats are computed in it.
    zone: str = "UTC"
    repeat: Repeat | None = Field(default=None, sa_type=enum_type(Repeat))
    # The day of the month of the due time; a monthly task keeps it, although some months are too short.
    month_day: int | None = None
    # The task's lead time; None: the one that the assignee has chosen for all their tasks.
    lead_time: LeadTime | None = Field(default=None, sa_type=enum_type(LeadTime))
    # The next task, made when this repeating task was done.
    next_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    status: TaskStatus = Field(default=TaskStatus.DRAFT, sa_type=enum_type(TaskStatus))
    # Grows with every change; a button painted for an older version is stale.
    version: int = 1
    # The sort key of lists: the due time of an open task, the time of finishing of a done one.
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
        """Whether the task was made by a repeating one and not changed since."""
        return self.version == UNTOUCHED_VERSION

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < now

    def is_seen_by(self, scope: TaskScope | None) -> bool:
        """Whether an employee with this scope may see the task; with None everybody may."""
        if scope is None or self.author_id == scope.employee_id:
            return True
        return self.assignee_id in scope.people or self.department_id in scope.departments

    def ensure_fresh(self, version: int | None) -> None:
        if version is not None and version != self.version:
            raise StaleTask

    def say(self, text: str) -> None:
        """Set the text of the task.

        Raises:
            EmptyTask: the text is blank.
            LongTask: the text has more than `MAX_TEXT_LENGTH` characters.
        """
        words = text.strip()
        if not words:
            raise EmptyTask
        if len(words) > MAX_TEXT_LENGTH:
            raise LongTask(length=len(words), limit=MAX_TEXT_LENGTH)
        self.text = words
        self.version += 1

    def schedule(self, due_at: datetime | None, *, zone: str, is_all_day: bool = False) -> None:
        """Set the due time; None removes it together with the repeat."""
        self.due_at, self.zone, self.is_all_day = due_at, zone, is_all_day
        if due_at is None:
            self.repeat = None
        self.month_day = due_at.astimezone(ZoneInfo(zone)).day if due_at else None
        self._reorder()

    def recur(self, repeat: Repeat | None) -> None:
        """Set how often the task repeats; None for not at all.

        Raises:
            NoDue: the task has no due time from which repeats could be computed.
        """
        if repeat is not None and self.due_at is None:
            raise NoDue
        self.repeat = repeat
        self.version += 1

    def warn(self, lead_time: LeadTime | None) -> None:
        """Set the task's lead time; None: the one that the assignee has chosen for all their tasks."""
        self.lead_time = lead_time
        self.version += 1

    def touch(self) -> None:
        """Make older buttons stale, because other rows of the task have changed."""
        self.version += 1

    def give(self, *, employee_id: int | None = None, department_id: int | None = None) -> None:
        self.assignee_id, self.department_id = employee_id, department_id
        self.version += 1

    def open(self) -> None:
        """Open the task: its draft is complete, or a done task is to be done after all."""
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
        """The next task of a repeating one that is done at that moment; None when it does not repeat."""
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
        """The task, read anew and locked until the unit of work ends, so that two presses cannot both win.

        Raises:
            NotFound: there is no task with this id.
        """
        found = await one(self._session, _lock(task_id))
        if found is None:
            raise NotFound
        return found

    async def open_of(self, dialog_id: int) -> list[Task]:
        """The dialog's open tasks, the first due first."""
        return await every(self._session, _open_of(dialog_id))

    async def open_in(self, dialog_ids: Collection[int]) -> dict[int, int]:
        """Numbers of open tasks by dialog id; dialogs without open tasks are left out."""
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
        """Open tasks of the employee and of these departments that are due until then, the first due first."""
        own = (col(Task.assignee_id) == employee_id) | col(Task.department_id).in_(department_ids)
        due = select(Task).where(own, Task.status == TaskStatus.OPEN, col(Task.deleted_at).is_(None))
        return list(await self._session.scalars(due.where(col(Task.due_at) <= until).order_by(col(Task.order_at))))

    async def purge_drafts_anywhere(self, before: datetime) -> int:
        """Delete drafts that were begun before that moment. Returns their number."""
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
