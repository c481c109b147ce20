"""The journal (a transactional inbox): each update in its raw form, stored before its sender gets a confirmation."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import BigInteger, CursorResult, Index, UniqueConstraint, Update, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select, update

from bridge.errors import Refusal, lazy
from storage.engine.columns import enum_type
from storage.engine.prepared import get


class EntryState(StrEnum):
    NEW = "new"
    HANDLED = "handled"
    SET_ASIDE = "set_aside"  # failed unexpectedly; waits for `bridge journal retry`


# The error of a new entry that may have been handled before: see `Journal.doubt_new`.
DOUBTED_ERROR = "it may have been read before the backup was restored"


class NotSetAside(Refusal):
    text = lazy("Entry {id} is not set aside: it is {state}")


class EntryPurged(Refusal):
    text = lazy("Entry {id} cannot be read again: it is so old that its content was deleted")


class JournalEntry(SQLModel, table=True):
    """One update. It is bound to no organization, because only reading the update shows its organization."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_journal_state", "state", "id"),
        Index("ix_journal_handled", "state", "handled_at"),
    )

    id: int = Field(default=None, primary_key=True)
    # The bot that received it: "desk" or "channel:3".
    source: str
    # The source's id of the update; a repeated update has the same one.
    external_id: str
    # One customer's or one operator's chat. Entries of one lane are handled in order.
    lane: str
    # The raw JSON; empty after the content was deleted.
    payload: str
    received_at: datetime
    state: EntryState = Field(default=EntryState.NEW, sa_type=enum_type(EntryState))
    attempts: int = 0
    error: str | None = None
    handled_at: datetime | None = None

    @property
    def is_purged(self) -> bool:
        return self.payload == ""

    def revive(self) -> None:
        """Put the entry back among the new ones, because an administrator wants it handled again.

        Raises:
            NotSetAside: the entry is not set aside.
            EntryPurged: the entry's content was deleted.
        """
        if self.state is not EntryState.SET_ASIDE:
            raise NotSetAside(id=self.id, state=self.state)
        if self.is_purged:
            raise EntryPurged(id=self.id)
        self.state = EntryState.NEW
        self.attempts = 0
        self.error = None


class JournalCursor(SQLModel, table=True):
    """How far a polled source was read: the next offset.

    The offset comes from the last batch and not from the highest id ever seen, because Telegram's update ids may
    restart at a lower number after a quiet week.
    """

    __tablename__ = "journal_cursor"

    source: str = Field(primary_key=True)
    position: int = Field(default=0, sa_type=BigInteger)
    moved_at: datetime


class Journal:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, entry_id: int) -> JournalEntry:
        return await get(self._session, JournalEntry, entry_id)

    async def known(self, source: str, external_ids: list[str]) -> set[str]:
        """Those of the source's ids that are in the journal already."""
        rows = select(JournalEntry.external_id).where(
            JournalEntry.source == source, col(JournalEntry.external_id).in_(external_ids)
        )
        return set(await self._session.scalars(rows))

    async def redact(self, source: str, external_id: str) -> None:
        """Delete the content of an entry. The same unit of work must mark the entry as handled."""
        entry = update(JournalEntry).where(
            col(JournalEntry.source) == source, col(JournalEntry.external_id) == external_id
        )
        await self._session.execute(entry.values(payload="{}"), execution_options={"synchronize_session": False})

    async def cursor(self, source: str) -> JournalCursor | None:
        return await self._session.get(JournalCursor, source)

    async def in_state(self, state: EntryState, *, limit: int = 100) -> list[JournalEntry]:
        rows = select(JournalEntry).where(JournalEntry.state == state).order_by(col(JournalEntry.id)).limit(limit)
        return list(await self._session.scalars(rows))

    async def newest_payloads(self, source: str, *, limit: int) -> list[str]:
        """Payloads of the source among the last `limit` entries of all sources, the newest first.

        Deleted payloads are left out.
        """
        newest = select(JournalEntry.source, JournalEntry.payload).order_by(col(JournalEntry.id).desc()).limit(limit)
        return [payload for its, payload in await self._session.execute(newest) if its == source and payload]

    async def count(self, state: EntryState) -> int:
        return await self._session.scalar(select(func.count()).where(JournalEntry.state == state)) or 0

    async def doubt_new(self) -> int:
        """Mark all new entries as possibly handled already, by a process of which the database knows nothing.

        Returns their number.
        """
        doubted = update(JournalEntry).where(col(JournalEntry.state) == EntryState.NEW).values(error=DOUBTED_ERROR)
        return cast(CursorResult[Any], await self._session.execute(doubted)).rowcount

    async def revive_all(self) -> int:
        """Put all set-aside entries that still have their content back among the new ones. Returns their number."""
        result = await self._session.execute(_readable().values(state=EntryState.NEW, attempts=0, error=None))
        return cast(CursorResult[Any], result).rowcount

    async def forget_set_aside(self, before: datetime) -> int:
        """Delete the content of set-aside entries that were received before that moment. Returns their number."""
        old = _readable().where(col(JournalEntry.received_at) < before)
        result = await self._session.execute(old.values(payload=""))
        return cast(CursorResult[Any], result).rowcount

    async def purge_handled(self, before: datetime) -> int:
        """Delete entries that were handled before that moment: they hold personal data. Returns their number."""
        old = delete(JournalEntry).where(
            col(JournalEntry.state) == EntryState.HANDLED, col(JournalEntry.handled_at) < before
        )
        result = await self._session.execute(old)
        return cast(CursorResult[Any], result).rowcount


def _readable() -> Update:
    """An UPDATE of set-aside entries that still have their content."""
    return update(JournalEntry).where(col(JournalEntry.state) == EntryState.SET_ASIDE, col(JournalEntry.payload) != "")
