"""Elapsed time, which does not depend on the machine's clock. It measures how long something takes or waits."""

import time
from collections.abc import Callable
from datetime import timedelta

Elapsed = Callable[[], timedelta]
"""Returns the time since a fixed moment."""


def elapsed() -> timedelta:
    return timedelta(seconds=time.monotonic())
