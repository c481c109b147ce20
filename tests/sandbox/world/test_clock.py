"""The world's clock shows what it is set to and runs on; unset, it shows the real time."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bridge.sandbox.clock import Clock

NEW_YEAR = datetime(2028, 1, 1, tzinfo=UTC)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    """Moves the monotonic clock by seconds."""

    def pass_by(seconds: float) -> None:
        now = time.monotonic() + seconds
        monkeypatch.setattr("bridge.sandbox.clock.time.monotonic", lambda: now)

    return pass_by


def test_a_set_clock_starts_at_its_moment_and_runs_on(later):
    later(0)
    clock = Clock(starts_at=NEW_YEAR)

    assert clock.now() == NEW_YEAR
    later(90)

    assert NEW_YEAR + timedelta(seconds=90) <= clock.now() < NEW_YEAR + timedelta(seconds=91)


def test_time_that_is_let_pass_comes_on_top_and_is_told():
    told = []
    clock = Clock(lambda: told.append(clock.stamp()), starts_at=NEW_YEAR)

    clock.forward(timedelta(days=1))

    assert clock.now() >= NEW_YEAR + timedelta(days=1)
    assert told == [int((NEW_YEAR + timedelta(days=1)).timestamp())]


def test_an_unset_clock_shows_the_real_time():
    before = datetime.now(UTC)  # noqa: TID251 - what is compared is the real time

    assert before <= Clock().now() <= before + timedelta(minutes=1)
