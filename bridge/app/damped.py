"""Log lines that strangers can cause: each at most once a minute, so that nobody can fill the disk with them."""

from datetime import timedelta
from typing import Any

import structlog

from bridge.delivery.elapsed import Elapsed, elapsed

LOG_INTERVAL = timedelta(minutes=1)

log = structlog.get_logger(__name__)


class Damped:
    """Writes the first of its kind at once. The next line of that kind says how many were left out before it."""

    def __init__(self, passed: Elapsed = elapsed) -> None:
        self._passed = passed
        # By the event: when it was last written, and how many were left out since.
        self._written: dict[str, tuple[timedelta, int]] = {}

    def warning(self, event: str, **fields: Any) -> None:
        """`event` is one of a few: never what a stranger chose."""
        now = self._passed()
        written = self._written.get(event)
        if written is not None and now - written[0] < LOG_INTERVAL:
            self._written[event] = (written[0], written[1] + 1)
            return
        self._written[event] = (now, 0)
        left_out = {"left_out": written[1]} if written is not None and written[1] else {}
        log.warning(event, **fields, **left_out)
