"""The calendar that a day is picked from."""

from datetime import date

import pytest
from aiogram.filters.callback_data import CallbackData

from bridge.desk.ui.calendars import Day, Nothing, month
from bridge.desk.ui.callbacks import Number
from bridge.text.texts import language

TODAY = date(2026, 11, 23)


class PickDay(CallbackData, prefix="test pick"):
    key: Number = 0
    day: Day


class TurnMonth(CallbackData, prefix="test turn"):
    key: Number = 0
    day: Day


def shown_month(shown, *, key=0, **which):
    buttons = {"pick": lambda day: PickDay(key=key, day=day), "turn": lambda day: TurnMonth(key=key, day=day)}
    return month(shown, **buttons, **which)


def captions(rows):
    return [[button.text for button in row] for row in rows]


def data_of(rows, caption):
    return next(button.callback_data for row in rows for button in row if button.text == caption)


def test_a_month_is_shown_in_weeks_that_begin_on_monday():
    rows = captions(shown_month(date(2026, 11, 5), today=TODAY))

    assert rows[0] == ["‹", "нояб. 2026", "›"]
    assert rows[1] == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    assert rows[2] == ["·", "·", "·", "·", "·", "·", "1"]
    assert rows[6] == ["•23", "24", "25", "26", "27", "28", "29"]
    assert rows[-1] == ["Сегодня"]


def test_the_calendar_speaks_the_viewers_language():
    with language("en"):
        rows = captions(shown_month(TODAY, today=TODAY))

    assert rows[0][1] == "Nov 2026"
    assert rows[1][0] == "Mo"


def test_a_day_carries_what_it_is_picked_for():
    rows = shown_month(TODAY, key=12, today=TODAY, chosen=date(2026, 11, 7))

    assert PickDay.unpack(data_of(rows, "✓7")) == PickDay(key=12, day=date(2026, 11, 7))
    assert TurnMonth.unpack(data_of(rows, "‹")).day == date(2026, 10, 1)
    assert TurnMonth.unpack(data_of(rows, "›")).day == date(2026, 12, 1)
    assert PickDay.unpack(data_of(rows, "Сегодня")).day == TODAY


def test_days_that_may_not_be_picked_are_blank():
    past = captions(shown_month(TODAY, today=TODAY, latest=TODAY))
    future = captions(shown_month(TODAY, today=TODAY, earliest=TODAY))

    assert past[6] == ["•23", "·", "·", "·", "·", "·", "·"]
    assert past[0] == ["‹", "нояб. 2026", "·"]
    assert future[0] == ["·", "нояб. 2026", "›"]


def test_a_week_without_a_day_to_pick_is_left_out():
    past = captions(shown_month(TODAY, today=TODAY, latest=date(2026, 11, 22)))
    future = captions(shown_month(TODAY, today=TODAY, earliest=TODAY))

    assert past[-1] == ["16", "17", "18", "19", "20", "21", "22"]
    assert future[2] == ["•23", "24", "25", "26", "27", "28", "29"]


def test_a_day_out_of_reach_is_not_offered_as_today():
    assert ["Сегодня"] not in captions(shown_month(TODAY, today=TODAY, earliest=date(2026, 11, 24)))


@pytest.mark.parametrize("said", ["2026-13-01", "2026-02-30", "1999-12-31", "2100-01-01", "99999", "", "1792713600"])
def test_a_day_that_is_none_belongs_to_no_button_of_ours(said):
    with pytest.raises(ValueError, match="day"):
        PickDay.unpack(f"test pick:0:{said}")


def test_every_place_of_the_grid_fits_into_a_button():
    rows = shown_month(date(2099, 12, 31), key=2**31 - 1, today=TODAY)

    data = [button.callback_data for row in rows for button in row]
    assert max(len(each.encode()) for each in data) <= 64
    assert Nothing().pack() in data
