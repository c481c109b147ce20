"""The lock for writers to SQLite: one writes at a time, and an urgent writer waits only for a few others."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class WriteLock:
    """A lock with priority: an urgent writer waits for at most `MOST` writers that are not urgent.

    It waits for some of them on purpose: urgent work gathers meanwhile, and a large batch of it costs little more than
    a small one.
    """

    MOST = 16

    def __init__(self) -> None:
        self._is_taken = False
        # How many other writers got the lock while an urgent one was waiting.
        self._passed = 0
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def acquire(self, *, urgent: bool = False) -> AsyncIterator[None]:
        await self._enter(self._urgent if urgent else self._others)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, line: deque[asyncio.Future[None]]) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        place = asyncio.get_running_loop().create_future()
        line.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                # This writer already had the lock; the next one gets it.
                self._leave()
            raise

    def _leave(self) -> None:
        while (place := self._next()) is not None:
            if not place.done():
                place.set_result(None)
                return
        self._is_taken = False

    def _next(self) -> asyncio.Future[None] | None:
        if self._urgent and (self._passed >= self.MOST or not self._others):
            self._passed = 0
            return self._urgent.popleft()
        if self._urgent:
            self._passed += 1
        return self._others.popleft() if self._others else None
