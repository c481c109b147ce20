"""The intake: moves waiting rows from a table into their lanes."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

import structlog

from bridge.delivery.lanes import Lanes
from storage.engine.trouble import is_database_trouble

# How often the whole table is searched, even when nothing has woken the intake.
SCAN_INTERVAL = timedelta(seconds=1)
ROWS_PER_PAGE = 1000

log = structlog.get_logger(__name__)


class Row(Hashable, Protocol):
    """A row that waits. Two objects of the same row are equal."""

    @property
    def id(self) -> int: ...

    @property
    def lane(self) -> str: ...


SomeRow = TypeVar("SomeRow", bound=Row)
Page = Callable[[int, int], Awaitable[Sequence[SomeRow]]]
"""`await page(after_id, limit)`: waiting rows in ascending order of id."""


class Intake(Generic[SomeRow]):
    """Fills lanes from a table: with new rows as soon as it is woken, and with all waiting rows at each poll.

    The poll finds what a wake does not: rows that came back with an old id, rows of another process, and the rows that
    had no room in the lanes.

    Args:
        handlers: returns the present names of the handlers whose rows `page` returns.
    """

    def __init__(
        self,
        lanes: Lanes[SomeRow],
        page: Page[SomeRow],
        *,
        handlers: Callable[[], Iterable[str]] = tuple,
        poll: timedelta = SCAN_INTERVAL,
    ) -> None:
        self._lanes = lanes
        self._page = page
        self._handlers = handlers
        self._known_handlers: frozenset[str] = frozenset()
        self._poll = poll.total_seconds()
        self._woken = asyncio.Event()
        self._newest = 0
        self._has_failed = False
        # Whether all rows that waited at the last search are in the lanes.
        self._has_all = False

    def wake(self) -> None:
        self._woken.set()

    def offer(self, rows: Sequence[SomeRow]) -> None:
        """Take rows that were just written.

        Older rows may not be in the lanes yet; then the table is searched instead.
        """
        if not self._has_all or self._woken.is_set() or self._has_changed() or self._lanes.is_full:
            self.wake()
            return
        for row in rows:
            self._take(row)

    async def run(self) -> None:
        """Work until `stop` is called. Cancelling it also cancels the items in the lanes."""
        try:
            while not self._lanes.is_closed:
                await self._search(after_id=0)
                next_poll = asyncio.get_running_loop().time() + self._poll
                while await self._woken_before(next_poll):
                    await self._search(after_id=self._newest)
        except BaseException:
            await self._lanes.stop()
            raise

    async def stop(self, grace: timedelta) -> None:
        """Take no new rows; let the running ones finish within `grace`."""
        await self._lanes.drain(grace)
        self.wake()

    async def _woken_before(self, moment: float) -> bool:
        if self._lanes.is_closed or asyncio.get_running_loop().time() >= moment:
            return False
        with suppress(TimeoutError):
            async with asyncio.timeout_at(moment):
                await self._woken.wait()
        woken = self._woken.is_set()
        self._woken.clear()
        return woken

    async def _search(self, *, after_id: int) -> None:
        self._has_all = False
        try:
            self._has_all = await self._take_all(after_id)
            self._has_failed = False
        except Exception as error:
            # The next poll searches again. Each run of failures gets one line. The database itself logs that it is
            # away.
            if not self._has_failed and not is_database_trouble(error):
                log.error("lanes.cannot_look", error=type(error).__name__)
            self._has_failed = True

    async def _take_all(self, after_id: int) -> bool:
        """Take page by page. Return False when the lanes are full before the end."""
        while True:
            with self._lanes.looking():
                rows = await self._page(self._start(after_id), ROWS_PER_PAGE)
                if self._has_changed():
                    continue
                for row in rows:
                    self._take(row)
            if len(rows) < ROWS_PER_PAGE:
                return True
            if self._lanes.is_full:
                return False
            after_id = rows[-1].id

    def _take(self, row: SomeRow) -> None:
        self._lanes.put(row.lane, row)
        self._newest = max(self._newest, row.id)

    def _start(self, after_id: int) -> int:
        """Begin at the first row when a handler was added: newer rows must not overtake the rows that wait for it."""
        if not self._has_changed():
            return after_id
        self._known_handlers = frozenset(self._handlers())
        return 0

    def _has_changed(self) -> bool:
        return frozenset(self._handlers()) != self._known_handlers
