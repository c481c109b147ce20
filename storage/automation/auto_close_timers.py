"""Auto-close timers: since when a dialog's customer has not answered, and when the dialog closes."""

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

# Dialogs that are warned of in one go; the others follow.
DIALOGS_PER_BATCH = 100


class AutoCloseTimer(Owned, table=True):
    """It starts with the warning; a dialog has at most one, and a later warning starts it anew."""

    __table_args__ = (Index("ix_auto_close_timer_close_at", "close_at"),)

    dialog_id: int = Field(primary_key=True, foreign_key="dialog.id")
    since: datetime
    # None: somebody has said that the dialog stays open.
    close_at: datetime | None = None


class AutoCloseTimers:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_dialog(self, dialog_id: int) -> AutoCloseTimer | None:
        return await self._session.scalar(select(AutoCloseTimer).where(AutoCloseTimer.dialog_id == dialog_id))

    async def unwarned(self, rule: AutoCloseRule, others: list[int], before: datetime) -> list[int]:
        """The rule's dialogs that have been silent since that moment or longer, with nobody warned of it yet.

        Args:
            others: departments that have rules of their own.
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
        """Whether nobody waits for anything in the dialog."""
        return await self._session.scalar(select(Dialog.id).where(Dialog.id == dialog_id, *_idle())) is not None

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Dialogs that are to be closed by now, with their organizations; the longest due first."""
        due = select(AutoCloseTimer.organization_id, AutoCloseTimer.dialog_id).where(
            col(AutoCloseTimer.close_at) <= now
        )
        rows = await self._session.execute(
            due.order_by(col(AutoCloseTimer.close_at)).limit(DIALOGS_PER_BATCH), execution_options=SYSTEM_WIDE
        )
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def claim(self, dialog_id: int, now: datetime) -> datetime | None:
        """Since when the dialog is silent, if it is to be closed now; of two who claim it at once one gets it."""
        due = delete(AutoCloseTimer).where(
            col(AutoCloseTimer.dialog_id) == dialog_id, col(AutoCloseTimer.close_at) <= now
        )
        return await self._session.scalar(due.returning(col(AutoCloseTimer.since)))


def _idle() -> list[ColumnElement[bool] | Any]:
    """Open, read, answered, not put off, nothing to be done about it, and nothing that leaves later."""
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
