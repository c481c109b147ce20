"""Screen of «Мой график работы»: somebody's working hours in words, with the coming week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.shifts import schedules
from bridge.desk.shifts.weeks import country_title, hours_in_words, week_in_words
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.management import ShowSchedules
from bridge.desk.ui.menus import ShowSettings
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _, local_time, short_day, short_time, spoken
from bridge.when import zones
from bridge.when.days import today
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts import public_holidays
from storage.shifts.hours import ALWAYS, Hours, Weekly
from storage.shifts.pauses import Pause
from storage.shifts.schedules import Whose, WorkSchedule, whose
from storage.team.employees import Employee

Button = InlineKeyboardButton
Rows = list[list[Button]]

DAYS_SHOWN = 7
EMPLOYEE_CODE, DEPARTMENT_CODE, ORGANIZATION_CODE = range(3)


class OfSchedule(CallbackData, prefix="s_"):
    """Base of the buttons of a schedule; `owner` is the number that `code` makes of its owner."""

    owner: Number

    @property
    def whose(self) -> Whose:
        return decode(self.owner)


class ShowSchedule(OfSchedule, prefix="sh"):
    """Show the whole schedule."""


class EditWeek(OfSchedule, prefix="shw"):
    """Change working days and hours."""


class EditExempt(OfSchedule, prefix="she"):
    """Change days off and days with other hours."""

    page: Number = 0


class EditCountry(OfSchedule, prefix="shc"):
    """Choose the country whose holidays are days off."""


class EditZone(OfSchedule, prefix="shz"):
    """Change the time zone."""


class EditDeputy(OfSchedule, prefix="shp"):
    """Choose the deputy, who is offered the tasks that cannot wait."""

    page: Number = 0


class RemoveSchedule(OfSchedule, prefix="shr"):
    """Delete the owner's schedule: that of the department or the organization applies again."""


class EditPause(CallbackData, prefix="shu"):
    """«Пауза»: ask until when it lasts."""


class Resume(CallbackData, prefix="shv"):
    """«Снова на смене»: end the pause."""


def code(owner: Whose) -> int:
    """One number for the owner of a schedule, whichever kind it is."""
    if owner.employee_id is not None:
        return owner.employee_id * 3 + EMPLOYEE_CODE
    return owner.department_id * 3 + DEPARTMENT_CODE if owner.department_id is not None else ORGANIZATION_CODE


def decode(number: int) -> Whose:
    kind, row = number % 3, number // 3
    return (Whose(row), Whose(department_id=row), Whose())[kind]


@dataclass(frozen=True)
class AboutSchedule:
    """Everything that the screen of a schedule shows."""

    owner: Whose
    # The owner's name; None for the viewer's own schedule.
    name: str | None
    zone: str
    now: datetime
    schedule: WorkSchedule | None
    # The name of the department or organization whose schedule applies; None when the owner has a schedule.
    source: str | None
    hours: Hours
    is_on: bool
    next_change: datetime | None
    pause: Pause | None
    deputy: Employee | None
    may_change: bool

    @property
    def is_mine(self) -> bool:
        return self.name is None

    @property
    def is_own(self) -> bool:
        return self.schedule is not None and whose(self.schedule) == self.owner


async def about_schedule(uow: UnitOfWork, owner: Whose, *, viewer: Employee) -> AboutSchedule:
    """The schedule's details, if the viewer may see them: their own, and everybody's if they manage schedules.

    Raises:
        ManagersOnly: the viewer may not see the schedule of somebody else.
        NotFound
    """
    if owner != Whose(viewer.id):
        await schedules.ensure_may(uow, owner, viewer)
    book = await uow.schedules.book()
    schedule, hours = await schedules.effective_schedule(uow, owner), await schedules.hours_of(uow, owner)
    employee_id = owner.employee_id
    interrupted = book.hours_of(await uow.employees.get(employee_id)) if employee_id is not None else hours
    deputy = await uow.deputies.of(employee_id) if employee_id is not None else None
    return AboutSchedule(
        owner=owner,
        name=None if owner == Whose(viewer.id) else await name_of(uow, owner),
        zone=await schedules.zone_of(uow, owner),
        now=uow.now,
        schedule=schedule,
        source=await name_of(uow, whose(schedule)) if schedule is not None and whose(schedule) != owner else None,
        hours=hours,
        is_on=interrupted.is_on(uow.now),
        next_change=interrupted.next_change(uow.now),
        pause=await uow.schedules.pause_of(employee_id) if employee_id is not None else None,
        deputy=await uow.employees.get(deputy.deputy_id) if deputy is not None else None,
        may_change=viewer.is_manager or (await uow.shift_rules.current()).own_schedules,
    )


async def name_of(uow: UnitOfWork, owner: Whose) -> str:
    if owner.employee_id is not None:
        return (await uow.employees.get(owner.employee_id)).name
    if owner.department_id is not None:
        return (await uow.departments.get(owner.department_id)).name
    return (await uow.organizations.get(uow.organization_id)).name


def schedule_screen(seen: AboutSchedule) -> Screen:
    blocks = [[_title(seen), *_now(seen)], _week(seen), coming(seen.hours, seen.now, seen.zone)]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return Screen(text, _rows(seen))


def _title(seen: AboutSchedule) -> str:
    words = _("My work schedule") if seen.name is None else _("Schedule: {name}").format(name=seen.name)
    return "🗓 " + html.bold(html.quote(words))


def _now(seen: AboutSchedule) -> list[str]:
    zone = zones.title(seen.zone, seen.now)
    clock = f"{local_time(seen.now, seen.zone):%H:%M}"
    lines = [html.quote(_("Time zone: {zone}; it is {time} now").format(zone=zone, time=clock))]
    if seen.owner.employee_id is not None:
        lines.append(html.quote(_state(seen)))
    return lines


def _state(seen: AboutSchedule) -> str:
    change = short_time(seen.next_change, seen.zone, seen.now) if seen.next_change else None
    if seen.pause is not None:
        return "⏸ " + _("Pause until {time}").format(time=short_time(seen.pause.until, seen.zone, seen.now))
    if seen.is_on:
        return "✅ " + (_("On duty until {time}").format(time=change) if change else _("On duty"))
    return "🌙 " + (_("Off duty until {time}").format(time=change) if change else _("Off duty"))


def _week(seen: AboutSchedule) -> list[str]:
    if seen.schedule is None:
        words = _("There is no schedule: everybody without one is always on duty")
        if seen.is_mine:
            words = _("You have no schedule: you are always on duty")
        return [html.quote(words)]
    head = _("Every week")
    if seen.source is not None:
        head = _("Every week, as in {name}").format(name=f"«{seen.source}»")
    lines = [html.bold(html.quote(head)), *(html.quote(line) for line in week_in_words(seen.schedule.week))]
    if seen.schedule.country is not None:
        lines.append("🎉 " + html.quote(_("Holidays: {country}").format(country=country_title(seen.schedule.country))))
    if seen.deputy is not None:
        lines.append("🤝 " + html.quote(_("Deputy: {name}").format(name=seen.deputy.name)))
    return lines


def coming(hours: Hours, now: datetime, zone: str) -> list[str]:
    """The hours of the coming week, day by day; empty for somebody who works round the clock."""
    if not isinstance(hours, Weekly) or hours is ALWAYS:
        return []
    first = today(now, zone)
    lines = [html.bold(html.quote(_("The coming week")))]
    for day in (first + timedelta(days=step) for step in range(DAYS_SHOWN)):
        worked = hours_in_words(hours.of(day))
        holiday = public_holidays.title(hours.country, day, spoken()) if hours.country else None
        if holiday is not None and not hours.of(day):
            worked = f"🎉 {holiday}"
        lines.append(html.quote(f"{short_day(day, first)}: {worked}"))
    return lines


def _rows(seen: AboutSchedule) -> Rows:
    rows: Rows = [[_pause_button(seen)]] if seen.is_mine and (seen.is_on or seen.pause is not None) else []
    owner = code(seen.owner)
    if seen.may_change:
        rows.append(
            [
                button("🕘 " + _("Days and hours"), EditWeek(owner=owner)),
                button("🏖 " + _("Days off"), EditExempt(owner=owner)),
            ]
        )
        second = [button("🎉 " + _("Holidays"), EditCountry(owner=owner))]
        if seen.owner.employee_id is not None:
            second.append(button("🌍 " + _("Time zone"), EditZone(owner=owner)))
            rows += [second, [button("🤝 " + _("Deputy"), EditDeputy(owner=owner))]]
        else:
            rows.append(second)
        if seen.is_own:
            rows.append([button(_("Remove this schedule"), RemoveSchedule(owner=owner), style=ButtonStyle.DANGER)])
    return [*rows, [back(ShowSettings(), _("Settings")) if seen.is_mine else back(ShowSchedules(), _("Schedules"))]]


def _pause_button(seen: AboutSchedule) -> Button:
    if seen.pause is not None:
        return button("▶️ " + _("On duty again"), Resume(), style=ButtonStyle.SUCCESS)
    return button("⏸ " + _("Pause"), EditPause())


def back_to_schedule(owner: Whose) -> list[Button]:
    return [back(ShowSchedule(owner=code(owner)))]
