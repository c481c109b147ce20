"""A scheduled message: an answer that its author has written, and that leaves later."""

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

# Stands behind every time: a draft has none yet.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class ScheduledState(StrEnum):
    DRAFT = "draft"  # its author still says what and when; nobody else sees it
    WAITING = "waiting"
    STUCK = "stuck"  # its time has come and its author could not be asked what is to become of it
    GONE = "gone"  # it is a message now, on its way or waiting for a confirmation
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
    __tablename__ = "scheduled_message"
    __table_args__ = (
        Index("ix_scheduled_message_due", "state", "due_at"),
        Index("ix_scheduled_message_dialog", "dialog_id", "state"),
        Index("ix_scheduled_message_author", "author_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    dialog_id: int = Field(foreign_key="dialog.id")
    author_id: int = Field(foreign_key="employee.id")
    # Where it was written: there its author sees it leave.
    chat_id: int = Field(sa_type=TelegramId)
    # What goes, several for an album; as `bridge.actions.messages.draft_data` keeps it.
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    # Telegram's name of the album that it is made of, so that the rest of it joins.
    album: str | None = None
    reply_to_id: int | None = Field(default=None, foreign_key="message.id")
    due_at: datetime = NEVER
    # It does not leave when the customer writes before.
    unless_heard: bool = False
    # As things were when its author looked last: who answered the dialog, and its last message.
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
        """Make sure that its author can still decide.

        Raises:
            StaleScheduled
        """
        if self.is_over or version not in (None, self.version):
            raise StaleScheduled

    def ensure_changeable_by(self, employee: Employee) -> None:
        if self.author_id != employee.id:
            raise SomebodyElses

    def ensure_cancellable_by(self, employee: Employee) -> None:
        """Whoever leads may keep it from leaving, too."""
        if self.author_id != employee.id and (employee.role is Role.OPERATOR or self.is_draft):
            raise SomebodyElses

    def say(self, items: Sequence[dict[str, Any]], *, album: str | None = None) -> None:
        self.items, self.album = list(items), album
        self.version += 1

    def schedule(self, due_at: datetime) -> None:
        """When it leaves; what got stuck waits again."""
        self.due_at = due_at
        if self.state is ScheduledState.STUCK:
            self.state = ScheduledState.WAITING
        self.version += 1

    def turn(self, *, unless_heard: bool) -> None:
        self.unless_heard = unless_heard
        self.version += 1

    def wait(self) -> None:
        """It is agreed upon.

        Raises:
            NoTime
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
        """The row as it is now, locked until the unit of work ends, so that two presses cannot both win."""
        found = await one(self._session, _lock(scheduled_id))
        if found is None:
            raise NotFound
        return found

    async def of_dialog(self, dialog_id: int) -> list[ScheduledMessage]:
        """What is still to leave for its customer, the next one first."""
        return await every(self._session, _of_dialog(dialog_id))

    async def of_author(self, author_id: int) -> list[ScheduledMessage]:
        """What they still wait for, the next one first."""
        own = select(ScheduledMessage).where(ScheduledMessage.author_id == author_id)
        return list(await self._session.scalars(_undecided(own)))

    async def of_album(self, author_id: int, album: str) -> ScheduledMessage | None:
        """The one that is made of an album, whatever has become of it."""
        own = select(ScheduledMessage).where(ScheduledMessage.author_id == author_id, ScheduledMessage.album == album)
        newest = own.order_by(col(ScheduledMessage.id).desc()).limit(1).with_for_update()
        return (await self._session.scalars(newest)).first()

    async def due_anywhere(self, now: datetime) -> list[tuple[int, int]]:
        """Those whose time has come, with their organizations; the longest due first."""
        return [(owner, each) for owner, each in await rows(self._session, _due(now), SYSTEM_WIDE)]

    async def claim_due(self, scheduled_id: int, now: datetime) -> bool:
        """Take it as gone if it is still due: of two who do so at once only one is told that it was."""
        due = sql.update(ScheduledMessage).where(
            col(ScheduledMessage.id) == scheduled_id,
            col(ScheduledMessage.state) == ScheduledState.WAITING,
            col(ScheduledMessage.due_at) <= now,
        )
        gone = due.values(state=ScheduledState.GONE, version=ScheduledMessage.version + 1)
        return await self._session.scalar(gone.returning(col(ScheduledMessage.id))) is not None

    async def stick_due_anywhere(self, now: datetime) -> int:
        """Have what is due wait for its author's word: it may have left already. Returns how much that is."""
        due = sql.update(ScheduledMessage).where(
            col(ScheduledMessage.state) == ScheduledState.WAITING, col(ScheduledMessage.due_at) <= now
        )
        stuck = due.values(state=ScheduledState.STUCK, version=ScheduledMessage.version + 1)
        result = await self._session.execute(stuck, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def purge_anywhere(self, before: datetime) -> int:
        """Delete what was written before that moment and does not wait any more; returns how many."""
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
