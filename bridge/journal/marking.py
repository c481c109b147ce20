"""Marks a journal entry: as handled, in the same commit as its effects, or as set aside."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy import Executable
from sqlmodel import col, update

from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.engine.prepared import change, prepared
from storage.engine.unit_of_work import UnitOfWork


class Begin(Protocol):
    """Opens a unit of work, as `Database.begin` does."""

    def __call__(self, organization_id: int | None = None) -> AbstractAsyncContextManager[UnitOfWork]: ...


class HandledAlready(Exception):
    """Another reader has handled the entry meanwhile."""


class Marking:
    """One reading of one entry. `is_done` is true after the first commit of one of its units of work."""

    def __init__(self, database: Database, entry_id: int) -> None:
        self._database = database
        self._entry_id = entry_id
        self.is_done = False

    @asynccontextmanager
    async def begin(self, organization_id: int | None = None) -> AsyncIterator[UnitOfWork]:
        """Open a unit of work whose commit also marks the entry as handled.

        Raises:
            HandledAlready: at the end of the block, when the entry is no longer new; nothing is changed.
        """
        # Outgoing deliveries have priority: otherwise a backlog of entries would delay them until it is worked off.
        async with self._database.begin(organization_id, urgent=False) as uow:
            yield uow
            handled = await change(uow.session, _handle(self._entry_id, uow.now))
            if not handled and not self.is_done:
                raise HandledAlready
        self.is_done = True


@prepared
def _handle(entry_id: int, moment: datetime) -> Executable:
    new = update(JournalEntry).where(col(JournalEntry.id) == entry_id, col(JournalEntry.state) == EntryState.NEW)
    handled = new.values(state=EntryState.HANDLED, handled_at=moment, error=None)
    return handled.execution_options(synchronize_session=False)


async def set_aside(database: Database, entry_id: int, error: str, *, tries: int) -> JournalEntry | None:
    """Set the entry aside until somebody retries it. Return None when the entry does not exist any more."""
    values = {"state": EntryState.SET_ASIDE, "attempts": col(JournalEntry.attempts) + tries, "error": error}
    aside = update(JournalEntry).where(col(JournalEntry.id) == entry_id).values(**values).returning(JournalEntry)
    async with database.begin() as uow:
        return await uow.session.scalar(aside)
