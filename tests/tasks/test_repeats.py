"""When a task comes again."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.tasks.repeats import Repeat
from tests.kit.clock import at

MOSCOW, BERLIN = "Europe/Moscow", "Europe/Berlin"


@pytest.mark.parametrize(
    ("repeat", "due", "after", "expected"),
    [
        (Repeat.DAILY, "2026-11-23 10:00", "2026-11-23 09:00", "2026-11-24 10:00"),
        (Repeat.DAILY, "2026-11-23 10:00", "2026-11-26 12:00", "2026-11-27 10:00"),
        (Repeat.WEEKDAYS, "2026-11-27 10:00", "2026-11-27 10:00", "2026-11-30 10:00"),
        (Repeat.WEEKLY, "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-30 10:00"),
        (Repeat.MONTHLY, "2026-11-23 10:00", "2026-11-23 10:00", "2026-12-23 10:00"),
    ],
)
def test_the_next_time_is_behind_the_last_one_and_behind_now(repeat, due, after, expected):
    assert repeat.following(at(due), at(after), MOSCOW, at(due).day) == at(expected)


def test_a_short_month_has_it_on_its_last_day_and_the_next_one_on_the_day_that_was_meant():
    january = at("2027-01-31 10:00")

    february = Repeat.MONTHLY.following(january, january, MOSCOW, 31)
    march = Repeat.MONTHLY.following(february, february, MOSCOW, 31)

    assert (february, march) == (at("2027-02-28 10:00"), at("2027-03-31 10:00"))


def test_the_clock_on_the_wall_stays_the_same_when_clocks_change():
    saturday = at("2027-03-27 10:00", BERLIN)

    assert Repeat.DAILY.following(saturday, saturday, BERLIN, 27) == at("2027-03-28 10:00", BERLIN)


def test_an_hour_that_clocks_skip_is_had_an_hour_later():
    saturday = at("2027-03-27 02:30", BERLIN)

    assert Repeat.DAILY.following(saturday, saturday, BERLIN, 27) == at("2027-03-28 03:30", BERLIN)


@given(
    st.sampled_from(Repeat),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([MOSCOW, BERLIN, "America/New_York", "Pacific/Apia"]),
)
def test_it_always_comes_later_than_it_was_and_than_it_is(repeat, due, now, zone):
    assert repeat.following(due, now, zone, due.astimezone(ZoneInfo(zone)).day) > max(due, now)
