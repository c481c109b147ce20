"""Screens of «Настройки»: an employee's own settings, and the buttons that change them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.tasks.task_reminders import set_default_lead_time
from bridge.actions.team import preferences
from bridge.desk.inbox.cards import UNREAD_SIGN
from bridge.desk.inbox.default_views import default_view_button
from bridge.desk.tasks.tasks import LEAD_TIMES
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_menu, back_to_settings
from bridge.desk.ui.paging import Rows, packed
from bridge.desk.ui.screen import Screen, button, choice
from bridge.desk.ui.settings_rows import Setting, Value
from bridge.errors import lazy
from bridge.text.texts import LANGUAGES, _, local_time
from bridge.when import zones
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.undos import UNDO_DELAY_CHOICES
from storage.tasks.lead_times import LeadTime
from storage.team.employees import Employee, Role

Button = InlineKeyboardButton

LANGUAGE_TITLES = {"ru": "🇷🇺 Русский", "en": "🇬🇧 English"}


class Speak(CallbackData, prefix="stl"):
    code: str


class ShowZones(CallbackData, prefix="stz"):
    """Show the cities; another time zone can be typed."""


class PickZone(CallbackData, prefix="stp"):
    """Choose one of `zones.COMMON_ZONES`, counted from 1; 0 is the organization's time zone."""

    number: Number


class ShowMySchedule(CallbackData, prefix="shm"):
    """Show «Мой график работы»."""


class ShowSecurity(CallbackData, prefix="stx"):
    """Show «Безопасность»: passwords."""

    page: Number = 0


def settings(employee: Employee, organization_zone: str, now: datetime) -> Screen:
    zone = employee.time_zone or organization_zone
    lines = [
        "⚙️ " + html.bold(html.quote(_("Settings"))),
        "",
        html.quote(
            _("Time zone: {zone}; it is {time} now").format(zone=zones.title(zone, now), time=_clock(now, zone))
        ),
    ]
    if not employee.has_sound:
        lines.append(html.quote(_("The sound is off: everything comes to you silently")))
    if not employee.hears_of_new:
        lines.append(html.quote(_("New dialogs are offered to your colleagues; to you only when nobody else is there")))
    if employee.marks_unread:
        words = _("{sign} on a topic, or with a number on the pinned card: a customer's message waits unread")
        lines.append(html.quote(words.format(sign=UNREAD_SIGN)))
    if employee.undo_seconds:
        words = _("Your answers leave {seconds} s after you have written them; until then you can take them back")
        lines.append(html.quote(words.format(seconds=employee.undo_seconds)))
    of_managers = [] if employee.role is Role.OPERATOR else [[WEEKLY_REPORT.turn(employee)]]
    rows = [
        [SOUND.turn(employee)],
        [NOTICES.turn(employee)],
        [UNREAD_MARK.turn(employee)],
        *of_managers,
        [UNDO_DELAY.turn(employee)],
        [LEAD_TIME.turn(employee)],
        [choice(LANGUAGE_TITLES[code], Speak(code=code), is_chosen=employee.language == code) for code in LANGUAGES],
        [default_view_button()],
        [button("🗓 " + _("My work schedule"), ShowMySchedule())],
        [
            button("🕓 " + _("Time zone"), ShowZones()),
            button("🔑 " + _("Security"), ShowSecurity()),
        ],
        [back_to_menu()],
    ]
    return Screen("\n".join(lines), rows)


def zone_picker(organization_zone: str, now: datetime) -> Screen:
    """The choice of a time zone by its city; another zone is typed."""
    rows = zone_rows(organization_zone, now, pick=lambda number: PickZone(number=number))
    words = _("Where are you? Press your city, or write another one, or the difference: UTC+5")
    return Screen("🕓 " + html.quote(words), [*rows, [back_to_settings()]])


def zone_rows(organization_zone: str, now: datetime, *, pick: Callable[[int], CallbackData]) -> Rows:
    """A button for each city, counted from 1; 0 is the organization's time zone."""
    zoned = enumerate(zones.COMMON_ZONES, start=1)
    cities = [button(zones.caption(zone, now), pick(number)) for number, zone in zoned]
    own = _("As in the company: {zone}").format(zone=zones.title(organization_zone, now))
    return [*packed(cities), [button(own, pick(0))]]


def unread_switch(is_on: bool, turn: CallbackData) -> Button:
    """The switch of unread marks; employees and groups have the same one in their settings."""
    return button(switch_title(UNREAD_SIGN, _("Unread mark"), on=is_on), turn)


def switch_title(icon: str, caption: str, *, on: bool) -> str:
    state = _("on") if on else _("off")
    return f"{icon} {caption}: {state}"


def _clock(now: datetime, zone: str) -> str:
    return f"{local_time(now, zone):%H:%M}"


async def settings_of(uow: UnitOfWork, employee: Employee) -> Screen:
    organization = await uow.organizations.get(uow.organization_id)
    return settings(employee, organization.time_zone, uow.now)


def _preference(
    field: str, change: Callable[..., Awaitable[None]], title: Callable[[Value], str], choices: Sequence[Value]
) -> Setting[Employee, Value]:
    return Setting(
        name=field,
        title=title,
        get=lambda employee: getattr(employee, field),
        set=lambda uow, _of, value, by: change(uow, value, by=by),
        choices=choices,
        screen=lambda uow, _of, by: settings_of(uow, by),
    )


def _switch(field: str, change: Callable[..., Awaitable[None]], icon: str, caption: str) -> Setting[Employee, bool]:
    return _preference(field, change, lambda on: switch_title(icon, _(caption), on=on), (False, True))


def _undo_delay_in_words(seconds: int) -> str:
    state = _("{seconds} s").format(seconds=seconds) if seconds else _("off")
    return "↩️ " + _("Undo window") + f": {state}"


def _lead_time_in_words(lead_time: LeadTime) -> str:
    return "⏰ " + " ".join([_("Remind of tasks:"), _(LEAD_TIMES[lead_time])])


SOUND = _switch("has_sound", preferences.switch_sound, "🔔", lazy("Sound"))
NOTICES = _switch("hears_of_new", preferences.switch_notices, "🆕", lazy("Notices of new dialogs"))
UNREAD_MARK = _switch("marks_unread", preferences.switch_unread_mark, UNREAD_SIGN, lazy("Unread mark"))
WEEKLY_REPORT = _switch("hears_weekly", preferences.switch_weekly_report, "📊", lazy("Figures of the week"))
UNDO_DELAY = _preference("undo_seconds", preferences.set_undo_delay, _undo_delay_in_words, UNDO_DELAY_CHOICES)
LEAD_TIME = _preference("lead_time", set_default_lead_time, _lead_time_in_words, [*LeadTime])
