"""Doubles for the journal's tests: a reader that remembers, a journal to fill."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from bridge.journal.marking import Begin
from bridge.journal.record import Recorder, Update
from bridge.journal.worker import JournalWorker, OnSetAside, Reader
from storage.delivery.journal import EntryState
from storage.engine.database import Database

SOON = timedelta(milliseconds=5)
GRACE = timedelta(seconds=5)


class Script:
    """A reader that remembers what it read, and fails as often as it was told to."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.failures: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self.commits = True
        self._changed = asyncio.Condition()

    async def __call__(self, payload: str, begin: Begin) -> None:
        if self.failures[payload]:
            raise self.failures[payload].popleft()
        if self.commits:
            async with begin():
                pass
        async with self._changed:
            self.read.append(payload)
            self._changed.notify_all()

    async def has_read(self, count: int) -> list[str]:
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.read) >= count)
        return self.read


async def no_wait(seconds: float) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def working(
    database: Database, readers: Mapping[str, Reader], on_set_aside: OnSetAside | None = None
) -> AsyncIterator[JournalWorker]:
    worker = JournalWorker(database, readers, on_set_aside=on_set_aside, poll=SOON, sleep=no_wait)
    running = asyncio.create_task(worker.run())
    yield worker
    await worker.stop(GRACE)
    await running


async def record(database: Database, *payloads: str, lane: str = "7", source: str = "desk") -> None:
    updates = [Update(external_id=payload, lane=lane, payload=payload) for payload in payloads]
    await Recorder(database, source).record(updates)


async def states(database: Database) -> dict[str, EntryState]:
    """Every entry's state, by payload."""
    async with database.read() as uow:
        found = [entry for state in EntryState for entry in await uow.journal.in_state(state)]
    return {entry.payload: entry.state for entry in found}
