"""Stores raw updates in the journal before their provider is told that we have them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from bridge.journal.pending import PENDING_COLUMNS, Pending
from storage.delivery.journal import JournalCursor
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

ENTRY_TABLE: Table = SQLModel.metadata.tables["journal_entry"]


@dataclass(frozen=True)
class Update:
    """One received update. `payload` is its raw JSON; for `external_id` and `lane` see `JournalEntry`."""

    external_id: str
    lane: str
    payload: str


class Recorder:
    """Writes the updates of one source into the journal."""

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._source = source
        self._insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert

    async def cursor(self) -> int:
        """Return the offset of the next poll; 0 before the first one."""
        async with self._database.read() as uow:
            found = await uow.journal.cursor(self._source)
        return found.position if found else 0

    async def record(self, updates: Sequence[Update], cursor: int | None = None) -> None:
        """Write a batch and its cursor in one commit. Updates that are already stored are skipped.

        Args:
            cursor: None for a source that is not polled. It may decrease: ids restart lower after a quiet week.
        """
        async with self._database.begin() as uow:
            if updates:
                await self._write(uow, updates)
            if cursor is not None:
                await self._move(uow, cursor)

    async def _write(self, uow: UnitOfWork, updates: Sequence[Update]) -> None:
        rows = [{"source": self._source, "received_at": uow.now, **asdict(update)} for update in updates]
        # A query for known updates and then an insert would not be enough: the same webhook may come twice at once.
        new = (
            self._insert(ENTRY_TABLE)
            .on_conflict_do_nothing()
            .returning(*(ENTRY_TABLE.columns[name] for name in PENDING_COLUMNS))
        )
        for row in sorted(await uow.session.execute(new, rows)):
            uow.bring("journal", Pending(*row))

    async def _move(self, uow: UnitOfWork, cursor: int) -> None:
        moved = {"position": cursor, "moved_at": uow.now}
        row = self._insert(JournalCursor).values(source=self._source, **moved)
        await uow.session.execute(row.on_conflict_do_update(index_elements=["source"], set_=moved))
