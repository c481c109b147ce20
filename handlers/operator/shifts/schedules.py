"""«Мой график работы»: /schedule, and the buttons that change a schedule, one's own or another's."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

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
    decode,
    schedule_screen,
)
from bridge.desk.team.preferences import ShowMySchedule
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal, lazy
from bridge.when import zones
from bridge.when.weekly import read_day
from handlers.operator.kit import private_replies, questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind
from storage.shifts.schedules import Whose
from storage.shifts.weeks import Day
from storage.team.employees import Employee

Draw = Callable[[UnitOfWork, AboutSchedule], Awaitable[Screen]]


class UnknownDay(Refusal):
    text = lazy("This button is not valid")


class SchedulePress:
    """What the handlers of a schedule's buttons have in common."""

    def __init__(
        self, query: CallbackQuery, operator: Operator, place: Place, begin: Begin, responder: Responder
    ) -> None:
        self._query = query
        self.operator = operator
        self._place = place
        self._begin = begin
        self._responder = responder

    async def shows(self, owner: Whose, draw: Draw, **asks: Any) -> None:
        """Draw a screen; with `asks` what is typed next answers it."""
        async with self._begin() as uow:
            screen = await self._drawn(uow, owner, draw, asks)
        await private_replies.redraw(self._query, screen, self.operator, self._responder)

    async def changes(
        self, owner: Whose, change: Callable[[UnitOfWork, Employee], Awaitable[Any]], draw: Draw, **asks: Any
    ) -> None:
        """The same after a change."""
        async with self._begin() as uow:
            await change(uow, await self.operator.employee(uow))
            await uow.flush()
            screen = await self._drawn(uow, owner, draw, asks)
        await private_replies.redraw(self._query, screen, self.operator, self._responder)

    async def _drawn(self, uow: UnitOfWork, owner: Whose, draw: Draw, asks: dict[str, Any]) -> Screen:
        seen = await about_schedule(uow, owner, viewer=await self.operator.employee(uow))
        await ask(uow, self.operator, self._place, owner, **asks)
        return await draw(uow, seen)


async def pressing(
    query: CallbackQuery, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> dict[str, SchedulePress]:
    """A filter that lets everything through, and brings the handlers what they need."""
    return {"pressing": SchedulePress(query, operator, place, begin, responder)}


async def ask(uow: UnitOfWork, operator: Operator, place: Place, owner: Whose, **asks: Any) -> None:
    """Have what is typed next say that; without anything nothing is asked any more."""
    there = Place(operator.chat_id) if place.is_group else place
    if asks:
        await questions.ask(uow, there, operator, QuestionKind.SCHEDULE, owner=code(owner), **asks)
    else:
        await questions.forget_kinds(uow, there, operator, QuestionKind.SCHEDULE)


async def open_schedule(message: Message, operator: Operator, database: Database, responder: Responder) -> None:
    async with database.read(operator.organization_id) as uow:
        mine = Whose(operator.employee_id)
        screen = schedule_screen(await about_schedule(uow, mine, viewer=await operator.employee(uow)))
    await private_replies.show(screen, operator, responder)


async def show(query: CallbackQuery, callback_data: ShowSchedule, pressing: SchedulePress) -> None:
    await pressing.shows(callback_data.whose, whole)


async def show_mine(query: CallbackQuery, pressing: SchedulePress) -> None:
    await pressing.shows(Whose(pressing.operator.employee_id), whole)


async def edit_week(query: CallbackQuery, callback_data: EditWeek, pressing: SchedulePress) -> None:
    await pressing.shows(callback_data.whose, week, what="week")


async def turn_day(query: CallbackQuery, callback_data: edits.TurnDay, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        now = await schedules.week_of(uow, callback_data.whose)
        hours = next((day for day in now if day), ()) if callback_data.on else ()
        await schedules.set_day(uow, callback_data.whose, callback_data.day, hours, by=by)

    await pressing.changes(callback_data.whose, change, week, what="week")


async def edit_day(query: CallbackQuery, callback_data: edits.EditDay, pressing: SchedulePress) -> None:
    async def draw(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
        return edits.day_screen(seen, callback_data.day)

    await pressing.shows(callback_data.whose, draw, what="day", day=callback_data.day)


async def set_hours(query: CallbackQuery, callback_data: edits.SetHours, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        owner, hours = callback_data.whose, hours_of(callback_data.hours)
        if callback_data.day < edits.EVERY_DAY:
            await schedules.set_day(uow, owner, callback_data.day, hours, by=by)
        else:
            now = await schedules.week_of(uow, owner)
            await schedules.set_week(uow, owner, tuple(hours if day else () for day in now), by=by)

    await pressing.changes(callback_data.whose, change, week, what="week")


def hours_of(text: str) -> Day:
    """What a button says.

    Raises:
        ImpossibleHours: it was written by somebody else than us.
    """
    return () if text == edits.DAY_OFF else read_day(text)


async def edit_exempt(query: CallbackQuery, callback_data: EditExempt, pressing: SchedulePress) -> None:
    async def draw(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
        return await exempt(uow, seen, page=callback_data.page)

    await pressing.shows(callback_data.whose, draw)


async def pick_first(query: CallbackQuery, callback_data: PickDay | TurnMonth, pressing: SchedulePress) -> None:
    owner, day = decode(callback_data.key), callback_data.day

    async def draw(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
        today = await schedules.today(uow, owner)
        if isinstance(callback_data, PickDay):
            return edits.last_day(owner, day, day, today)
        return edits.first_day(owner, day, today)

    asks = {"what": "exempt", "first": day.isoformat()} if isinstance(callback_data, PickDay) else {}
    await pressing.shows(owner, draw, **asks)


async def pick_last(query: CallbackQuery, callback_data: PickDay | TurnMonth, pressing: SchedulePress) -> None:
    owner, first = decode(callback_data.key), edits.first_of(callback_data.purpose)
    if first is None:
        raise UnknownDay
    if isinstance(callback_data, PickDay):
        await _exempt(
            pressing, edits.AddExempt(owner=callback_data.key, first=first, last=callback_data.day, hours=edits.DAY_OFF)
        )
        return

    async def draw(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
        return edits.last_day(owner, first, callback_data.day, await schedules.today(uow, owner))

    await pressing.shows(owner, draw, what="exempt", first=first.isoformat())


async def add_exempt(query: CallbackQuery, callback_data: edits.AddExempt, pressing: SchedulePress) -> None:
    await _exempt(pressing, callback_data)


async def _exempt(pressing: SchedulePress, button: edits.AddExempt) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        hours = hours_of(button.hours)
        await schedules.add_exempt_days(uow, button.whose, button.first, button.last, hours, by=by)

    await pressing.changes(button.whose, change, exempt)


async def forget_exempt(
    query: CallbackQuery, callback_data: edits.ForgetExempt, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        owner = await schedules.forget_exempt(uow, callback_data.id, by=by)
        await uow.flush()
        screen = await exempt(uow, await about_schedule(uow, owner, viewer=by))
    await private_replies.redraw(query, screen, operator, responder)


async def edit_country(query: CallbackQuery, callback_data: EditCountry, pressing: SchedulePress) -> None:
    await pressing.shows(callback_data.whose, country, what="country")


async def set_country(query: CallbackQuery, callback_data: edits.SetCountry, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        await schedules.follow_holidays(uow, callback_data.whose, callback_data.country or None, by=by)

    await pressing.changes(callback_data.whose, change, whole)


async def edit_zone(query: CallbackQuery, callback_data: EditZone, pressing: SchedulePress) -> None:
    employee_of(callback_data)
    await pressing.shows(callback_data.whose, zone, what="zone")


async def set_zone(query: CallbackQuery, callback_data: edits.SetZone, pressing: SchedulePress) -> None:
    number = callback_data.number
    if number > len(zones.COMMON_ZONES):
        raise zones.UnknownZone
    chosen = zones.COMMON_ZONES[number - 1] if number else None

    async def change(uow: UnitOfWork, by: Employee) -> None:
        await schedules.set_time_zone(uow, employee_of(callback_data), chosen, by=by)

    await pressing.changes(callback_data.whose, change, whole)


async def edit_deputy(query: CallbackQuery, callback_data: EditDeputy, pressing: SchedulePress) -> None:
    employee_of(callback_data)

    async def draw(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
        return edits.deputy_screen(seen, await uow.employees.all(), page=callback_data.page)

    await pressing.shows(callback_data.whose, draw)


async def set_deputy(query: CallbackQuery, callback_data: edits.SetDeputy, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        await schedules.set_deputy(uow, employee_of(callback_data), callback_data.deputy_id or None, by=by)

    await pressing.changes(callback_data.whose, change, whole)


async def remove(query: CallbackQuery, callback_data: RemoveSchedule, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        await schedules.remove(uow, callback_data.whose, by=by)

    await pressing.changes(callback_data.whose, change, whole)


def employee_of(button: OfSchedule) -> int:
    """Of a button that only makes sense for one person."""
    if button.whose.employee_id is None:
        raise UnknownDay
    return button.whose.employee_id


async def whole(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
    return schedule_screen(seen)


async def week(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
    return edits.week_screen(seen)


async def exempt(uow: UnitOfWork, seen: AboutSchedule, *, page: int = 0) -> Screen:
    days = await uow.schedules.exempt_of(seen.owner)
    return edits.exempt_screen(seen, days, await schedules.today(uow, seen.owner), page=page)


async def country(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
    return edits.country_screen(seen)


async def zone(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
    return edits.zone_screen(seen, (await uow.organizations.get(uow.organization_id)).time_zone)


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_schedule, Command("schedule"))
    press = Router(name=f"{__name__} buttons")
    press.callback_query.filter(pressing)
    for handler, button in (
        (show, ShowSchedule),
        (show_mine, ShowMySchedule),
        (edit_week, EditWeek),
        (turn_day, edits.TurnDay),
        (edit_day, edits.EditDay),
        (set_hours, edits.SetHours),
        (edit_exempt, EditExempt),
        (add_exempt, edits.AddExempt),
        (forget_exempt, edits.ForgetExempt),
        (edit_country, EditCountry),
        (set_country, edits.SetCountry),
        (edit_zone, EditZone),
        (set_zone, edits.SetZone),
        (edit_deputy, EditDeputy),
        (set_deputy, edits.SetDeputy),
        (remove, RemoveSchedule),
    ):
        press.callback_query.register(handler, button.filter())
    for calendar in (PickDay, TurnMonth):
        press.callback_query.register(pick_first, calendar.filter(F.purpose == edits.FIRST_DAY_PURPOSE))
        press.callback_query.register(pick_last, calendar.filter(F.purpose.startswith(edits.LAST_DAY_PURPOSE)))
    router.include_router(press)
    return router
