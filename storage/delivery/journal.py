"""The journal: every update exactly as it came, written before anybody is told that we have it."""

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


# The error of a new entry that may have been read before: see `Journal.doubt_new`.
DOUBTED_ERROR = "it may have been read before the backup was restored"


class NotSetAside(Refusal):
    text = lazy("Entry {id} is not set aside: it is {state}")


class EntryPurged(Refusal):
    text = lazy("Entry {id} cannot be read again: it is so old that its content was deleted")


class JournalEntry(SQLModel, table=True):
    """One update. Not bound to an organization: whose it is, is known only after it is read."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_journal_state", "state", "id"),
        Index("ix_journal_handled", "state", "handled_at"),
    )

    id: int = Field(default=None, primary_key=True)
    # Who received it: "desk" or "channel:3".
    source: str
    # The source's own id, by which a repeated update is known.
    external_id: str
    # Entries of one lane are handled in order: one customer's chat, one operator's chat.
    lane: str
    # Raw JSON as it came; empty once it was deleted.
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
        """Have it read again, at an administrator's wish."""
        if self.state is not EntryState.SET_ASIDE:
            raise NotSetAside(id=self.id, state=self.state)
        if self.is_purged:
            raise EntryPurged(id=self.id)
        self.state = EntryState.NEW
        self.attempts = 0
        self.error = None


class JournalCursor(SQLModel, table=True):
    """How far a polled source was read: the next offset. The last batch says it, not the largest id ever seen,
    because Telegram's update ids may restart lower after a quiet week."""

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
        """Those of the ids that were recorded before."""
        rows = select(JournalEntry.external_id).where(
            JournalEntry.source == source, col(JournalEntry.external_id).in_(external_ids)
        )
        return set(await self._session.scalars(rows))

    async def redact(self, source: str, external_id: str) -> None:
        """Forget what an entry holds; it must be handled in the same unit of work."""
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
        """Those of the source among the last entries of all, the newest first; deleted ones are left out."""
        newest = select(JournalEntry.source, JournalEntry.payload).order_by(col(JournalEntry.id).desc()).limit(limit)
        return [payload for its, payload in await self._session.execute(newest) if its == source and payload]

    async def count(self, state: EntryState) -> int:
        return await self._session.scalar(select(func.count()).where(JournalEntry.state == state)) or 0

    async def doubt_new(self) -> int:
        """Whatever waits to be read may have been read already, by a process of which nothing is known here.

        Returns how much that is.
        """
        doubted = update(JournalEntry).where(col(JournalEntry.state) == EntryState.NEW).values(error=DOUBTED_ERROR)
        return cast(CursorResult[Any], await self._session.execute(doubted)).rowcount

    async def revive_all(self) -> int:
        """Have everything that was set aside, and can be read, read again. Returns how much that is."""
        result = await self._session.execute(_readable().values(state=EntryState.NEW, attempts=0, error=None))
        return cast(CursorResult[Any], result).rowcount

    async def forget_set_aside(self, before: datetime) -> int:
        """Delete the content of what came before that moment and was set aside. Returns of how much."""
        old = _readable().where(col(JournalEntry.received_at) < before)
        result = await self._session.execute(old.values(payload=""))
        return cast(CursorResult[Any], result).rowcount

    async def purge_handled(self, before: datetime) -> int:
        """Delete entries handled before that moment; they hold personal data. Returns how many."""
        old = delete(JournalEntry).where(
            col(JournalEntry.state) == EntryState.HANDLED, col(JournalEntry.handled_at) < before
        )
        result = await self._session.execute(old)
        return cast(CursorResult[Any], result).rowcount


def _readable() -> Update:
    """A change of what was set aside and still has its content."""
    return update(JournalEntry).where(col(JournalEntry.state) == EntryState.SET_ASIDE, col(JournalEntry.payload) != "")
