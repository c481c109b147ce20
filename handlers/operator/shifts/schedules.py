"""«Мой график работы»: /schedule, and the buttons that change an own schedule or that of another owner."""

from datetime import date
from typing import Any, Literal

from aiogram import Router

from bridge.actions.shifts import schedules
from bridge.desk.shifts import schedule_edits as edits
from bridge.desk.shifts.schedules import (
    AboutSchedule,
    EditCountry,
    EditDeputy,
    EditExempt,
    EditWeek,
    EditZone,
    OfSchedule,
    RemoveSchedule,
    ShowSchedule,
    about_schedule,
    code,
    schedule_screen,
)
from bridge.desk.team.preferences import ShowMySchedule
from bridge.desk.ui.screen import Screen
from bridge.desk.ui.settings_rows import NoSuchChoice
from bridge.errors import lazy
from bridge.when import zones
from bridge.when.weekly import read_day
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Order, Press, Request
from storage.inbox.questions import QuestionKind
from storage.shifts.schedules import Whose
from storage.shifts.weeks import Day

part = BotPart(__name__, in_private=True)


class ScheduleChange(QuestionData):
    """A typed change of the schedule with this code: hours of the week or a `day`, days from `first` on, and so on."""

    kind = QuestionKind.SCHEDULE
    about = lazy("the change of the schedule")

    owner: int
    what: Literal["week", "day", "exempt", "country", "zone", "pause"]
    day: int = 0
    first: date | None = None


async def schedule_seen(request: Request, owner: Whose, **asks: Any) -> AboutSchedule:
    """The schedule for the next screen; `asks` are fields of the `ScheduleChange` that the next text answers."""
    seen = await about_schedule(request.uow, owner, viewer=request.by)
    if asks:
        await request.keep_asking(ScheduleChange(owner=code(owner), **asks))
    else:
        await request.stop_asking(ScheduleChange)
    return seen


async def whole(request: Request, owner: Whose) -> Screen:
    return schedule_screen(await schedule_seen(request, owner))


async def exempt(request: Request, owner: Whose, *, page: int = 0) -> Screen:
    seen = await schedule_seen(request, owner)
    days = await request.uow.schedules.exempt_of(owner)
    return edits.exempt_screen(seen, days, await schedules.today(request.uow, owner), page=page)


@part.command("schedule")
async def open_schedule(order: Order) -> Screen:
    return schedule_screen(await about_schedule(order.uow, Whose(order.by.id), viewer=order.by))


@part.writes(ShowSchedule)
async def show(press: Press, button: ShowSchedule) -> Screen:
    return await whole(press, button.whose)


@part.writes(ShowMySchedule)
async def show_mine(press: Press, button: ShowMySchedule) -> Screen:
    return await whole(press, Whose(press.by.id))


@part.writes(EditWeek)
async def edit_week(press: Press, button: EditWeek) -> Screen:
    return edits.week_screen(await schedule_seen(press, button.whose, what="week"))


@part.writes(edits.TurnDay)
async def turn_day(press: Press, button: edits.TurnDay) -> Screen:
    now = await schedules.week_of(press.uow, button.whose)
    hours = next((day for day in now if day), ()) if button.on else ()
    await schedules.set_day(press.uow, button.whose, button.day, hours, by=press.by)
    return edits.week_screen(await schedule_seen(press, button.whose, what="week"))


@part.writes(edits.EditDay)
async def edit_day(press: Press, button: edits.EditDay) -> Screen:
    return edits.day_screen(await schedule_seen(press, button.whose, what="day", day=button.day), button.day)


@part.writes(edits.SetHours)
async def set_hours(press: Press, button: edits.SetHours) -> Screen:
    owner, hours = button.whose, hours_of(button.hours)
    if button.day < edits.EVERY_DAY:
        await schedules.set_day(press.uow, owner, button.day, hours, by=press.by)
    else:
        week = tuple(hours if day else () for day in await schedules.week_of(press.uow, owner))
        await schedules.set_week(press.uow, owner, week, by=press.by)
    return edits.week_screen(await schedule_seen(press, owner, what="week"))


def hours_of(text: str) -> Day:
    """The hours that a button names.

    Raises:
        ImpossibleHours: the button is forged.
    """
    return () if text == edits.DAY_OFF else read_day(text)


@part.writes(EditExempt)
async def edit_exempt(press: Press, button: EditExempt) -> Screen:
    return await exempt(press, button.whose, page=button.page)


@part.writes(edits.TurnFirstExempt)
async def pick_first(press: Press, button: edits.TurnFirstExempt) -> Screen:
    await schedule_seen(press, button.whose)
    return edits.first_day(button.whose, button.day, await schedules.today(press.uow, button.whose))


@part.writes(edits.PickFirstExempt, edits.TurnLastExempt)
async def pick_last(press: Press, button: edits.PickFirstExempt) -> Screen:
    await schedule_seen(press, button.whose, what="exempt", first=button.first)
    today = await schedules.today(press.uow, button.whose)
    return edits.last_day(button.whose, button.first, button.shown, today)


@part.writes(edits.AddExempt)
async def add_exempt(press: Press, button: edits.AddExempt) -> Screen:
    hours = hours_of(button.hours)
    await schedules.add_exempt_days(press.uow, button.whose, button.first, button.last, hours, by=press.by)
    return await exempt(press, button.whose)


@part.writes(edits.ForgetExempt)
async def forget_exempt(press: Press, button: edits.ForgetExempt) -> Screen:
    return await exempt(press, await schedules.forget_exempt(press.uow, button.id, by=press.by))


@part.writes(EditCountry)
async def edit_country(press: Press, button: EditCountry) -> Screen:
    return edits.country_screen(await schedule_seen(press, button.whose, what="country"))


@part.writes(edits.SetCountry)
async def set_country(press: Press, button: edits.SetCountry) -> Screen:
    await schedules.follow_holidays(press.uow, button.whose, button.country or None, by=press.by)
    return await whole(press, button.whose)


@part.writes(EditZone)
async def edit_zone(press: Press, button: EditZone) -> Screen:
    employee_of(button)
    organization = await press.uow.organizations.get(press.uow.organization_id)
    return edits.zone_screen(await schedule_seen(press, button.whose, what="zone"), organization.time_zone)


@part.writes(edits.SetZone)
async def set_zone(press: Press, button: edits.SetZone) -> Screen:
    await schedules.set_time_zone(press.uow, employee_of(button), zones.numbered(button.number), by=press.by)
    return await whole(press, button.whose)


@part.writes(EditDeputy)
async def edit_deputy(press: Press, button: EditDeputy) -> Screen:
    employee_of(button)
    seen = await schedule_seen(press, button.whose)
    return edits.deputy_screen(seen, await press.uow.employees.all(), page=button.page)


@part.writes(edits.SetDeputy)
async def set_deputy(press: Press, button: edits.SetDeputy) -> Screen:
    await schedules.set_deputy(press.uow, employee_of(button), button.deputy_id or None, by=press.by)
    return await whole(press, button.whose)


@part.writes(RemoveSchedule)
async def remove(press: Press, button: RemoveSchedule) -> Screen:
    await schedules.remove(press.uow, button.whose, by=press.by)
    return await whole(press, button.whose)


def employee_of(button: OfSchedule) -> int:
    """The id of the employee; for a button that makes sense only for one person."""
    if button.whose.employee_id is None:
        raise NoSuchChoice
    return button.whose.employee_id


def router() -> Router:
    return part.router()
