"""Screens on which a schedule is changed: by buttons, or by text that is typed next."""

from datetime import date, timedelta
from typing import Annotated

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.utils.text_decorations import html_decoration as html
from pydantic import Field

from bridge.actions.shifts.schedules import DEFAULT_WEEK
from bridge.desk.shifts.schedules import (
    AboutSchedule,
    Button,
    EditDeputy,
    EditExempt,
    EditWeek,
    OfSchedule,
    Rows,
    back_to_schedule,
    code,
)
from bridge.desk.shifts.weeks import country_title, hours_in_words
from bridge.desk.team.preferences import zone_rows
from bridge.desk.ui.calendars import Day as CalendarDay
from bridge.desk.ui.calendars import month
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.paging import in_rows, packed, page_of
from bridge.desk.ui.screen import Screen, back, button, choice
from bridge.text.texts import _, short_day, weekdays
from storage.shifts.exempt_days import ExemptDays
from storage.shifts.schedules import Whose
from storage.shifts.weeks import read
from storage.team.employees import Employee

EVERY_DAY = 7
DAY_OFF = "off"
QUICK_HOURS = ("9-18", "10-19", "8-17", "9-13,14-18", "22-6", "0-24")
PAUSE_MINUTES = (30, 60)
COUNTRIES = ("RU", "BY", "KZ", "UZ", "KG", "AM", "GE", "UA")
BUTTONS_PER_PAGE = 8

Weekday = Annotated[int, Field(ge=0, lt=EVERY_DAY)]
Hours = Annotated[str, Field(max_length=24)]


class TurnDay(OfSchedule, prefix="sht"):
    """The button carries the wanted state, so that two presses at once do not undo each other."""

    day: Weekday
    on: bool


class EditDay(OfSchedule, prefix="shd"):
    day: Weekday


class SetHours(OfSchedule, prefix="shs"):
    """Set the hours of one day, or of every working day; "off" is a day off."""

    day: Annotated[int, Field(ge=0, le=EVERY_DAY)]
    hours: Hours


class TurnFirstExempt(OfSchedule, prefix="shb"):
    """Show the month of this day, so that the first of several exempt days can be picked."""

    day: CalendarDay


class PickFirstExempt(OfSchedule, prefix="shn"):
    first: CalendarDay

    @property
    def shown(self) -> date:
        """The day whose month is shown when the last day is picked."""
        return self.first


class TurnLastExempt(PickFirstExempt, prefix="shg"):
    day: CalendarDay

    @property
    def shown(self) -> date:
        return self.day


class AddExempt(OfSchedule, prefix="sha"):
    """Make these days off, or give them these hours."""

    first: CalendarDay
    last: CalendarDay
    hours: Hours


class ForgetExempt(CallbackData, prefix="shf"):
    id: Number


class SetCountry(OfSchedule, prefix="shk"):
    """Choose the country whose holidays are days off; empty for none."""

    country: Annotated[str, Field(max_length=2)]


class SetZone(OfSchedule, prefix="shy"):
    """Choose one of `zones.COMMON_ZONES`, counted from 1; 0 is the organization's time zone."""

    number: Number


class SetDeputy(OfSchedule, prefix="shq"):
    """Choose the deputy; 0 is nobody."""

    deputy_id: Number


class StartPause(CallbackData, prefix="shx"):
    """Begin a pause of this many minutes; 0 is until the end of the shift."""

    minutes: Number


def week_screen(seen: AboutSchedule) -> Screen:
    """The working week: days are switched on and off; hours are set for all working days or for one."""
    owner, week = code(seen.owner), seen.schedule.week if seen.schedule is not None else DEFAULT_WEEK
    names = weekdays()
    turns = [
        button(("✓" if day else "") + names[number], TurnDay(owner=owner, day=number, on=not day))
        for number, day in enumerate(week)
    ]
    quick = [_hours_button(text, SetHours(owner=owner, day=EVERY_DAY, hours=text)) for text in QUICK_HOURS]
    days = [
        button(f"{names[number]} {hours_in_words(day)}", EditDay(owner=owner, day=number))
        for number, day in enumerate(week)
        if day
    ]
    lines = [
        html.bold(html.quote(_("Days and hours"))),
        html.quote(_("Above you choose the working days, below the hours of all of them, or of one day.")),
        html.quote(_("Or write them: 9-18, or 9:00-13:00, 14:00-18:00, or Mon-Fri 9-18; Sat 10-15")),
    ]
    return _screen(
        "🕘 ", lines, [*in_rows(turns, width=4), *in_rows(quick), *packed(days), back_to_schedule(seen.owner)]
    )


def day_screen(seen: AboutSchedule, day: int) -> Screen:
    owner = code(seen.owner)
    quick = [_hours_button(text, SetHours(owner=owner, day=day, hours=text)) for text in QUICK_HOURS]
    off = button(_("Day off"), SetHours(owner=owner, day=day, hours=DAY_OFF))
    words = _("The hours of {day}: press, or write: 9-13, 14-18").format(day=weekdays()[day])
    week = back(EditWeek(owner=owner))
    return _screen("🕘 ", [html.bold(html.quote(words))], [*in_rows(quick), [off], [week]])


def exempt_screen(seen: AboutSchedule, days: list[ExemptDays], today: date, *, page: int = 0) -> Screen:
    """The exempt days; a press on a line deletes it."""
    owner = code(seen.owner)
    shown = page_of(days, page, size=BUTTONS_PER_PAGE)
    rows: Rows = [[button("✕ " + exempt_in_words(row, today), ForgetExempt(id=row.id))] for row in shown.items]
    rows += shown.turning(lambda to: EditExempt(owner=owner, page=to))
    add = TurnFirstExempt(owner=owner, day=today)
    rows.append([button("📅 " + _("Add days"), add, style=ButtonStyle.PRIMARY)])
    lines = [html.bold(html.quote(_("Days off and days with other hours")))]
    lines.append(html.quote(_("A press on a line takes it out.") if days else _("There are none ahead.")))
    return _screen("🏖 ", lines, [*rows, back_to_schedule(seen.owner)])


def exempt_in_words(days: ExemptDays, today: date) -> str:
    span = short_day(days.first, today)
    if days.last != days.first:
        span = f"{span} – {short_day(days.last, today)}"
    return f"{span}: {hours_in_words(read(days.hours))}"


def first_day(owner: Whose, shown: date, today: date) -> Screen:
    number = code(owner)
    rows = month(
        shown,
        pick=lambda day: PickFirstExempt(owner=number, first=day),
        turn=lambda day: TurnFirstExempt(owner=number, day=day),
        today=today,
        earliest=today,
    )
    return _screen("🏖 ", [html.bold(html.quote(_("From which day?")))], [*rows, [back(EditExempt(owner=number))]])


def last_day(owner: Whose, first: date, shown: date, today: date) -> Screen:
    """The choice after the first day is picked: that day off, that day with other hours, or a longer period."""
    number = code(owner)

    def add(last: date, hours: str = DAY_OFF) -> AddExempt:
        return AddExempt(owner=number, first=first, last=last, hours=hours)

    alone = button(_("This day is off"), add(first), style=ButtonStyle.PRIMARY)
    quick = [_hours_button(text, add(first, text)) for text in QUICK_HOURS[:3]]
    calendar = month(
        shown,
        pick=add,
        turn=lambda day: TurnLastExempt(owner=number, first=first, day=day),
        today=today,
        earliest=first,
    )
    words = _("{day}: off, with other hours (press, or write: 10-15), or off until the day that you press").format(
        day=short_day(first, today)
    )
    return _screen("🏖 ", [html.bold(html.quote(words))], [[alone], quick, *calendar, [back(EditExempt(owner=number))]])


def country_screen(seen: AboutSchedule) -> Screen:
    owner, chosen = code(seen.owner), seen.schedule.country if seen.schedule is not None else None
    countries = [
        choice(country_title(country), SetCountry(owner=owner, country=country), is_chosen=country == chosen)
        for country in COUNTRIES
    ]
    nobody = choice(_("Holidays are working days"), SetCountry(owner=owner, country=""), is_chosen=chosen is None)
    rows = [*packed(countries), [nobody]]
    words = _("Whose public holidays are days off? Press, or write another country")
    return _screen("🎉 ", [html.bold(html.quote(words))], [*rows, back_to_schedule(seen.owner)])


def zone_screen(seen: AboutSchedule, organization_zone: str) -> Screen:
    owner = code(seen.owner)
    rows = zone_rows(organization_zone, seen.now, pick=lambda number: SetZone(owner=owner, number=number))
    words = _("Which time zone? Press the city, or write another one, or the difference: UTC+5")
    return _screen("🌍 ", [html.bold(html.quote(words))], [*rows, back_to_schedule(seen.owner)])


def deputy_screen(seen: AboutSchedule, people: list[Employee], *, page: int = 0) -> Screen:
    owner, chosen = code(seen.owner), seen.deputy.id if seen.deputy is not None else 0
    shown = page_of([each for each in people if each.id != seen.owner.employee_id], page, size=BUTTONS_PER_PAGE)
    rows = [
        [button(("✓ " if each.id == chosen else "👤 ") + each.name, SetDeputy(owner=owner, deputy_id=each.id))]
        for each in shown.items
    ]
    rows += shown.turning(lambda to: EditDeputy(owner=owner, page=to))
    nobody = button(_("Nobody"), SetDeputy(owner=owner, deputy_id=0))
    words = _("Who is offered the tasks that are due before the next shift?")
    return _screen("🤝 ", [html.bold(html.quote(words))], [*rows, [nobody], back_to_schedule(seen.owner)])


def pause_screen(seen: AboutSchedule) -> Screen:
    captions = (_("30 min"), _("1 hour"))
    quick = [
        button(caption, StartPause(minutes=minutes), style=ButtonStyle.PRIMARY)
        for caption, minutes in zip(captions, PAUSE_MINUTES, strict=True)
    ]
    whole = button(_("Until the end of the shift"), StartPause(minutes=0))
    words = _("Until when are you off duty? Press, or write: 20 minutes, until 15:30")
    return _screen("⏸ ", [html.bold(html.quote(words))], [quick, [whole], back_to_schedule(seen.owner)])


def pause_length(option: StartPause) -> timedelta | None:
    return timedelta(minutes=option.minutes) if option.minutes else None


def _hours_button(text: str, press: CallbackData) -> Button:
    return button(text.replace("-", "–").replace(",", ", "), press)


def _screen(icon: str, lines: list[str], rows: Rows) -> Screen:
    return Screen(icon + "\n".join(lines), rows)
