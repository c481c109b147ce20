"""Rests: what waits for its moment, which may be moved while it waits."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.retry import Sleep


@dataclass(frozen=True)
class Due:
    """A moment by the clock, and by the time that passes until then: it has come when it has by one of them.

    So a clock that is set back holds nothing up, and one that is set forward is obeyed.
    """

    at: datetime
    passed: timedelta

    def left(self, now: datetime, passed: timedelta) -> timedelta:
        return min(self.at - now, self.passed - passed)


class Rest:
    def __init__(self, until: Due | None) -> None:
        self.until = until
        self._is_moved = False
        self._asleep: asyncio.Timeout | None = None

    def move(self, until: Due | None) -> None:
        self.until, self._is_moved = until, True
        if self._asleep is not None and not self._asleep.expired():
            self._asleep.reschedule(asyncio.get_running_loop().time())

    def learn(self, until: Due | None) -> None:
        """The moment as it was read just now; one that was moved since is newer."""
        if not self._is_moved:
            self.until = until

    async def sleep(self, sleep: Sleep, seconds: float) -> None:
        """Until so much time has passed, or the moment is moved."""
        try:
            async with asyncio.timeout(None) as self._asleep:
                await sleep(seconds)
        except TimeoutError:
            pass  # it was moved
        finally:
            self._asleep = None


class Rests:
    """Those that go on at this moment, by the ids of what rests."""

    def __init__(self) -> None:
        self._rests: dict[int, Rest] = {}

    @contextmanager
    def begun(self, delivery_id: int, until: Due | None) -> Iterator[Rest]:
        rest = self._rests[delivery_id] = Rest(until)
        try:
            yield rest
        finally:
            del self._rests[delivery_id]

    def move(self, delivery_id: int, until: Due | None) -> None:
        """Have it rest until another moment; what does not rest is not touched."""
        if delivery_id in self._rests:
            self._rests[delivery_id].move(until)
