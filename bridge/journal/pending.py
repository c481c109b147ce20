"""Journal entries that wait to be read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.engine.prepared import prepared, rows

# The columns that a worker needs.
PENDING_COLUMNS = ("id", "source", "lane", "payload")


@dataclass(frozen=True)
class Pending:
    """A waiting entry. Two are equal when their ids are."""

    id: int
    source: str = field(compare=False)
    # The lane within the source: one chat.
    chat: str = field(compare=False)
    payload: str = field(compare=False)
    # Deliveries that this entry causes may have been sent before (`bridge restore`).
    is_doubted: bool = field(compare=False, default=False)

    @property
    def lane(self) -> str:
        return f"{self.source}/{self.chat}"


async def pending_entries(
    database: Database, sources: Collection[str], *, after_id: int, limit: int
) -> Sequence[Pending]:
    """Return the new entries of these sources, in order of arrival."""
    async with database.read() as uow:
        found = await rows(uow.session, _pending([*sources], after_id, limit))
    return [Pending(*row) for row in found]


@prepared
def _pending(sources: list[str], after_id: int, limit: int) -> Select[Any]:
    return (
        select(*(col(getattr(JournalEntry, name)) for name in PENDING_COLUMNS), col(JournalEntry.error).is_not(None))
        .where(col(JournalEntry.state) == EntryState.NEW, col(JournalEntry.id) > after_id)
        .where(col(JournalEntry.source).in_(sources))
        .order_by(col(JournalEntry.id))
        .limit(limit)
    )


async def unread_sources(database: Database, sources: Collection[str]) -> set[str]:
    """Return the sources that have new entries and are not among `sources`."""
    others = (
        select(col(JournalEntry.source))
        .where(col(JournalEntry.state) == EntryState.NEW, col(JournalEntry.source).not_in(sources))
        .distinct()
    )
    async with database.read() as uow:
        return set(await uow.session.scalars(others))
