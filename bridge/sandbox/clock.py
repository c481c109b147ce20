"""The world's clock: what a test or a newcomer has moved it forward comes on top of the time."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC for everybody in the world, the product included.

    Args:
        moved: called after each `forward`.
        starts_at: what the clock shows when it is made; it runs on from there. None: the real time.
    """

    def __init__(self, moved: Callable[[], None] = lambda: None, *, starts_at: datetime | None = None) -> None:
        self._offset = timedelta()
        self._moved = moved
        self._forward = asyncio.Event()
        self._time = _real_time if starts_at is None else _time_since(starts_at)

    def now(self) -> datetime:
        return self._time() + self._offset

    def stamp(self) -> int:
        """The Unix time in whole seconds, as the Bot API writes it."""
        return int(self.now().timestamp())

    def forward(self, by: timedelta) -> None:
        """Let `by` pass at once: updates expire, callbacks become too old."""
        self._offset += by
        self._forward.set()
        self._forward = asyncio.Event()
        self._moved()

    async def sleep(self, pause: timedelta) -> None:
        """Wait until `pause` has passed on this clock; moving it forward ends the wait sooner."""
        until = self.now() + pause
        while (left := (until - self.now()).total_seconds()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._forward.wait()


def _real_time() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the sandbox of `make run` has the real time


def _time_since(start: datetime) -> Callable[[], datetime]:
    # The monotonic clock runs on evenly when somebody sets the machine's clock.
    begun = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - begun)
