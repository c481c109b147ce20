"""A calendar to pick a day from: one month as buttons, with ‹ › to the months beside it.

A screen that needs a day includes the rows of `month` and passes two kinds of buttons: `pick` carries the picked day,
and `turn` draws the screen again with the month of another day.
"""

from calendar import Calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import BeforeValidator, Field, PlainSerializer

from bridge.desk.ui.screen import button
from bridge.text.texts import _, month_title, weekdays

Button = InlineKeyboardButton

EARLIEST_DAY, LATEST_DAY = date(2000, 1, 1), date(2099, 12, 31)

# Dates beyond these limits come from forged buttons, and have no moment in every time zone.
Day = Annotated[
    date,
    BeforeValidator(lambda value: date.fromisoformat(value) if isinstance(value, str) else value),
    PlainSerializer(date.isoformat),
    Field(ge=EARLIEST_DAY, le=LATEST_DAY),
]


class Nothing(CallbackData, prefix="cn"):
    """A place of the grid without a day."""


def month(
    shown: date,
    *,
    today: date,
    pick: Callable[[date], CallbackData],
    turn: Callable[[date], CallbackData],
    chosen: date | None = None,
    earliest: date = EARLIEST_DAY,
    latest: date = LATEST_DAY,
) -> list[list[Button]]:
    """The rows of a keyboard: the month of the day `shown`, with weeks that begin on Monday, and a button for today.

    Args:
        today: the viewer's day, see `bridge.when.days.today`.
        earliest, latest: the days that can be picked; the others are blank.
    """
    first = shown.replace(day=1)

    def may_be_picked(day: date) -> bool:
        return day.month == shown.month and earliest <= day <= latest

    def picks(day: date) -> Button:
        if not may_be_picked(day):
            return _blank()
        text = f"✓{day.day}" if day == chosen else f"•{day.day}" if day == today else str(day.day)
        return button(text, pick(day))

    def turns(arrow: str, to: date) -> Button:
        if not earliest.replace(day=1) <= to <= latest:
            return _blank()
        return button(arrow, turn(to))

    head = [
        turns("‹", (first - timedelta(days=1)).replace(day=1)),
        _blank(month_title(shown)),
        turns("›", (first + timedelta(days=31)).replace(day=1)),
    ]
    weeks = Calendar().monthdatescalendar(shown.year, shown.month)
    shown_weeks = [week for week in weeks if any(may_be_picked(day) for day in week)]
    rows = [head, [_blank(name) for name in weekdays()], *([picks(day) for day in week] for week in shown_weeks)]
    if earliest <= today <= latest:
        rows.append([button(_("Today"), pick(today))])
    return rows


def _blank(text: str = "·") -> Button:
    return button(text, Nothing())
