"""Unanswered for too long: after how much working time whoever should answer is reminded, and who hears of it then."""

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
    REMIND = "remind"  # the responsible; of a queue the department's people
    ESCALATE = "escalate"  # the department's managers


class ResponseLimit(Owned, table=True):
    """Of a department; without one the rule of all departments goes for it. In minutes of working time."""

    __table_args__ = (Index("ix_response_limit_department", "organization_id", "department_id"),)

    id: int = Field(default=None, primary_key=True)
    # None: of all departments that have none of their own, and of dialogs that have no department.
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # None: nobody is told.
    remind_after: int | None = None
    escalate_after: int | None = None

    def limit(self, step: Step) -> timedelta | None:
        minutes = self.remind_after if step is Step.REMIND else self.escalate_after
        return timedelta(minutes=minutes) if minutes is not None else None

    def next_step(self, done: list[str]) -> Step | None:
        """What is still to be done, the soonest first."""
        steps = [(limit, step) for step in Step if (limit := self.limit(step)) is not None and step not in done]
        return min(steps, key=lambda each: each[0])[1] if steps else None


class ResponseWait(Owned, table=True):
    """How long a customer has waited for an answer: one row for each dialog, used again for each new wait."""

    __table_args__ = (
        Index("ix_response_wait_due", "due_at"),
        Index("ix_response_wait_dialog", "dialog_id", unique=True),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    # The dialog's, when this was written: another one is another wait.
    waiting_since: datetime
    # When to look at it; None when all is done.
    due_at: datetime | None = None
    # What was done in this wait: it is not done again.
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
        """The customer waits anew."""
        self.waiting_since, self.due_at = waiting_since, at
        self.reminded_at = self.escalated_at = None


class Unanswered:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def rules(self) -> list[ResponseLimit]:
        return list(await self._session.scalars(select(ResponseLimit).order_by(col(ResponseLimit.id))))

    async def rule(self, department_id: int | None) -> ResponseLimit | None:
        """The rule of just that department, or of all when it is None."""
        return next((rule for rule in await self.rules() if rule.department_id == department_id), None)

    async def rule_for(self, department_id: int | None) -> ResponseLimit | None:
        """What goes for a department's dialogs."""
        own = [rule for rule in await self.rules() if rule.department_id in (department_id, None)]
        return max(own, key=lambda rule: rule.department_id is not None, default=None)

    async def unwatched_anywhere(self, since: datetime) -> list[tuple[int, int]]:
        """Dialogs that have waited since that moment or later and are not watched, though there is something to do."""
        return await self._found(_unwatched(await self._ruled()).where(col(Dialog.waiting_since) >= since))

    async def unwatched_among_anywhere(self, after_id: int, up_to_id: int) -> list[tuple[int, int]]:
        """The same of dialogs with such ids, for however long they have waited."""
        some = _unwatched(await self._ruled()).where(col(Dialog.id) > after_id, col(Dialog.id) <= up_to_id)
        return await self._found(some)

    async def last_id_anywhere(self) -> int:
        """The newest dialog's."""
        newest = select(func.max(col(Dialog.id)))
        return await self._session.scalar(newest, execution_options=SYSTEM_WIDE) or 0

    async def _ruled(self) -> list[int]:
        """Organizations that have any rule at all. Named one by one: else the index of who waits is not used."""
        ruled = select(ResponseLimit.organization_id).distinct()
        return list(await self._session.scalars(ruled, execution_options=SYSTEM_WIDE))

    async def _found(self, query: Select[int, int]) -> list[tuple[int, int]]:
        rows = await self._session.execute(query, execution_options=SYSTEM_WIDE)
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def due_anywhere(self, now: datetime, *, limit: int = 500) -> list[tuple[int, int]]:
        """Dialogs whose wait is to be looked at by now, with their organizations; the longest due first."""
        due = select(ResponseWait.organization_id, ResponseWait.dialog_id).where(col(ResponseWait.due_at) <= now)
        rows = await self._session.execute(
            due.order_by(col(ResponseWait.due_at)).limit(limit), execution_options=SYSTEM_WIDE
        )
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def claim(self, dialog_id: int, now: datetime) -> ResponseWait | None:
        """The wait if it is still to be looked at; of two who claim it at once only one gets it."""
        due = sql.update(ResponseWait).where(col(ResponseWait.dialog_id) == dialog_id, col(ResponseWait.due_at) <= now)
        claimed = await self._session.scalar(due.values(due_at=None).returning(col(ResponseWait.id)))
        if claimed is None:
            return None
        return await self._session.get_one(ResponseWait, claimed, populate_existing=True)

    async def of_dialog(self, dialog_id: int) -> ResponseWait | None:
        return await self._session.scalar(select(ResponseWait).where(ResponseWait.dialog_id == dialog_id))

    async def wake(self, dialog_id: int, now: datetime) -> None:
        """Have its wait looked at: another rule goes for it."""
        own = sql.update(ResponseWait).where(col(ResponseWait.dialog_id) == dialog_id)
        await self._session.execute(own.values(due_at=now))

    async def look_again(self, now: datetime) -> None:
        """Have every wait looked at that would be later: a rule has changed. Those that would not are found again."""
        await self._session.execute(sql.update(ResponseWait).where(col(ResponseWait.due_at) > now).values(due_at=now))


def _unwatched(organization_ids: list[int]) -> Select[int, int]:
    waiting = (
        select(Dialog.organization_id, Dialog.id)
        .outerjoin(ResponseWait, col(ResponseWait.dialog_id) == Dialog.id)
        .where(Dialog.status == DialogStatus.ACTIVE, col(Dialog.waiting_since).is_not(None))
        .where(
            col(ResponseWait.id).is_(None)
            | (col(ResponseWait.waiting_since) != Dialog.waiting_since)
            # It did not apply when it was due, and does again.
            | (col(ResponseWait.due_at).is_(None) & _rule_with_steps_left().exists())
        )
    )
    return waiting.where(col(Dialog.organization_id).in_(organization_ids)).order_by(col(Dialog.waiting_since))


def _rule_with_steps_left() -> SelectOfScalar[int]:
    """The rule that goes for a dialog, if it asks for more than was done in its wait."""
    rule, own = ResponseLimit, aliased(ResponseLimit)
    has_own = select(own.id).where(
        own.organization_id == Dialog.organization_id, own.department_id == Dialog.department_id
    )
    common = col(rule.department_id).is_(None) & ~has_own.correlate(Dialog).exists()
    remind = col(rule.remind_after).is_not(None) & col(ResponseWait.reminded_at).is_(None)
    escalate = col(rule.escalate_after).is_not(None) & col(ResponseWait.escalated_at).is_(None)
    valid = select(rule.id).where(rule.organization_id == Dialog.organization_id, remind | escalate)
    return valid.where((col(rule.department_id) == Dialog.department_id) | common).correlate(Dialog, ResponseWait)
