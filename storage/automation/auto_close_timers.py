"""Auto-close timers: since when a customer has been silent in a dialog, and when that dialog closes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from storage.automation.auto_close_rules import AutoCloseRule
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.inbox.dialogs import Dialog, DialogStatus
from storage.messages.scheduled_messages import UNDECIDED_STATES, ScheduledMessage
from storage.tasks.tasks import Task, TaskStatus

# One query returns at most this many dialogs; the next tick takes the others.
DIALOGS_PER_BATCH = 100


class AutoCloseTimer(Owned, table=True):
    """The timer of a dialog. It starts with the warning.

    A dialog has at most one timer; a later warning restarts it.
    """

    __table_args__ = (Index("ix_auto_close_timer_close_at", "close_at"),)

    dialog_id: int = Field(primary_key=True, foreign_key="dialog.id")
    since: datetime
    # None: an employee has decided that the dialog stays open.
    close_at: datetime | None = None


class AutoCloseTimers:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_dialog(self, dialog_id: int) -> AutoCloseTimer | None:
        return await self._session.scalar(select(AutoCloseTimer).where(AutoCloseTimer.dialog_id == dialog_id))

    async def unwarned(self, rule: AutoCloseRule, others: list[int], before: datetime) -> list[int]:
        """Ids of idle dialogs under `rule` whose silence has no warning yet, the longest silence first.

        Args:
            others: ids of departments that have their own rules; the rule for all departments leaves them out.
            before: the dialog's last message and its opening are not later than this moment.
        """
        warned = select(AutoCloseTimer.dialog_id).where(
            col(AutoCloseTimer.dialog_id) == Dialog.id,
            col(AutoCloseTimer.since) >= Dialog.last_message_at,
            col(AutoCloseTimer.since) >= Dialog.opened_at,
        )
        idle = select(Dialog.id).where(*_idle(), _of(rule, others), ~warned.exists())
        idle = idle.where(Dialog.last_message_at <= before, Dialog.opened_at <= before)
        return list(await self._session.scalars(idle.order_by(col(Dialog.last_message_at)).limit(DIALOGS_PER_BATCH)))

    async def may_close(self, dialog_id: int) -> bool:
        """Whether the dialog is open and idle: employees have nothing to do in it, and no message is scheduled."""
        return await self._session.scalar(select(Dialog.id).where(Dialog.id == dialog_id, *_idle())) is not None

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and dialog id whose closing time has come, the longest due first."""
        due = select(AutoCloseTimer.organization_id, AutoCloseTimer.dialog_id).where(
            col(AutoCloseTimer.close_at) <= now
        )
        rows = await self._session.execute(
            due.order_by(col(AutoCloseTimer.close_at)).limit(DIALOGS_PER_BATCH), execution_options=SYSTEM_WIDE
        )
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def claim(self, dialog_id: int, now: datetime) -> datetime | None:
        """Delete the dialog's timer if it is due, and return since when the dialog has been silent.

        None when no timer is due. When two callers claim the same timer, only one of them gets it.
        """
        due = delete(AutoCloseTimer).where(
            col(AutoCloseTimer.dialog_id) == dialog_id, col(AutoCloseTimer.close_at) <= now
        )
        return await self._session.scalar(due.returning(col(AutoCloseTimer.since)))


def _idle() -> list[ColumnElement[bool] | Any]:
    """Conditions of an idle dialog: open, read, answered, not snoozed, without open tasks and scheduled messages."""
    task = select(Task.id).where(col(Task.dialog_id) == Dialog.id, Task.status == TaskStatus.OPEN)
    task = task.where(col(Task.deleted_at).is_(None))
    later = select(ScheduledMessage.id).where(col(ScheduledMessage.dialog_id) == Dialog.id)
    later = later.where(col(ScheduledMessage.state).in_(UNDECIDED_STATES))
    is_idle = [Dialog.unread == 0, col(Dialog.waiting_since).is_(None), col(Dialog.snoozed_at).is_(None)]
    return [Dialog.status == DialogStatus.ACTIVE, *is_idle, ~task.exists(), ~later.exists()]


def _of(rule: AutoCloseRule, others: list[int]) -> ColumnElement[bool]:
    if rule.department_id is not None:
        return col(Dialog.department_id) == rule.department_id
    return col(Dialog.department_id).is_(None) | col(Dialog.department_id).not_in(others)
