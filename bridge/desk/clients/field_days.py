"""A calendar for a custom field that is a date; a date that is long ago is typed faster."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.clients.fields import ShowField
from bridge.desk.ui.calendars import EARLIEST_DAY, LATEST_DAY, Day, month
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import Screen, back, button
from storage.clients.fields import CustomField, as_date


class PickFieldDay(CallbackData, prefix="fip"):
    dialog_id: Number
    field_id: Number
    day: Day


class TurnFieldMonth(CallbackData, prefix="fim"):
    dialog_id: Number
    field_id: Number
    day: Day


def field_days(dialog_id: int, field: CustomField, value: str | None, *, today: date, shown: date | None) -> Screen:
    """The calendar of one month, with buttons to the years before and after.

    The month is that of `shown`; when that is None, the month of the field's value, or else of today.
    """
    chosen = as_date(value) if value is not None else None
    shown = shown or (chosen if chosen and EARLIEST_DAY <= chosen <= LATEST_DAY else today)

    def turn(day: date) -> TurnFieldMonth:
        return TurnFieldMonth(dialog_id=dialog_id, field_id=field.id, day=day)

    def pick(day: date) -> PickFieldDay:
        return PickFieldDay(dialog_id=dialog_id, field_id=field.id, day=day)

    years = [
        button(text, turn(to))
        for text, to in (
            (f"« {shown.year - 1}", shown.replace(year=shown.year - 1, day=1)),
            (f"{shown.year + 1} »", shown.replace(year=shown.year + 1, day=1)),
        )
        if EARLIEST_DAY <= to <= LATEST_DAY
    ]
    rows = month(shown, today=today, chosen=chosen, pick=pick, turn=turn)
    return Screen(
        "📅 " + html.bold(html.quote(field.name)),
        [years, *rows, [back(ShowField(dialog_id=dialog_id, field_id=field.id))]],
    )
