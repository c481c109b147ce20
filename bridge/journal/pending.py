"""Entries that wait to be read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Executable
from sqlmodel import col, select

from storage.database import Database
from storage.journal import EntryState, JournalEntry
from storage.prepared import prepared


@dataclass(frozen=True)
class Pending:
    """An entry in its lane. The payload is read when its turn has come: a backlog can be long."""

    id: int
    source: str
    lane: str


async def pending_entries(
    database: Database, sources: Collection[str], *, after_id: int, limit: int
) -> Sequence[Pending]:
    """The new entries of these sources, in the order in which they came."""
    statement, places = _pending([*sources], after_id, limit)
    async with database.read() as uow:
        rows = await uow.session.execute(statement, places)
        return [Pending(id, source, f"{source}/{lane}") for id, source, lane in rows]


@prepared
def _pending(sources: list[str], after_id: int, limit: int) -> Executable:
    return (
        select(JournalEntry.id, JournalEntry.source, JournalEntry.lane)
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
