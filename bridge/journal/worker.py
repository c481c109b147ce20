"""The journal's worker: has every entry read, in order within its lane. It sets entries aside that cannot be read."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import timedelta

import structlog

from bridge.actions.delivery.outbox import doubted
from bridge.delivery.intake import SCAN_INTERVAL, Intake
from bridge.delivery.lanes import MAX_ACTIVE_LANES, Lanes
from bridge.delivery.retry import MAX_UNFORESEEN_TRIES, MIN_PAUSE, Sleep, patiently, traced
from bridge.errors import TryLater
from bridge.journal.marking import Begin, HandledAlready, Marking, set_aside
from bridge.journal.pending import Pending, pending_entries, unread_sources
from storage.delivery.journal import JournalEntry
from storage.engine.database import Database

Reader = Callable[[str, Begin], Awaitable[None]]
"""Reads the payload of one entry.

Changes in a unit of work of `begin` are committed together with the mark "handled".
"""

OnSetAside = Callable[[JournalEntry], Awaitable[None]]

# The pause between the tries of an entry that failed for an unforeseen reason.
RETRY_DELAY = timedelta(milliseconds=200)

log = structlog.get_logger(__name__)


class JournalWorker:
    """Has new entries read.

    Args:
        readers: the readers by source. The mapping may change while the worker runs. Entries of other sources wait.
        on_set_aside: called with each entry that could not be read.
    """

    def __init__(
        self,
        database: Database,
        readers: Mapping[str, Reader],
        *,
        on_set_aside: OnSetAside | None = None,
        at_once: int = MAX_ACTIVE_LANES,
        poll: timedelta = SCAN_INTERVAL,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database = database
        self._readers = readers
        self._on_set_aside = on_set_aside
        self._sleep = sleep
        self._lanes: Lanes[Pending] = Lanes(self._handle, at_once=at_once)
        self._intake = Intake(self._lanes, self._page, handlers=lambda: self._readers, poll=poll)
        self._unread: set[str] = set()
        database.listen("journal", self._offer)

    def wake(self) -> None:
        """Look for new entries now."""
        self._intake.wake()

    def _offer(self, entries: Sequence[Pending]) -> None:
        # Entries without a reader wait in the table.
        self._intake.offer([entry for entry in entries if entry.source in self._readers])

    @property
    def is_busy(self) -> bool:
        """Whether an entry is being read at this moment."""
        return self._lanes.is_busy

    async def run(self) -> None:
        """Work until `stop` is called.

        When it is cancelled, the entries that it holds are read after the next start.
        """
        await self._intake.run()

    async def stop(self, grace: timedelta) -> None:
        """Take no new entries; finish the running ones within `grace`."""
        await self._intake.stop(grace)

    async def _page(self, after_id: int, limit: int) -> Sequence[Pending]:
        if after_id == 0:
            await self._warn_of_unread()
        return await pending_entries(self._database, list(self._readers), after_id=after_id, limit=limit)

    async def _warn_of_unread(self) -> None:
        unread = await unread_sources(self._database, list(self._readers))
        for source in sorted(unread - self._unread):
            log.warning("journal.no_reader", source=source)
        self._unread |= unread

    async def _handle(self, pending: Pending) -> None:
        for attempt in range(1, MAX_UNFORESEEN_TRIES + 1):
            try:
                await self._read_when_asked(pending)
                return
            except Exception as error:
                failure = traced(error)
            log.warning("journal.entry_failed", entry=pending.id, attempt=attempt, error=failure)
            if attempt < MAX_UNFORESEEN_TRIES:
                await self._rest(RETRY_DELAY.total_seconds())
        await self._give_up(pending, failure)

    async def _read_when_asked(self, pending: Pending) -> None:
        while True:
            try:
                await patiently(lambda: self._read(pending), sleep=self._rest)
                return
            except TryLater as asked:
                wait = max(asked.after, MIN_PAUSE)
            await self._rest(wait.total_seconds())

    async def _read(self, pending: Pending) -> None:
        marking = Marking(self._database, pending.id)
        reader = self._readers.get(pending.source)
        if reader is None:
            return
        try:
            with doubted() if pending.is_doubted else nullcontext():
                await reader(pending.payload, marking.begin)
            if not marking.is_done:
                async with marking.begin():
                    pass
        except HandledAlready:
            return
        except Exception as error:
            if not marking.is_done:
                raise
            # The committed changes stay. Reading the entry again would repeat them.
            log.error("journal.failed_after_commit", entry=pending.id, error=traced(error))

    async def _give_up(self, pending: Pending, failure: str) -> None:
        entry = await patiently(
            lambda: set_aside(self._database, pending.id, failure, tries=MAX_UNFORESEEN_TRIES), sleep=self._rest
        )
        log.error("journal.set_aside", entry=pending.id, source=pending.source, error=failure)
        if entry is None or self._on_set_aside is None:
            return
        try:
            await self._on_set_aside(entry)
        except Exception as error:
            log.error("journal.nobody_told", entry=pending.id, error=traced(error))

    async def _rest(self, seconds: float) -> None:
        async with self._lanes.resting():
            await self._sleep(seconds)
