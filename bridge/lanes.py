"""Lanes: work strictly in order within a lane, lanes side by side."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

import structlog

Item = TypeVar("Item", bound=Hashable)

# How many lanes are handled at once; the others wait for their turn.
AT_ONCE = 64
# How often everything that waits is looked through, woken or not.
POLL = timedelta(seconds=1)
PAGE = 1000

log = structlog.get_logger(__name__)


class Lanes(Generic[Item]):
    """Hands every item to `handle`, which returns when it is done with it, for good or ill: retrying is its own matter.

    A lane has a task only while there is something in it.
    """

    def __init__(self, handle: Callable[[Item], Awaitable[None]], *, at_once: int = AT_ONCE) -> None:
        self._handle = handle
        self._slots = asyncio.Semaphore(at_once)
        self._queues: dict[str, deque[Item]] = {}
        self._held: set[Item] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._resting: set[asyncio.Task[None]] = set()
        self.is_closed = False

    def put(self, lane: str, item: Item) -> None:
        """Put it at the end of its lane, unless it is there already or being handled."""
        if self.is_closed or item in self._held:
            return
        self._held.add(item)
        if lane in self._queues:
            self._queues[lane].append(item)
            return
        self._queues[lane] = deque([item])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """Wait in here, inside of `handle`, so that another lane can work meanwhile. `drain` interrupts it."""
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
        """Take nothing new and let what is being handled finish; what has not within `grace` is cancelled."""
        self.is_closed = True
        for task in self._resting:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace.total_seconds())
        await self.stop()

    async def stop(self) -> None:
        """Cancel everything, now."""
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
                await self._guarded(queue[0])
            self._held.discard(queue.popleft())
        del self._queues[lane]

    async def _guarded(self, item: Item) -> None:
        try:
            await self._handle(item)
        except Exception as error:
            # Only the class: the words of an error may quote what somebody wrote.
            log.error("lanes.item_dropped", item=getattr(item, "id", None), error=type(error).__name__)


class Row(Hashable, Protocol):
    """A row that waits for its turn; of the same row two are equal."""

    @property
    def id(self) -> int: ...

    @property
    def lane(self) -> str: ...


SomeRow = TypeVar("SomeRow", bound=Row)
Page = Callable[[int, int], Awaitable[Sequence[SomeRow]]]
"""`await page(after_id, limit)`: what waits, the lowest id first."""


class Intake(Generic[SomeRow]):
    """Fills lanes from a table: with newer rows as soon as it is woken, with every row that waits at each poll.

    The poll finds what the wake does not: rows that came back with an old id, rows of another process.

    Args:
        handlers: the names of those whose rows `page` gives, as they are now.
    """

    def __init__(
        self,
        lanes: Lanes[SomeRow],
        page: Page[SomeRow],
        *,
        handlers: Callable[[], Iterable[str]] = tuple,
        poll: timedelta = POLL,
    ) -> None:
        self._lanes = lanes
        self._page = page
        self._handlers = handlers
        self._known: frozenset[str] = frozenset()
        self._poll = poll.total_seconds()
        self._woken = asyncio.Event()
        self._newest = 0
        self._is_blind = False

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`. Cancelling it cancels what is in the lanes too."""
        try:
            while not self._lanes.is_closed:
                await self._look(after_id=0)
                next_poll = asyncio.get_running_loop().time() + self._poll
                while await self._woken_before(next_poll):
                    await self._look(after_id=self._newest)
        except BaseException:
            await self._lanes.stop()
            raise

    async def stop(self, grace: timedelta) -> None:
        """Take nothing new, let what is being handled finish within `grace`."""
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

    async def _look(self, *, after_id: int) -> None:
        try:
            while rows := await self._page(self._start(after_id), PAGE):
                if self._has_changed():
                    continue
                for row in rows:
                    self._lanes.put(row.lane, row)
                after_id = rows[-1].id
                self._newest = max(self._newest, after_id)
                if len(rows) < PAGE:
                    break
            self._is_blind = False
        except Exception as error:
            # The next poll looks again; one line for each time that the database is away.
            if not self._is_blind:
                log.error("lanes.cannot_look", error=type(error).__name__)
            self._is_blind = True

    def _start(self, after_id: int) -> int:
        """From the beginning when somebody has come: what waits for them must not be overtaken by newer rows."""
        if not self._has_changed():
            return after_id
        self._known = frozenset(self._handlers())
        return 0

    def _has_changed(self) -> bool:
        return frozenset(self._handlers()) != self._known
