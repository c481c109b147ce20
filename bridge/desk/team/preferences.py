"""«Настройки»: what an employee has chosen for themselves, and the buttons that change it."""

from datetime import datetime
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.inbox.cards import UNREAD_SIGN
from bridge.desk.inbox.default_views import default_view_button
from bridge.desk.tasks.task_reminders import prefer_button
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_menu, back_to_settings
from bridge.desk.ui.paging import packed
from bridge.desk.ui.screen import Screen, button
from bridge.text.texts import LANGUAGES, _, local_time
from bridge.when import zones
from storage.messages.undos import UNDO_DELAY_CHOICES
from storage.team.employees import Employee, Role

Button = InlineKeyboardButton

LANGUAGE_TITLES = {"ru": "🇷🇺 Русский", "en": "🇬🇧 English"}


class Switch(StrEnum):
    SOUND = "s"
    NOTICES = "n"
    UNREAD = "u"
    WEEKLY = "w"


class SwitchSetting(CallbackData, prefix="sts"):
    """It says which way, so that two presses at once do not undo each other."""

    what: Switch
    on: bool


class Speak(CallbackData, prefix="stl"):
    code: str


class GiveTime(CallbackData, prefix="stu"):
    """How long answers can be taken back."""

    seconds: Number


class ShowZones(CallbackData, prefix="stz"):
    """The cities, and the question for another one."""


class PickZone(CallbackData, prefix="stp"):
    """One of `zones.COMMON_ZONES`, counted from 1; 0 is the organization's."""

    number: Number


class ShowMySchedule(CallbackData, prefix="shm"):
    """«Мой график работы»."""


class ShowSecurity(CallbackData, prefix="stx"):
    """«Безопасность»: passwords."""

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
    rows = [
        [_switch("🔔", _("Sound"), Switch.SOUND, on=employee.has_sound)],
        [_switch("🆕", _("Notices of new dialogs"), Switch.NOTICES, on=employee.hears_of_new)],
        [unread_switch(employee.marks_unread, SwitchSetting(what=Switch.UNREAD, on=not employee.marks_unread))],
        *_of_managers(employee),
        [_undo_delay_button(employee.undo_seconds)],
        [prefer_button(employee.lead_time)],
        [_speaks(code, chosen=employee.language == code) for code in LANGUAGES],
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
    """The cities; another one is typed."""
    cities = [
        button(zones.caption(zone, now), PickZone(number=number))
        for number, zone in enumerate(zones.COMMON_ZONES, start=1)
    ]
    own = _("As in the company: {zone}").format(zone=zones.title(organization_zone, now))
    rows = [*packed(cities), [button(own, PickZone(number=0))], [back_to_settings()]]
    words = _("Where are you? Press your city, or write another one, or the difference: UTC+5")
    return Screen("🕓 " + html.quote(words), rows)


def _of_managers(employee: Employee) -> list[list[Button]]:
    if employee.role is Role.OPERATOR:
        return []
    return [[_switch("📊", _("Figures of the week"), Switch.WEEKLY, on=employee.hears_weekly)]]


def unread_switch(is_on: bool, turn: CallbackData) -> Button:
    """The same in the settings of an employee and of a group."""
    return _switched(UNREAD_SIGN, _("Unread mark"), turn, on=is_on)


def _switch(icon: str, caption: str, what: Switch, *, on: bool) -> Button:
    return _switched(icon, caption, SwitchSetting(what=what, on=not on), on=on)


def _switched(icon: str, caption: str, turn: CallbackData, *, on: bool) -> Button:
    state = _("on") if on else _("off")
    return button(f"{icon} {caption}: {state}", turn)


def _undo_delay_button(seconds: int) -> Button:
    """Pressed, it says the next one."""
    state = _("{seconds} s").format(seconds=seconds) if seconds else _("off")
    following = (
        UNDO_DELAY_CHOICES[(UNDO_DELAY_CHOICES.index(seconds) + 1) % len(UNDO_DELAY_CHOICES)]
        if seconds in UNDO_DELAY_CHOICES
        else 0
    )
    return button("↩️ " + _("Undo window") + f": {state}", GiveTime(seconds=following))


def _speaks(code: str, *, chosen: bool) -> Button:
    return button(("✓ " if chosen else "") + LANGUAGE_TITLES[code], Speak(code=code))


def _clock(now: datetime, zone: str) -> str:
    return f"{local_time(now, zone):%H:%M}"
