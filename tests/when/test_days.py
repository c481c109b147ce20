"""A day has the moments that its people live it in, clock changes and all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bridge.when.days import bounds, today


def test_a_day_begins_at_midnight_where_its_people_are():
    assert bounds(date(2026, 11, 23), "Europe/Moscow") == (
        datetime(2026, 11, 22, 21, tzinfo=UTC),
        datetime(2026, 11, 23, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 11, 23), "Europe/Berlin", 24),
        # The clocks leap over midnight itself, and back over it.
        (date(2018, 11, 4), "America/Sao_Paulo", 23),
        (date(2018, 2, 17), "America/Sao_Paulo", 25),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
    ],
)
def test_a_day_on_which_the_clocks_change_is_longer_or_shorter(day, zone, hours):
    begins, ends = bounds(day, zone)

    assert ends - begins == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe"])
def test_every_moment_is_in_its_day_and_in_no_other(zone):
    moment = datetime(2018, 1, 1, tzinfo=UTC)
    while moment.year == 2018:
        day = today(moment, zone)
        begins, ends = bounds(day, zone)
        assert begins <= moment < ends
        assert bounds(day - timedelta(days=1), zone)[1] == begins
        moment += timedelta(minutes=30)
