"""A scheduled message: an answer that its author has written, and that leaves at a later time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sql
from sqlalchemy import CursorResult, Executable, Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Refusal, lazy
from storage.engine.columns import Json, TelegramId, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, one, prepared, rows
from storage.team.employees import Employee, Role

# The due time of a draft without a time; it sorts after all other times.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class ScheduledState(StrEnum):
    DRAFT = "draft"  # its author still decides on content and time; nobody else sees it
    WAITING = "waiting"
    STUCK = "stuck"  # its time has come, but its author could not be asked what to do with it
    GONE = "gone"  # it has become a message, which leaves or needs a confirmation
    CANCELLED = "cancelled"


UNDECIDED_STATES = (ScheduledState.WAITING, ScheduledState.STUCK)
FINISHED_STATES = (ScheduledState.DRAFT, ScheduledState.GONE, ScheduledState.CANCELLED)


class StaleScheduled(Refusal):
    text = lazy("This message has been changed, sent or cancelled since. /later shows what still waits")


class SomebodyElses(Refusal):
    text = lazy("This message is a colleague's; nothing was changed")


class NoTime(Refusal):
    text = lazy("Say first when the message is to leave")


class ScheduledMessage(Owned, table=True):
    __table_args__ = (
        Index("ix_scheduled_message_due", "state", "due_at"),
        Index("ix_scheduled_message_dialog", "dialog_id", "state"),
        Index("ix_scheduled_message_author", "author_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    author_id: int = Field(foreign_key="employee.id")
    # The chat in which it was written; there its author sees that it leaves.
    chat_id: int = Field(sa_type=TelegramId)
    # The messages to send, several for an album; `bridge.actions.messages.draft_data` defines their form.
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    # Telegram's id of the author's album, by which further messages of this album are added.
    album: str | None = None
    reply_to_id: int | None = Field(default=None, foreign_key="message.id")
    due_at: datetime = NEVER
    # True: it does not leave if the customer writes before its time.
    unless_heard: bool = False
    # The dialog when the author last saw it: its responsible employee, and the id of its last message.
    responsible_id: int | None = Field(default=None, foreign_key="employee.id")
    after_id: int = 0
    state: ScheduledState = Field(default=ScheduledState.DRAFT, sa_type=enum_type(ScheduledState))
    # Grows with every change; a button painted for an older version is stale.
    version: int = 1
    created_at: datetime

    @property
    def has_time(self) -> bool:
        return self.due_at < NEVER

    @property
    def is_draft(self) -> bool:
        return self.state is ScheduledState.DRAFT

    @property
    def is_over(self) -> bool:
        return self.state in (ScheduledState.GONE, ScheduledState.CANCELLED)

    def ensure_open(self, version: int | None) -> None:
        """Check that the message can still be changed.

        Args:
            version: the version that a pressed button was painted for; None is not checked.

        Raises:
            StaleScheduled: the message has left or was cancelled, or the version is not the current one.
        """
        if self.is_over or version not in (None, self.version):
            raise StaleScheduled

    def ensure_changeable_by(self, employee: Employee) -> None:
        if self.author_id != employee.id:
            raise SomebodyElses

    def ensure_cancellable_by(self, employee: Employee) -> None:
        """Check that the employee may cancel it: its author, and managers and administrators when it is no draft.

        Raises:
            SomebodyElses: the employee may not cancel it.
        """
        if self.author_id != employee.id and (employee.role is Role.OPERATOR or self.is_draft):
            raise SomebodyElses

    def say(self, items: Sequence[dict[str, Any]], *, album: str | None = None) -> None:
        self.items, self.album = list(items), album
        self.version += 1

    def schedule(self, due_at: datetime) -> None:
        """Set the time at which it leaves; a stuck message waits again."""
        self.due_at = due_at
        if self.state is ScheduledState.STUCK:
            self.state = ScheduledState.WAITING
        self.version += 1

    def turn(self, *, unless_heard: bool) -> None:
        self.unless_heard = unless_heard
        self.version += 1

    def wait(self) -> None:
        """Make the draft a waiting message.

        Raises:
            NoTime: the author has not chosen a time yet.
        """
        if not self.has_time:
            raise NoTime
        self.become(ScheduledState.WAITING)

    def become(self, state: ScheduledState) -> None:
        self.state = state
        self.version += 1


class ScheduledMessages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scheduled_id: int) -> ScheduledMessage:
        return await get(self._session, ScheduledMessage, scheduled_id)

    async def lock(self, scheduled_id: int) -> ScheduledMessage:
        """The row, read anew and locked until the unit of work ends, so that two presses cannot both win.

        Raises:
            NotFound: there is no scheduled message with this id.
        """
        found = await one(self._session, _lock(scheduled_id))
        if found is None:
            raise NotFound
        return found

    async def of_dialog(self, dialog_id: int) -> list[ScheduledMessage]:
        """The dialog's waiting and stuck messages, the next one first."""
        return await every(self._session, _of_dialog(dialog_id))

    async def of_author(self, author_id: int) -> list[ScheduledMessage]:
        """The author's waiting and stuck messages, the next one first."""
        own = select(ScheduledMessage).where(ScheduledMessage.author_id == author_id)
        return list(await self._session.scalars(_undecided(own)))

    async def of_album(self, author_id: int, album: str) -> ScheduledMessage | None:
        """The author's newest scheduled message for this album in any state, locked until the unit of work ends."""
        own = select(ScheduledMessage).where(ScheduledMessage.author_id == author_id, ScheduledMessage.album == album)
        newest = own.order_by(col(ScheduledMessage.id).desc()).limit(1).with_for_update()
        return (await self._session.scalars(newest)).first()

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Pairs of organization id and scheduled message id whose time has come, the longest due first."""
        return [(owner, each) for owner, each in await rows(self._session, _due(now), SYSTEM_WIDE)]

    async def claim_due(self, scheduled_id: int, now: datetime) -> bool:
        """Mark the message as gone if it is still due, and return whether it was.

        When two callers do so at the same time, only one of them gets True.
        """
        due = sql.update(ScheduledMessage).where(
            col(ScheduledMessage.id) == scheduled_id,
            col(ScheduledMessage.state) == ScheduledState.WAITING,
            col(ScheduledMessage.due_at) <= now,
        )
        gone = due.values(state=ScheduledState.GONE, version=ScheduledMessage.version + 1)
        return await self._session.scalar(gone.returning(col(ScheduledMessage.id))) is not None

    async def stick_due_anywhere(self, now: datetime) -> int:
        """Mark all due messages as stuck: they may have left already, so their authors decide. Returns their number."""
        due = sql.update(ScheduledMessage).where(
            col(ScheduledMessage.state) == ScheduledState.WAITING, col(ScheduledMessage.due_at) <= now
        )
        stuck = due.values(state=ScheduledState.STUCK, version=ScheduledMessage.version + 1)
        result = await self._session.execute(stuck, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def purge_anywhere(self, before: datetime) -> int:
        """Delete drafts, gone and cancelled messages that were created before that moment. Returns their number."""
        old = delete(ScheduledMessage).where(
            col(ScheduledMessage.state).in_(FINISHED_STATES), col(ScheduledMessage.created_at) < before
        )
        result = await self._session.execute(old, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount


def _undecided(listed: SelectOfScalar[ScheduledMessage]) -> SelectOfScalar[ScheduledMessage]:
    waiting = listed.where(col(ScheduledMessage.state).in_(UNDECIDED_STATES))
    return waiting.order_by(col(ScheduledMessage.due_at), col(ScheduledMessage.id))


@prepared
def _lock(scheduled_id: int) -> SelectOfScalar[ScheduledMessage]:
    locked = select(ScheduledMessage).where(ScheduledMessage.id == scheduled_id).with_for_update()
    return locked.execution_options(populate_existing=True)


@prepared
def _of_dialog(dialog_id: int) -> SelectOfScalar[ScheduledMessage]:
    return _undecided(select(ScheduledMessage).where(ScheduledMessage.dialog_id == dialog_id))


@prepared
def _due(now: datetime) -> Executable:
    waiting = select(ScheduledMessage.organization_id, ScheduledMessage.id).where(
        ScheduledMessage.state == ScheduledState.WAITING, col(ScheduledMessage.due_at) <= now
    )
    return waiting.order_by(col(ScheduledMessage.due_at))
