"""What is counted fast, with numpy, is what one would count slowly, one by one."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from bridge.reports.columns import Columns, different, looked_up
from bridge.reports.heard import _by_day, _by_hour
from bridge.reports.metrics import GroupedMetrics, metrics_of, wait_times
from bridge.reports.periods import period, span_of
from bridge.reports.working import WorkingTime
from storage.reports.report_rows import Layout, ReportRows
from storage.shifts.hours import ALWAYS, Weekly
from storage.shifts.weeks import Interval

EVENT = some.tuples(
    some.integers(1, 5),  # event
    some.integers(0, 3),  # employee
    some.integers(1, 9),  # dialog
    some.integers(0, 2),  # department
    some.integers(0, 10**6),  # waited
    some.integers(0, 1),  # has_waited
    some.integers(0, 1),  # is_first
    some.integers(0, 10**9),  # at
)
EVENT_NAMES = ("event", "employee", "dialog", "department", "waited", "has_waited", "is_first", "at")
RATING = some.tuples(*(some.integers(0, 3) for _ in range(3)), some.integers(1, 5))
RATING_NAMES = ("employee", "department", "channel", "score")


def packed(layout: Layout, row: dict[str, int]) -> str:
    """As `storage.reports.report_rows` says it."""
    numbers = [reduce(lambda so_far, part: (so_far << part[1]) + row[part[0]], parts, 0) for parts in layout]
    return " ".join(map(str, numbers))


def columns(layout: Layout, names, rows) -> Columns:
    return Columns.read(layout, [" ".join(packed(layout, dict(zip(names, row, strict=True))) for row in rows)])


def events(rows) -> Columns:
    read = columns(ReportRows.EVENTS, EVENT_NAMES, rows)
    return read.having(channel=read["dialog"] % 2 + 1, worked=read["waited"] // 2, in_hours=read["at"] % 2)


@given(some.lists(EVENT), some.lists(RATING))
def test_the_parts_of_whatever_is_told_apart_are_the_whole(rows, given):
    done, ratings = events(rows), columns(ReportRows.RATINGS, RATING_NAMES, given)
    whole = metrics_of(done, ratings)

    for column in ("employee", "department", "channel"):
        parts = GroupedMetrics(done, ratings, column)
        each = [parts[value] for value in parts.values]
        for name in ("begun", "answers", "taken", "closed", "in_hours", "out_of_hours", "rated"):
            assert sum(getattr(part, name) for part in each) == getattr(whole, name)
        for name in ("first", "every", "first_worked", "every_worked"):
            assert sum(getattr(part, name).count for part in each) == getattr(whole, name).count


@given(some.lists(some.integers(0, 10**6), min_size=1))
def test_of_ten_waits_so_many_were_not_longer(seconds):
    found = wait_times(np.array(seconds))

    for share, longest in ((0.5, found.half), (0.9, found.most)):
        assert longest in seconds
        assert sum(each <= longest for each in seconds) >= len(seconds) * share - 1e-9
        assert sum(each < longest for each in seconds) < len(seconds) * share + 1e-9


@given(some.lists(some.integers(0, 9)))
def test_each_different_number_comes_once_and_in_order(numbers):
    assert different(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))


@given(some.dictionaries(some.integers(1, 50), some.integers(0, 9)), some.lists(some.integers(0, 60)))
def test_what_is_looked_up_is_found_or_nothing(known, wanted):
    keys, values = (np.array(list(each), dtype=np.int64) for each in (known.keys(), known.values()))

    found = looked_up(keys, values, np.array(wanted, dtype=np.int64))

    assert found.tolist() == [known.get(each, 0) for each in wanted]


@given(
    zone=some.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/Sao_Paulo"]),
    start=some.integers(0, 1439),
    length=some.integers(1, 1440),
    since=some.integers(1_770_000_000, 1_800_000_000),
    lasts=some.lists(some.integers(0, 10**6), min_size=1),
)
def test_working_time_is_what_the_schedule_says(zone, start, length, since, lasts):
    hours = Weekly(zone, ((Interval(start, start + length),), (), *[(Interval(540, 1080),)] * 5))
    begun = np.full(len(lasts), since)
    ended = begun + np.array(lasts)

    for schedule in (hours, ALWAYS):
        clock = WorkingTime(schedule, since, int(ended.max()) + 1)
        for worked, is_on, until in zip(clock.worked(begun, ended), clock.is_on(ended), ended, strict=True):
            moments = (datetime.fromtimestamp(int(at), UTC) for at in (since, until))
            assert worked == round(schedule.working_time(*moments).total_seconds())
            assert is_on == schedule.is_on(datetime.fromtimestamp(int(until), UTC))


@given(
    zone=some.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    said=some.lists(some.tuples(some.integers(0, 72 * 4 - 1), some.integers(1, 4))),
)
def test_days_and_hours_are_those_on_the_wall_when_clocks_change(zone, said):
    # Both zones that have summer time change their clocks within these days.
    first = {"Europe/Berlin": "20261024", "Australia/Lord_Howe": "20261003"}.get(zone, "20261024")
    day = datetime.strptime(first, "%Y%m%d").date()
    found = period(span_of(day, day + timedelta(days=2)), zone, datetime(2026, 11, 1, tzinfo=UTC))
    moments = [(found.since + timedelta(minutes=15 * quarter), dialog) for quarter, dialog in said]
    moments = [(at, dialog) for at, dialog in moments if at < found.end]
    days = [[it for it in moments if since <= it[0] < until] for since, until in found.spans()]
    said_at = [[{"at": int(at.timestamp()), "dialog": dialog} for at, dialog in each] for each in days]
    read = Columns.read(ReportRows.HEARD, [" ".join(packed(ReportRows.HEARD, it) for it in each) for each in said_at])

    local = [(at.astimezone(ZoneInfo(zone)), dialog) for at, dialog in moments]
    dates = Counter(date for date, _dialog in {(at.date(), dialog) for at, dialog in local})
    hours = {(at.date(), at.hour, dialog) for at, dialog in local}
    in_week = Counter((date.weekday(), hour) for date, hour, _dialog in hours)
    assert _by_day(read, found) == [dates[date] for date in found.dates]
    assert _by_hour(read, found) == [[in_week[weekday, hour] for hour in range(24)] for weekday in range(7)]
