"""The world's clock: real time plus what a test or a newcomer has moved it forward."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC for everybody in the world, the product included."""

    def __init__(self, moved: Callable[[], None] = lambda: None) -> None:
        self._offset = timedelta()
        self._moved = moved

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def stamp(self) -> int:
        """The Unix time in whole seconds, as the Bot API writes it."""
        return int(time.time() + self._offset.total_seconds())

    def forward(self, by: timedelta) -> None:
        """Let `by` pass at once: updates expire, callbacks become too old."""
        self._offset += by
        self._moved()
