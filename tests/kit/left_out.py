"""Tests that need more than Python: left out, and said so, where it is not installed; a failure in CI."""

import os
from collections import Counter
from typing import NoReturn

import pytest

# What is missing, and the Debian package that brings it.
PACKAGES = {"PostgreSQL": "postgresql", "pg_dump": "postgresql-client", "chromium": "chromium", "faketime": "faketime"}


def leave_out(missing: str) -> NoReturn:
    """End the test that needs what is `missing`: skipped, or failed where nothing may be left out."""
    if os.environ.get("CI"):
        pytest.fail(f"{missing} is not installed: apt-get install {PACKAGES[missing]}", pytrace=False)
    pytest.skip(f"{missing} is not installed")


def summary(reasons: list[str]) -> str | None:
    """One line for the end of the run, from the reasons of all skipped tests; None when nothing is missing."""
    counts = Counter(missing for missing in PACKAGES for reason in reasons if f"{missing} is not installed" in reason)
    if not counts:
        return None
    what = ", ".join(f"{count} for want of {missing}" for missing, count in counts.items())
    return f"Tests left out: {what}. To run them: apt-get install {' '.join(PACKAGES[missing] for missing in counts)}"
