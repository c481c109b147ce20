"""Working hours as people write them."""

import pytest

from bridge.errors import Refusal
from bridge.when.weekly import read_day, read_week
from storage.shifts.weeks import Interval, Week, weekdays

OFFICE = weekdays((Interval(9 * 60, 18 * 60),))


def said(week: Week) -> str:
    return "; ".join(", ".join(map(str, day)) or "—" for day in week)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-18", "09:00–18:00"),
        ("9:00–13:00, 14:00–18:00", "09:00–13:00, 14:00–18:00"),
        ("9-13 и 14-18", "09:00–13:00, 14:00–18:00"),
        ("14-18, 9-13", "09:00–13:00, 14:00–18:00"),
        ("22-06", "22:00–06:00"),
        ("с 9.30 до 18", "09:30–18:00"),
        ("0-24", "00:00–24:00"),
        ("круглосуточно", "00:00–24:00"),
        ("9-18, обед 13-14", "09:00–13:00, 14:00–18:00"),
        ("20-8 перерыв 23-23:30", "20:00–23:00, 23:30–08:00"),
        ("Выходной", ""),
        ("9 to 17", "09:00–17:00"),
    ],
)
def test_hours_of_a_day_are_read(text, hours):
    assert ", ".join(map(str, read_day(text))) == hours


@pytest.mark.parametrize(
    "text",
    [
        "", "9", "25-26", "9-9", "9:60-18", "9-18-20", "9-12, 11-15", "с утра", "пн 9-18", "22-10, 9-12", "обед 13-14",
        "9-18 обед", "24-25", "-", "9–", "100-200", "9-18 и ещё чуть-чуть",
    ],
)  # fmt: skip
def test_what_are_no_hours_is_refused(text):
    with pytest.raises(Refusal):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("10-19", "; ".join(["10:00–19:00"] * 5 + ["—"] * 2)),
        ("сб 10-15", "; ".join(["09:00–18:00"] * 5 + ["10:00–15:00", "—"])),
        ("пт выходной", "; ".join(["09:00–18:00"] * 4 + ["—"] * 3)),
        ("пн-пт 8-17; сб, вс 10-12", "; ".join(["08:00–17:00"] * 5 + ["10:00–12:00"] * 2)),
        ("ежедневно 8-20", "; ".join(["08:00–20:00"] * 7)),
        ("Сб–пн 8-20", "; ".join(["08:00–20:00"] + ["09:00–18:00"] * 4 + ["08:00–20:00"] * 2)),
        ("пн, ср и пт 22-6", "22:00–06:00; 09:00–18:00; 22:00–06:00; 09:00–18:00; 22:00–06:00; —; —"),
        ("mon-thu 9-17, fri 9-15", "; ".join(["09:00–17:00"] * 4 + ["09:00–15:00", "—", "—"])),
    ],
)
def test_hours_of_a_week_are_read(text, week):
    assert said(read_week(text, OFFICE)) == week


@pytest.mark.parametrize("text", ["ежедневно выходной", "пн-вс 22-6, пн 5-9", "пн", "пн-пт", "9-12 9-12"])
def test_a_week_that_cannot_be_worked_is_refused(text):
    with pytest.raises(Refusal):
        read_week(text, OFFICE)
