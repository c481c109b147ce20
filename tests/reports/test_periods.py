"""Periods: days as somebody lives them, without gaps, and what each is compared with."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bridge.reports.periods import PeriodTooLong, PeriodUnclear, Preset, period, span_of

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
ZONE = "Europe/Berlin"
ZONES = ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.TODAY, "2026-11-23", "2026-11-23"),
        (Preset.YESTERDAY, "2026-11-22", "2026-11-22"),
        (Preset.WEEK, "2026-11-17", "2026-11-23"),
        (Preset.THIRTY, "2026-10-25", "2026-11-23"),
        (Preset.LAST_WEEK, "2026-11-16", "2026-11-22"),
        (Preset.THIS_MONTH, "2026-11-01", "2026-11-23"),
        (Preset.LAST_MONTH, "2026-10-01", "2026-10-31"),
        (Preset.THIS_YEAR, "2026-01-01", "2026-11-23"),
    ],
)
def test_presets_are_what_people_call_them(preset, first, last):
    found = period(preset, ZONE, NOW)

    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Preset.TODAY, "2026-11-22", "2026-11-22"),
        (Preset.WEEK, "2026-11-10", "2026-11-16"),
        (Preset.LAST_WEEK, "2026-11-09", "2026-11-15"),
        (Preset.THIS_MONTH, "2026-10-01", "2026-10-23"),
        (Preset.LAST_MONTH, "2026-09-01", "2026-09-30"),
        ("2026030120260331", "2026-02-01", "2026-02-28"),
        ("2026030320260304", "2026-03-01", "2026-03-02"),
    ],
)
def test_a_period_is_compared_with_the_one_before(span, first, last):
    before = period(span, ZONE, NOW).before()

    assert (str(before.first), str(before.last)) == (first, last)


def test_a_day_that_is_not_over_is_compared_with_the_day_before_up_to_the_same_time():
    today = period("t", ZONE, NOW)

    assert (today.end, today.before().end) == (NOW, NOW - timedelta(days=1))


def test_the_same_time_is_what_the_clock_on_the_wall_shows():
    # Clocks went back in the night to the 25th of October: 13:30 was an hour later in UTC.
    noon = datetime(2026, 10, 25, 12, 30, tzinfo=UTC)

    assert period("t", ZONE, noon).before().end == datetime(2026, 10, 24, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "span", ["", "x", "2026", "2026112320261199", "2026112420261123", "20261123 0261123", "ttt", "²" * 16]
)
def test_what_is_no_period_is_refused(span):
    with pytest.raises(PeriodUnclear):
        period(span, ZONE, NOW)


def test_more_than_a_year_is_refused():
    with pytest.raises(PeriodTooLong):
        period("2025112220261123", ZONE, NOW)
    assert period("2025112320261123", ZONE, NOW).length == 366


@given(
    first=some.dates(date(2017, 1, 1), date(2027, 6, 1)),
    days=some.integers(0, 365),
    zone=some.sampled_from(ZONES),
    hours=some.integers(-24, 24 * 400),
)
def test_days_follow_each_other_without_gaps_and_before_what_comes_later(first, days, zone, hours):
    last = first + timedelta(days=days)
    now = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(hours=hours)
    found = period(span_of(last, first), zone, now)

    for part in (found, found.before()):
        spans = part.spans()
        assert len(spans) == part.length
        assert (spans[0][0], spans[-1][1]) == (part.since, part.end)
        assert all(until == since for (_, until), (since, _) in pairwise(spans))
        assert all(since <= until for since, until in spans)
    assert found.before().last < found.first
    assert found.before().end <= found.since
