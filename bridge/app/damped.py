"""Log lines that strangers can cause. Each is written at most once a minute, so that nobody can fill the disk."""

from datetime import timedelta
from typing import Any

import structlog

from bridge.delivery.elapsed import Elapsed, elapsed

LOG_INTERVAL = timedelta(minutes=1)

log = structlog.get_logger(__name__)


class Damped:
    """Writes the first line of an event at once. A later line says how many lines were left out before it."""

    def __init__(self, passed: Elapsed = elapsed) -> None:
        self._passed = passed
        # By the event: when it was last written, and how many lines were left out since.
        self._written: dict[str, tuple[timedelta, int]] = {}

    def warning(self, event: str, **fields: Any) -> None:
        """Log a warning. `event` comes from a fixed list and never from a stranger."""
        now = self._passed()
        written = self._written.get(event)
        if written is not None and now - written[0] < LOG_INTERVAL:
            self._written[event] = (written[0], written[1] + 1)
            return
        self._written[event] = (now, 0)
        left_out = {"left_out": written[1]} if written is not None and written[1] else {}
        log.warning(event, **fields, **left_out)
