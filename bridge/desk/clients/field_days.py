"""A calendar for a field that is a date; what is long ago is typed sooner."""

import re
from datetime import date

from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.clients.fields import ShowField
from bridge.desk.ui.calendars import EARLIEST_DAY, LATEST_DAY, PickDay, TurnMonth, month
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import _
from storage.clients.fields import CustomField, as_date

Button = InlineKeyboardButton

# A calendar's purpose says of which field it is; its key is the dialog.
CALENDAR_PURPOSE_PATTERN = re.compile(r"fi(\d{1,9})")


def field_of(option: PickDay | TurnMonth) -> int:
    found = CALENDAR_PURPOSE_PATTERN.fullmatch(option.purpose)
    return int(found.group(1)) if found else 0


def field_days(dialog_id: int, field: CustomField, value: str | None, *, today: date, shown: date | None) -> Screen:
    """The month of `shown`, else of what is known, else of today; with the years beside it."""
    chosen = as_date(value) if value is not None else None
    shown = shown or (chosen if chosen and EARLIEST_DAY <= chosen <= LATEST_DAY else today)
    purpose = f"fi{field.id}"
    rows = month(shown, purpose=purpose, key=dialog_id, today=today, chosen=chosen)
    years = [
        button(text, TurnMonth(purpose=purpose, key=dialog_id, day=to))
        for text, to in (
            (f"« {shown.year - 1}", shown.replace(year=shown.year - 1, day=1)),
            (f"{shown.year + 1} »", shown.replace(year=shown.year + 1, day=1)),
        )
        if EARLIEST_DAY <= to <= LATEST_DAY
    ]
    back = ShowField(dialog_id=dialog_id, field_id=field.id).pack()
    rows = [years, *rows, [button("‹ " + _("Back"), back)]]
    return Screen("📅 " + html.bold(html.quote(field.name)), rows)
