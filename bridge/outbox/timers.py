"""Timers of waiting deliveries. The moment that a timer waits for may be moved meanwhile."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.delivery.retry import Sleep


@dataclass(frozen=True)
class Due:
    """A moment by the clock and by the elapsed time; it has come when either of them says so.

    A clock that is set back therefore delays nothing, and a clock that is set forward is followed.
    """

    at: datetime
    passed: timedelta

    def left(self, now: datetime, passed: timedelta) -> timedelta:
        return min(self.at - now, self.passed - passed)


class Timer:
    def __init__(self, until: Due | None) -> None:
        self.until = until
        self._is_moved = False
        self._asleep: asyncio.Timeout | None = None

    def move(self, until: Due | None) -> None:
        self.until, self._is_moved = until, True
        if self._asleep is not None and not self._asleep.expired():
            self._asleep.reschedule(asyncio.get_running_loop().time())

    def learn(self, until: Due | None) -> None:
        """Set the moment that was just read from the database, unless it was moved since."""
        if not self._is_moved:
            self.until = until

    async def sleep(self, sleep: Sleep, seconds: float) -> None:
        """Sleep for that time, or until the moment is moved."""
        try:
            async with asyncio.timeout(None) as self._asleep:
                await sleep(seconds)
        except TimeoutError:
            pass  # the moment was moved
        finally:
            self._asleep = None


class Timers:
    """The running timers by the ids of their deliveries."""

    def __init__(self) -> None:
        self._timers: dict[int, Timer] = {}

    @contextmanager
    def started(self, delivery_id: int, until: Due | None) -> Iterator[Timer]:
        timer = self._timers[delivery_id] = Timer(until)
        try:
            yield timer
        finally:
            del self._timers[delivery_id]

    def move(self, delivery_id: int, until: Due | None) -> None:
        """Move the moment of a delivery's timer; a delivery without a timer is ignored."""
        if delivery_id in self._timers:
            self._timers[delivery_id].move(until)
