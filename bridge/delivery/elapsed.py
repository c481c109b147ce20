"""Time that passes whatever is done to the machine's clock: for how long something takes, or waits."""

import time
from collections.abc import Callable
from datetime import timedelta

Elapsed = Callable[[], timedelta]
"""How much time has passed since some moment, always the same one."""


def elapsed() -> timedelta:
    return timedelta(seconds=time.monotonic())
