"""A dialog: the conversation with one contact on one channel. It is open or closed (archived)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sql
from sqlalchemy import Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Refusal, lazy
from storage.engine.columns import enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import get, one, prepared


class DialogStatus(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class DialogClosed(Refusal):
    text = lazy("This dialog is in the archive")


class DialogOpen(Refusal):
    text = lazy("This dialog is not in the archive")


class Dialog(Owned, table=True):
    __table_args__ = (
        Index("ix_dialog_contact_channel", "contact_id", "channel_id", unique=True),
        Index("ix_dialog_list", "organization_id", "status", "last_message_at"),
        Index("ix_dialog_assignee", "assignee_id", "status", "last_message_at"),
        Index("ix_dialog_snoozed", "snoozed_until"),
        # A partial index: only a few of all dialogs wait at a time.
        Index(
            "ix_dialog_waiting",
            "organization_id",
            "waiting_since",
            sqlite_where=text("waiting_since IS NOT NULL"),
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    channel_id: int = Field(foreign_key="channel.id")
    address_id: int = Field(foreign_key="contact_address.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    assignee_id: int | None = Field(default=None, foreign_key="employee.id")
    status: DialogStatus = Field(default=DialogStatus.ACTIVE, sa_type=enum_type(DialogStatus))
    # Grows with every change of the status or the responsible; a button painted for an older version is stale.
    version: int = 1
    opened_at: datetime
    closed_at: datetime | None = None
    last_message_at: datetime
    # A comment of the employee who handed the dialog to the queue, for the employee who takes it.
    note: str | None = None
    # Number of customer messages after the last action of any employee (MISSION, decided question 2).
    unread: int = 0
    # Since when the customer waits for an answer; None when our side wrote last (decided question 3).
    waiting_since: datetime | None = None

    # Since when the dialog is snoozed, or None; and when the snooze ends: None means when the customer writes.
    snoozed_at: datetime | None = None
    snoozed_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status is DialogStatus.ACTIVE

    @property
    def is_snoozed(self) -> bool:
        return self.snoozed_at is not None

    def assign(self, employee_id: int) -> None:
        """Make the employee responsible. The department stays: a taken dialog keeps its queue."""
        self._ensure_open()
        self.assignee_id = employee_id
        self.note = None
        self.wake()
        self.version += 1

    def queue(self, department_id: int) -> None:
        """Put the dialog into a department's queue; nobody is responsible afterwards."""
        self._ensure_open()
        self.department_id = department_id
        self.assignee_id = None
        self.wake()
        self.version += 1

    def close(self, at: datetime) -> None:
        self._ensure_open()
        self.status = DialogStatus.CLOSED
        self.closed_at = at
        self.wake()
        self.unread = 0
        self.version += 1

    def reopen(self, at: datetime) -> None:
        if self.is_open:
            raise DialogOpen
        self.status = DialogStatus.ACTIVE
        self.closed_at = None
        self.opened_at = at
        self.version += 1

    def snooze(self, at: datetime, *, until: datetime | None) -> None:
        """Snooze the dialog until a moment or the customer's next message, whichever comes first."""
        self._ensure_open()
        self.snoozed_at, self.snoozed_until = at, until

    def wake(self) -> None:
        self.snoozed_at = self.snoozed_until = None

    def heard(self, at: datetime) -> None:
        """Count a new message of the customer; it ends a snooze."""
        self.unread += 1
        self.wake()
        self.waiting_since = self.waiting_since or at
        self.last_message_at = at

    def answered(self, at: datetime) -> None:
        """Record an employee's answer: the dialog is read, and the customer no longer waits."""
        self.unread = 0
        self.waiting_since = None
        self.last_message_at = at

    def unanswered(self, since: datetime) -> None:
        """Undo the record of an answer that its author took back before it left.

        Args:
            since: since when the customer had been waiting for that answer.
        """
        self.waiting_since = min(self.waiting_since or since, since)

    def answered_by_bot(self, at: datetime) -> None:
        """Record a real answer of the bot: the customer no longer waits, but their messages stay unread."""
        self.waiting_since = None
        self.last_message_at = at

    def seen(self) -> None:
        """Mark the dialog as read, because an employee has looked at it or acted on it."""
        self.unread = 0

    def _ensure_open(self) -> None:
        if not self.is_open:
            raise DialogClosed


class Dialogs:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, dialog_id: int) -> Dialog:
        return await get(self._session, Dialog, dialog_id)

    def at_hand(self, dialog_id: int | None) -> Dialog | None:
        """The dialog if this unit of work has already loaded it, else None. It makes no query."""
        if dialog_id is None:
            return None
        key = identity_key(Dialog, dialog_id)
        found: Dialog | None = self._session.sync_session.identity_map.get(key)
        return found

    async def lock(self, dialog_id: int) -> Dialog:
        """The dialog, read anew and locked until the unit of work ends, so that two presses cannot both win.

        Raises:
            NotFound: there is no dialog with this id.
        """
        found = await one(self._session, _lock(dialog_id))
        if found is None:
            raise NotFound
        return found

    async def snoozed(self) -> list[Dialog]:
        """The snoozed dialogs, ordered by the end of the snooze; those without an end come last."""
        asleep = select(Dialog).where(Dialog.status == DialogStatus.ACTIVE, col(Dialog.snoozed_at).is_not(None))
        ordered = asleep.order_by(col(Dialog.snoozed_until).is_(None), col(Dialog.snoozed_until), col(Dialog.id))
        return list(await self._session.scalars(ordered))

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and dialog id whose snooze is over, the longest due first."""
        due = select(Dialog.organization_id, Dialog.id).where(col(Dialog.snoozed_until) <= now)
        rows = await self._session.execute(due.order_by(col(Dialog.snoozed_until)), execution_options=SYSTEM_WIDE)
        return [(organization_id, dialog_id) for organization_id, dialog_id in rows]

    async def claim_due(self, dialog_id: int, now: datetime) -> bool:
        """End the dialog's snooze if it is still due, and return whether it was.

        When two callers do so at the same time, only one of them gets True.
        """
        due = sql.update(Dialog).where(col(Dialog.id) == dialog_id, col(Dialog.snoozed_until) <= now)
        woken = due.values(snoozed_at=None, snoozed_until=None).returning(col(Dialog.id))
        return await self._session.scalar(woken) is not None

    async def of_contact(self, contact_id: int, channel_id: int) -> Dialog | None:
        return await one(self._session, _of_contact(contact_id, channel_id))

    async def of_person(self, contact_id: int) -> list[Dialog]:
        """The contact's dialogs on all channels, the one with the newest message first."""
        own = select(Dialog).where(Dialog.contact_id == contact_id).order_by(col(Dialog.last_message_at).desc())
        return list(await self._session.scalars(own))

    async def active(self, *, offset: int = 0, limit: int = 10) -> list[Dialog]:
        """A page of the open dialogs, the one with the newest message first."""
        newest = select(Dialog).where(Dialog.status == DialogStatus.ACTIVE)
        newest = newest.order_by(col(Dialog.last_message_at).desc(), col(Dialog.id).desc())
        return list(await self._session.scalars(newest.offset(offset).limit(limit)))

    async def unassigned(self, department_ids: list[int]) -> list[Dialog]:
        """Open dialogs without a responsible in these departments' queues or in no queue, the longest waiting first."""
        waiting = select(Dialog).where(
            Dialog.status == DialogStatus.ACTIVE,
            col(Dialog.assignee_id).is_(None),
            col(Dialog.department_id).in_(department_ids) | col(Dialog.department_id).is_(None),
        )
        return list(await self._session.scalars(waiting.order_by(col(Dialog.waiting_since), col(Dialog.id))))

    async def of_department(self, department_id: int) -> list[Dialog]:
        """The department's open dialogs, the one with the oldest last message first."""
        own = select(Dialog).where(Dialog.status == DialogStatus.ACTIVE, Dialog.department_id == department_id)
        return list(await self._session.scalars(own.order_by(col(Dialog.last_message_at))))

    async def of_assignee(self, employee_id: int) -> list[Dialog]:
        """The open dialogs that the employee is responsible for, the one with the oldest last message first."""
        own = select(Dialog).where(Dialog.status == DialogStatus.ACTIVE, Dialog.assignee_id == employee_id)
        return list(await self._session.scalars(own.order_by(col(Dialog.last_message_at))))


@prepared
def _lock(dialog_id: int) -> SelectOfScalar[Dialog]:
    locked = select(Dialog).where(Dialog.id == dialog_id).with_for_update()
    return locked.execution_options(populate_existing=True)


@prepared
def _of_contact(contact_id: int, channel_id: int) -> SelectOfScalar[Dialog]:
    found = select(Dialog).where(Dialog.contact_id == contact_id, Dialog.channel_id == channel_id)
    return found.with_for_update()
