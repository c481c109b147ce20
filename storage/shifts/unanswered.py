"""Response limits: after how much working time without an answer the responsible and then managers are told."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sql
from sqlalchemy import Index, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.inbox.dialogs import Dialog, DialogStatus


class Step(StrEnum):
    REMIND = "remind"  # remind the responsible, or the department's employees when the dialog is in a queue
    ESCALATE = "escalate"  # tell the department's managers


class ResponseLimit(Owned, table=True):
    """The limits of one department, or of all departments without their own; in minutes of working time."""

    __table_args__ = (Index("ix_response_limit_department", "organization_id", "department_id"),)

    id: int = Field(default=None, primary_key=True)
    # None: the limits are for all departments without their own, and for dialogs without a department.
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # None: nobody is told.
    remind_after: int | None = None
    escalate_after: int | None = None

    def limit(self, step: Step) -> timedelta | None:
        minutes = self.remind_after if step is Step.REMIND else self.escalate_after
        return timedelta(minutes=minutes) if minutes is not None else None

    def next_step(self, done: list[str]) -> Step | None:
        """The step with the shortest limit that is not in `done`; None when no step is left."""
        steps = [(limit, step) for step in Step if (limit := self.limit(step)) is not None and step not in done]
        return min(steps, key=lambda each: each[0])[1] if steps else None


class ResponseWait(Owned, table=True):
    """The response wait of a dialog's customer. A dialog has one row, which is reused for each new wait."""

    __table_args__ = (
        Index("ix_response_wait_due", "due_at"),
        Index("ix_response_wait_dialog", "dialog_id", unique=True),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    # A copy of the dialog's `waiting_since`. When the dialog has another value, this is a new wait.
    waiting_since: datetime
    # When the wait is checked next; None when nothing is left to do.
    due_at: datetime | None = None
    # When each step was done in this wait; a step is done once.
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None

    @property
    def done(self) -> list[str]:
        told = {Step.REMIND: self.reminded_at, Step.ESCALATE: self.escalated_at}
        return [step for step, at in told.items() if at is not None]

    def did(self, step: Step, at: datetime) -> None:
        if step is Step.REMIND:
            self.reminded_at = at
        else:
            self.escalated_at = at

    def begin(self, waiting_since: datetime, at: datetime) -> None:
        """Start a new wait in this row."""
        self.waiting_since, self.due_at = waiting_since, at
        self.reminded_at = self.escalated_at = None


class Unanswered:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def rules(self) -> list[ResponseLimit]:
        return list(await self._session.scalars(select(ResponseLimit).order_by(col(ResponseLimit.id))))

    async def rule(self, department_id: int | None) -> ResponseLimit | None:
        """The department's own rule, or None. With `department_id=None`: the rule for all departments."""
        return next((rule for rule in await self.rules() if rule.department_id == department_id), None)

    async def rule_for(self, department_id: int | None) -> ResponseLimit | None:
        """The rule that applies to a department's dialogs: its own, else the one for all departments, else None."""
        own = [rule for rule in await self.rules() if rule.department_id in (department_id, None)]
        return max(own, key=lambda rule: rule.department_id is not None, default=None)

    async def unwatched_anywhere(self, since: datetime) -> list[tuple[int, int]]:
        """Dialogs whose customer began to wait at or after `since`, and which nobody watches though a step is left.

        Pairs of organization id and dialog id, the longest waiting first.
        """
        return await self._found(_unwatched(await self._ruled()).where(col(Dialog.waiting_since) >= since))

    async def unwatched_among_anywhere(self, after_id: int, up_to_id: int) -> list[tuple[int, int]]:
        """The dialogs of `unwatched_anywhere` in a range of ids, whenever their customers began to wait.

        Args:
            after_id: only dialogs after this one.
            up_to_id: only dialogs up to and including this one.
        """
        some = _unwatched(await self._ruled()).where(col(Dialog.id) > after_id, col(Dialog.id) <= up_to_id)
        return await self._found(some)

    async def last_id_anywhere(self) -> int:
        """The newest dialog's id in all organizations; 0 when there is none."""
        newest = select(func.max(col(Dialog.id)))
        return await self._session.scalar(newest, execution_options=SYSTEM_WIDE) or 0

    async def _ruled(self) -> list[int]:
        """Ids of organizations with at least one rule. A query must list these ids, or it will not use its index."""
        ruled = select(ResponseLimit.organization_id).distinct()
        return list(await self._session.scalars(ruled, execution_options=SYSTEM_WIDE))

    async def _found(self, query: Select[int, int]) -> list[tuple[int, int]]:
        rows = await self._session.execute(query, execution_options=SYSTEM_WIDE)
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def due_anywhere(self, now: datetime, *, limit: int = 500) -> list[tuple[int, int]]:
        """Pairs of organization id and dialog id whose wait has to be checked now, the longest due first."""
        due = select(ResponseWait.organization_id, ResponseWait.dialog_id).where(col(ResponseWait.due_at) <= now)
        rows = await self._session.execute(
            due.order_by(col(ResponseWait.due_at)).limit(limit), execution_options=SYSTEM_WIDE
        )
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def claim(self, dialog_id: int, now: datetime) -> ResponseWait | None:
        """Take on the check of a dialog's wait.

        None when it is not due any more. When two callers claim the same wait, only one of them gets it.
        """
        due = sql.update(ResponseWait).where(col(ResponseWait.dialog_id) == dialog_id, col(ResponseWait.due_at) <= now)
        claimed = await self._session.scalar(due.values(due_at=None).returning(col(ResponseWait.id)))
        if claimed is None:
            return None
        return await self._session.get_one(ResponseWait, claimed, populate_existing=True)

    async def of_dialog(self, dialog_id: int) -> ResponseWait | None:
        return await self._session.scalar(select(ResponseWait).where(ResponseWait.dialog_id == dialog_id))

    async def wake(self, dialog_id: int, now: datetime) -> None:
        """Make the dialog's wait due now, because another rule applies to the dialog."""
        own = sql.update(ResponseWait).where(col(ResponseWait.dialog_id) == dialog_id)
        await self._session.execute(own.values(due_at=now))

    async def look_again(self, now: datetime) -> None:
        """Make all waits with a later check due now, because a rule has changed.

        Waits without a check are found by `unwatched_anywhere` and `unwatched_among_anywhere`.
        """
        await self._session.execute(sql.update(ResponseWait).where(col(ResponseWait.due_at) > now).values(due_at=now))


def _unwatched(organization_ids: list[int]) -> Select[int, int]:
    waiting = (
        select(Dialog.organization_id, Dialog.id)
        .outerjoin(ResponseWait, col(ResponseWait.dialog_id) == Dialog.id)
        .where(Dialog.status == DialogStatus.ACTIVE, col(Dialog.waiting_since).is_not(None))
        .where(
            col(ResponseWait.id).is_(None)
            | (col(ResponseWait.waiting_since) != Dialog.waiting_since)
            # No step applied when the wait was due, but one applies now.
            | (col(ResponseWait.due_at).is_(None) & _rule_with_steps_left().exists())
        )
    )
    return waiting.where(col(Dialog.organization_id).in_(organization_ids)).order_by(col(Dialog.waiting_since))


def _rule_with_steps_left() -> SelectOfScalar[int]:
    """A query of the rule that applies to a dialog, if one of its steps was not done in the dialog's wait."""
    rule, own = ResponseLimit, aliased(ResponseLimit)
    has_own = select(own.id).where(
        own.organization_id == Dialog.organization_id, own.department_id == Dialog.department_id
    )
    common = col(rule.department_id).is_(None) & ~has_own.correlate(Dialog).exists()
    remind = col(rule.remind_after).is_not(None) & col(ResponseWait.reminded_at).is_(None)
    escalate = col(rule.escalate_after).is_not(None) & col(ResponseWait.escalated_at).is_(None)
    valid = select(rule.id).where(rule.organization_id == Dialog.organization_id, remind | escalate)
    return valid.where((col(rule.department_id) == Dialog.department_id) | common).correlate(Dialog, ResponseWait)
