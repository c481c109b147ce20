"""Lanes: work in strict order within a lane, with the lanes side by side."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from itertools import islice
from typing import Generic, TypeVar

import structlog

LaneItem = TypeVar("LaneItem", bound=Hashable)

# How many lanes work at once; the others wait.
MAX_ACTIVE_LANES = 64
# How many items are in memory; the others wait in their table.
MAX_WAITING_ITEMS = 2000

log = structlog.get_logger(__name__)


class Lanes(Generic[LaneItem]):
    """Hands every item to `handle`, one at a time in each lane.

    `handle` returns when the item is finished, whether it succeeded or failed; it retries by itself. A lane has an
    asyncio task only while it has items.

    Args:
        gives_way: `gives_way(item, others)` says whether the first item of a lane goes behind the lane's other items.
    """

    def __init__(
        self,
        handle: Callable[[LaneItem], Awaitable[None]],
        *,
        at_once: int = MAX_ACTIVE_LANES,
        gives_way: Callable[[LaneItem, Iterable[LaneItem]], bool] = lambda item, others: False,
    ) -> None:
        self._handle = handle
        self._gives_way = gives_way
        self._slots = asyncio.Semaphore(at_once)
        self._queues: dict[str, deque[LaneItem]] = {}
        self._items: set[LaneItem] = set()
        self._finished: set[LaneItem] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._resting: set[asyncio.Task[None]] = set()
        self.is_closed = False

    def put(self, lane: str, item: LaneItem) -> None:
        """Append the item to its lane, unless it is already there or being handled."""
        if self.is_closed or item in self._items or item in (self._finished or ()):
            return
        self._items.add(item)
        if lane in self._queues:
            self._queues[lane].append(item)
            return
        self._queues[lane] = deque([item])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def is_full(self) -> bool:
        return len(self._items) >= MAX_WAITING_ITEMS

    @property
    def is_busy(self) -> bool:
        """Whether an item is being handled or about to be. Items that wait for a timer do not count."""
        return bool(self._tasks - self._resting)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Wrap a query of the table.

        Items that finish during the query may still be in its result, and must not be taken again.
        """
        self._finished = set()
        try:
            yield
        finally:
            self._finished = None

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """Wait inside of this block within `handle`, so that another lane can work meanwhile.

        `drain` cancels the wait.
        """
        task = asyncio.current_task()
        if self.is_closed or task is None:
            raise asyncio.CancelledError
        self._slots.release()
        self._resting.add(task)
        try:
            yield
        finally:
            self._resting.discard(task)
            await self._slots.acquire()

    async def drain(self, grace: timedelta) -> None:
        """Take no new items and let the running ones finish. Those that need longer than `grace` are cancelled."""
        self.is_closed = True
        for task in self._resting:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace.total_seconds())
        await self.stop()

    async def stop(self) -> None:
        """Cancel everything now."""
        self.is_closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        queue = self._queues[lane]
        while queue:
            async with self._slots:
                if self.is_closed:
                    return
                while len(queue) > 1 and self._gives_way(queue[0], islice(queue, 1, None)):
                    queue.rotate(-1)
                await self._guarded(queue[0])
            self._finish(queue.popleft())
        del self._queues[lane]

    def _finish(self, item: LaneItem) -> None:
        self._items.discard(item)
        if self._finished is not None:
            self._finished.add(item)

    async def _guarded(self, item: LaneItem) -> None:
        try:
            await self._handle(item)
        except Exception as error:
            # Only the error's class is logged: its text may quote what somebody wrote.
            log.error("lanes.item_dropped", item=getattr(item, "id", None), error=type(error).__name__)
