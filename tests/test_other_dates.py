"""Tests that know dates, on other days: in a month's last seconds, a year's, and as clocks are put back.

Debian's `faketime` moves the time of all that runs: of Python, of its C libraries, and of the processes that are
started. What moves it within Python is seen by none of the others. The monotonic clock is left alone, so that waits
last as long as ever.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.left_out import leave_out

# The time comes from elsewhere in each: from the sandbox's world, a database's clock, a file, a phrase.
KNOWING = [
    "tests/stories/test_client_card.py::test_a_date_is_picked_from_a_calendar",
    "tests/stories/test_weekly.py",
    "tests/stories/test_snooze.py::test_it_comes_back_once_at_its_time_also_when_nobody_was_at_work_then",
    "tests/stories/test_analytics.py::test_the_menu_leads_to_the_figures_of_the_week_and_back",
    "tests/scheduler/test_weekly.py",
    "tests/channels/test_files.py",
    "tests/test_days.py",
    "tests/test_when.py",
]
OPTIONS = {
    # A file's times are those that the product has given it by its own clock.
    "NO_FAKE_STAT": "1",
    # Or else whoever waits for a lock until a monotonic moment wakes up at once, and again and again.
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
}
DATES = {
    "a leap year's February ends": ("Europe/Moscow", "2028-02-29 23:59:50"),
    "a year ends": ("UTC", "2029-12-31 23:59:50"),
    "clocks are put back": ("Europe/Berlin", "2027-10-31 02:59:50"),
}


@pytest.mark.parametrize(("zone", "moment"), DATES.values(), ids=DATES)
def test_the_outcome_is_the_same_on_another_date(zone: str, moment: str):
    faketime = shutil.which("faketime") or leave_out("faketime")
    # PostgreSQL would be a server of its own; on it the product has the time from the same clock.
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not postgresql", *KNOWING]

    run = subprocess.run(
        [faketime, "--exclude-monotonic", moment, sys.executable, *tests],
        env=os.environ | OPTIONS | {"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
