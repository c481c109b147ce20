"""The screens of «Отложить»: until when a dialog is snoozed, and the list of snoozed dialogs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.messages.later import later_rows
from bridge.desk.ui.calendars import Day, month
from bridge.desk.ui.callbacks import Number, Open, ShowCard
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import in_rows, page_of
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _, short_day
from bridge.when import MAX_DISTANCE
from bridge.when.days import today
from bridge.when.saying import in_short, in_words
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog

Button = InlineKeyboardButton

MORNING_TIME = time(9)
HOUR_CHOICES = (8, 9, 10, 12, 14, 15, 17, 19)
DIALOGS_PER_PAGE = 8


class PickSnooze(CallbackData, prefix="sn"):
    """Ask until when the dialog is snoozed."""

    dialog_id: Number


class Snooze(CallbackData, prefix="sns"):
    """Snooze until a minute since 1970; 0 is until the customer writes."""

    dialog_id: Number
    minute: Number


class PickSnoozeDay(CallbackData, prefix="snd"):
    dialog_id: Number
    day: Day


class TurnSnoozeMonth(CallbackData, prefix="snm"):
    dialog_id: Number
    day: Day


class Wake(CallbackData, prefix="snw"):
    """End the snooze now."""

    dialog_id: Number


class ShowSnoozed(CallbackData, prefix="snl"):
    """Show the list of snoozed dialogs."""

    page: Number = 0


def snooze_button(dialog: Dialog) -> Button:
    if dialog.is_snoozed:
        return button("⏰ " + _("Bring back"), Wake(dialog_id=dialog.id))
    return button("💤 " + _("Snooze"), PickSnooze(dialog_id=dialog.id))


def until_in_words(dialog: Dialog, zone: str, now: datetime) -> str:
    """The end of the snooze in words that stay true when they are read on a later day."""
    if dialog.snoozed_until is None:
        return _("put off until the customer writes")
    return _("put off until {when}").format(when=in_words(dialog.snoozed_until, zone, now, lasting=True))


def picker(dialog_id: int, zone: str, now: datetime) -> Screen:
    """Quick choices and the calendar; the time can also be typed."""
    quick = [_until(dialog_id, at, in_short(at, zone, now)) for at in moments(now, zone)]
    never = button(_("Until the customer writes"), Snooze(dialog_id=dialog_id, minute=0))
    day = TurnSnoozeMonth(dialog_id=dialog_id, day=today(now, zone))
    rows = [*in_rows(quick), [never], [button("📅 " + _("Calendar"), day)]]
    words = _("Until when can this dialog wait? Press, or write: tomorrow at 10:30")
    return _screen(words, [*rows, *later_rows(dialog_id, 0), [back(ShowCard(dialog_id=dialog_id))]])


def moments(now: datetime, zone: str) -> list[datetime]:
    """The quick choices: in one hour, in three hours, tomorrow morning, on Monday morning."""
    day = today(now, zone)
    monday = day + timedelta(days=7 - day.weekday())
    mornings = [
        datetime.combine(each, MORNING_TIME, ZoneInfo(zone)).astimezone(UTC)
        for each in (day + timedelta(days=1), monday)
    ]
    return sorted({now + timedelta(hours=1), now + timedelta(hours=3), *mornings})


def days(dialog_id: int, shown: date, zone: str, now: datetime) -> Screen:
    day = today(now, zone)
    rows = month(
        shown,
        today=day,
        pick=lambda day: PickSnoozeDay(dialog_id=dialog_id, day=day),
        turn=lambda day: TurnSnoozeMonth(dialog_id=dialog_id, day=day),
        earliest=day,
        latest=day + MAX_DISTANCE,
    )
    return _screen(_("Until which day?"), [*rows, [back(ShowCard(dialog_id=dialog_id))]])


def hours(dialog_id: int, day: date, zone: str, now: datetime) -> Screen:
    """The hours of the day that are not over yet."""
    there = [datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC) for hour in HOUR_CHOICES]
    buttons = [_until(dialog_id, at, f"{at.astimezone(ZoneInfo(zone)):%H:%M}") for at in there if at > now]
    words = _("Until what time on {day}? Press, or write the day and the time").format(
        day=short_day(day, today(now, zone))
    )
    return _screen(words, [*in_rows(buttons, width=4), [back(ShowCard(dialog_id=dialog_id))]])


def snoozed(option: Snooze, now: datetime) -> datetime | None:
    """The moment that a button names; None is until the customer writes."""
    if not option.minute:
        return None
    return min(datetime.fromtimestamp(option.minute * 60, UTC), now + MAX_DISTANCE)


async def snoozed_list(uow: UnitOfWork, dialogs: Sequence[Dialog], zone: str, *, page: int) -> Screen:
    shown = page_of(dialogs, page, size=DIALOGS_PER_PAGE)
    rows = []
    for dialog in shown.items:
        name = (await uow.contacts.get(dialog.contact_id)).title
        when = in_short(dialog.snoozed_until, zone, uow.now) if dialog.snoozed_until else "…"
        rows.append([button(f"💤 {when} · {name}", Open(dialog_id=dialog.id))])
    words = _("Put off") if rows else _("No dialog is put off")
    return _screen(words, [*rows, *shown.turning(lambda to: ShowSnoozed(page=to)), [back_to_menu()]])


def _until(dialog_id: int, at: datetime, text: str) -> Button:
    data = Snooze(dialog_id=dialog_id, minute=-(-int(at.timestamp()) // 60))
    return button(text, data, style=ButtonStyle.PRIMARY)


def _screen(words: str, rows: list[list[Button]]) -> Screen:
    return Screen("💤 " + html.bold(html.quote(words)), rows)
