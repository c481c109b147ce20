"""What was not tried is said in one line."""

import pytest

from tests.kit.left_out import leave_out, summary


def test_summary_counts_and_tells_how_to_get_what_is_missing():
    reasons = ["('x.py', 1, 'Skipped: PostgreSQL is not installed')"] * 2 + ["chromium is not installed", "on Mondays"]

    assert summary(reasons) == (
        "Tests left out: 2 for want of PostgreSQL, 1 for want of chromium. "
        "To run them: apt-get install postgresql chromium"
    )


def test_summary_is_silent_when_nothing_is_missing():
    assert summary(["on Mondays"]) is None


def test_nothing_may_be_left_out_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        leave_out("chromium")

    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        leave_out("chromium")
