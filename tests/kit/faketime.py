"""Debian's `faketime`: a process has another date, or a clock that can be set. Its monotonic clock is left alone."""

import shutil

from tests.kit.left_out import leave_out

# By the library itself: the command `faketime` shares semaphores between processes, and one that dies keeps them.
LIBRARY = "/usr/$LIB/faketime/libfaketime.so.1"
OPTIONS = {
    "LD_PRELOAD": LIBRARY,
    "FAKETIME_DISABLE_SHM": "1",
    # Waits last as long as ever.
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "DONT_FAKE_MONOTONIC": "1",
    # Or else whoever waits for a lock until a monotonic moment wakes up at once, and again and again.
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    # A file's times are those that the product has given it by its own clock.
    "NO_FAKE_STAT": "1",
}


def needed() -> None:
    """Leave the test out where faketime is not installed."""
    shutil.which("faketime") or leave_out("faketime")


def beginning_at(moment: str) -> dict[str, str]:
    """The variables of a process that begins at that local time."""
    return OPTIONS | {"FAKETIME": f"@{moment}"}


def told_by(file: str) -> dict[str, str]:
    """Those of a process whose clock is off by what a file says: "+0", "-3600"."""
    return OPTIONS | {"FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_NO_CACHE": "1"}
