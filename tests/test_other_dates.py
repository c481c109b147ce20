"""Tests that know dates, on other days: in a month's last seconds, a year's, and as clocks are put back.

Debian's `faketime` moves the time of all that runs: of Python, of its C libraries, and of the processes that are
started. What moves it within Python is seen by none of the others.
"""

import os
import subprocess
import sys

import pytest

from tests.kit import faketime

# The time comes from elsewhere in each: from the sandbox's world, a database's clock, a file, a phrase.
KNOWING = [
    "tests/stories/clients/test_client_card.py::test_a_date_is_picked_from_a_calendar",
    "tests/stories/reports/test_weekly.py",
    "tests/stories/inbox/test_snooze.py::test_it_comes_back_once_at_its_time_also_when_nobody_was_at_work_then",
    "tests/stories/reports/test_analytics.py::test_the_menu_leads_to_the_figures_of_the_week_and_back",
    "tests/reports/test_weekly.py",
    "tests/channels/test_files.py",
    "tests/when/test_days.py",
    "tests/when/test_when.py",
]
DATES = {
    "a leap year's February ends": ("Europe/Moscow", "2028-02-29 23:59:50"),
    "a year ends": ("UTC", "2029-12-31 23:59:50"),
    "clocks are put back": ("Europe/Berlin", "2027-10-31 02:59:50"),
}


@pytest.mark.parametrize(("zone", "moment"), DATES.values(), ids=DATES)
def test_the_outcome_is_the_same_on_another_date(zone: str, moment: str):
    faketime.needed()
    # PostgreSQL would be a server of its own; on it the product has the time from the same clock.
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "not postgresql", *KNOWING]

    run = subprocess.run(
        [sys.executable, *tests],
        env=os.environ | faketime.beginning_at(moment) | {"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
