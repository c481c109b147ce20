"""Entries that wait to be read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.database import Database
from storage.journal import EntryState, JournalEntry
from storage.prepared import every, prepared


@dataclass(frozen=True)
class Pending:
    """An entry in its lane."""

    id: int
    lane: str = field(compare=False)
    entry: JournalEntry = field(compare=False)

    @property
    def source(self) -> str:
        return self.entry.source


async def pending_entries(
    database: Database, sources: Collection[str], *, after_id: int, limit: int
) -> Sequence[Pending]:
    """The new entries of these sources, in the order in which they came."""
    async with database.read() as uow:
        entries = await every(uow.session, _pending([*sources], after_id, limit))
    return [Pending(entry.id, f"{entry.source}/{entry.lane}", entry) for entry in entries]


@prepared
def _pending(sources: list[str], after_id: int, limit: int) -> SelectOfScalar[JournalEntry]:
    return (
        select(JournalEntry)
        .where(JournalEntry.state == EntryState.NEW, col(JournalEntry.id) > after_id)
        .where(col(JournalEntry.source).in_(sources))
        .order_by(col(JournalEntry.id))
        .limit(limit)
    )


async def unread_sources(database: Database, sources: Collection[str]) -> set[str]:
    """Sources that have new entries and are not among these."""
    others = (
        select(JournalEntry.source)
        .where(JournalEntry.state == EntryState.NEW, col(JournalEntry.source).not_in(sources))
        .distinct()
    )
    async with database.read() as uow:
        return set(await uow.session.scalars(others))
