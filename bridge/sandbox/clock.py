"""The world's clock: real time plus what a test or a newcomer has moved it forward."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC for everybody in the world, the product included."""

    def __init__(self, moved: Callable[[], None] = lambda: None) -> None:
        self._offset = timedelta()
        self._moved = moved
        self._forward = asyncio.Event()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def stamp(self) -> int:
        """The Unix time in whole seconds, as the Bot API writes it."""
        return int(time.time() + self._offset.total_seconds())

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
