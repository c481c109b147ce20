"""The calendar that a day is picked from."""

from datetime import date

import pytest

from bridge.desk.ui.calendars import Nothing, PickDay, TurnMonth, month
from bridge.text.texts import language

TODAY = date(2026, 11, 23)


def captions(rows):
    return [[button.text for button in row] for row in rows]


def data_of(rows, caption):
    return next(button.callback_data for row in rows for button in row if button.text == caption)


def test_a_month_is_shown_in_weeks_that_begin_on_monday():
    rows = captions(month(date(2026, 11, 5), purpose="li", today=TODAY))

    assert rows[0] == ["‹", "нояб. 2026", "›"]
    assert rows[1] == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    assert rows[2] == ["·", "·", "·", "·", "·", "·", "1"]
    assert rows[6] == ["•23", "24", "25", "26", "27", "28", "29"]
    assert rows[-1] == ["Сегодня"]


def test_the_calendar_speaks_the_viewers_language():
    with language("en"):
        rows = captions(month(TODAY, purpose="li", today=TODAY))

    assert rows[0][1] == "Nov 2026"
    assert rows[1][0] == "Mo"


def test_a_day_carries_what_it_is_picked_for():
    rows = month(TODAY, purpose="tk", key=12, today=TODAY, chosen=date(2026, 11, 7))

    assert PickDay.unpack(data_of(rows, "✓7")) == PickDay(purpose="tk", key=12, day=date(2026, 11, 7))
    assert TurnMonth.unpack(data_of(rows, "‹")).day == date(2026, 10, 1)
    assert TurnMonth.unpack(data_of(rows, "›")).day == date(2026, 12, 1)
    assert PickDay.unpack(data_of(rows, "Сегодня")).day == TODAY


def test_days_that_may_not_be_picked_are_blank():
    past = captions(month(TODAY, purpose="li", today=TODAY, latest=TODAY))
    future = captions(month(TODAY, purpose="tk", today=TODAY, earliest=TODAY))

    assert past[6] == ["•23", "·", "·", "·", "·", "·", "·"]
    assert past[0] == ["‹", "нояб. 2026", "·"]
    assert future[0] == ["·", "нояб. 2026", "›"]


def test_a_week_without_a_day_to_pick_is_left_out():
    past = captions(month(TODAY, purpose="li", today=TODAY, latest=date(2026, 11, 22)))
    future = captions(month(TODAY, purpose="tk", today=TODAY, earliest=TODAY))

    assert past[-1] == ["16", "17", "18", "19", "20", "21", "22"]
    assert future[2] == ["•23", "24", "25", "26", "27", "28", "29"]


def test_a_day_out_of_reach_is_not_offered_as_today():
    assert ["Сегодня"] not in captions(month(TODAY, purpose="tk", today=TODAY, earliest=date(2026, 11, 24)))


@pytest.mark.parametrize("said", ["2026-13-01", "2026-02-30", "1999-12-31", "2100-01-01", "99999", "", "1792713600"])
def test_a_day_that_is_none_belongs_to_no_button_of_ours(said):
    with pytest.raises(ValueError, match="day"):
        PickDay.unpack(f"ca:li:0:{said}")


def test_every_place_of_the_grid_fits_into_a_button():
    rows = month(date(2099, 12, 31), purpose="li", key=2**31 - 1, today=TODAY)

    data = [button.callback_data for row in rows for button in row]
    assert max(len(each.encode()) for each in data) <= 64
    assert Nothing().pack() in data
