"""Screens on which the time of a scheduled message is chosen: quick choices, the calendar, the hours of a day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.snoozes import HOUR_CHOICES, moments
from bridge.desk.messages.scheduled_messages import DoLater, ScheduledAction
from bridge.desk.ui.calendars import Day, month
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import in_rows
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _, short_day
from bridge.when import MAX_DISTANCE
from bridge.when.days import today
from bridge.when.saying import in_short
from storage.messages.scheduled_messages import ScheduledMessage

Button = InlineKeyboardButton


class PickSendDay(CallbackData, prefix="smy"):
    scheduled_id: Number
    day: Day


class TurnSendMonth(CallbackData, prefix="smm"):
    scheduled_id: Number
    day: Day


class SetSendTime(CallbackData, prefix="smt"):
    """Choose the time; `minute` is counted from 1970."""

    scheduled_id: Number
    version: Number
    minute: Number


def moment(option: SetSendTime, now: datetime) -> datetime:
    """The moment that a button names. A forged button cannot name a moment beyond the allowed distance."""
    return min(datetime.fromtimestamp(option.minute * 60, UTC), now + MAX_DISTANCE)


def times(scheduled: ScheduledMessage, zone: str, now: datetime) -> Screen:
    quick = [_at(scheduled, at, in_short(at, zone, now)) for at in moments(now, zone)]
    calendar = TurnSendMonth(scheduled_id=scheduled.id, day=today(now, zone))
    rows = [*in_rows(quick), [button("📅 " + _("Calendar"), calendar)]]
    return _screen(_("When is the message to leave? Press, or write: tomorrow at 10:30"), rows, scheduled)


def days(scheduled: ScheduledMessage, shown: date, zone: str, now: datetime) -> Screen:
    day = today(now, zone)
    rows = month(
        shown,
        today=day,
        pick=lambda day: PickSendDay(scheduled_id=scheduled.id, day=day),
        turn=lambda day: TurnSendMonth(scheduled_id=scheduled.id, day=day),
        earliest=day,
        latest=day + MAX_DISTANCE,
    )
    return _screen(_("On which day is the message to leave?"), rows, scheduled)


def hours(scheduled: ScheduledMessage, day: date, zone: str, now: datetime) -> Screen:
    """The hours of the day that are not over yet."""
    there = [datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC) for hour in HOUR_CHOICES]
    buttons = [_at(scheduled, at, f"{at.astimezone(ZoneInfo(zone)):%H:%M}") for at in there if at > now]
    words = _("At what time on {day} is the message to leave? Press, or write the day and the time")
    return _screen(words.format(day=short_day(day, today(now, zone))), in_rows(buttons, width=4), scheduled)


def _at(scheduled: ScheduledMessage, at: datetime, text: str) -> Button:
    minute = -(-int(at.timestamp()) // 60)
    data = SetSendTime(scheduled_id=scheduled.id, version=scheduled.version, minute=minute)
    return button(text, data, style=ButtonStyle.PRIMARY)


def _screen(words: str, rows: list[list[Button]], scheduled: ScheduledMessage) -> Screen:
    card = DoLater(scheduled_id=scheduled.id, version=scheduled.version, do=ScheduledAction.SHOW)
    return Screen("🕒 " + html.bold(html.quote(words)), [*rows, [back(card)]])
