"""What is typed about a schedule: hours, another country, another time zone, until when a pause lasts."""

from datetime import date, datetime

from aiogram import Router
from aiogram.types import Message

from bridge import when
from bridge.actions.shifts import pauses, schedules
from bridge.desk.shifts.schedules import about_schedule, decode
from bridge.desk.shifts.weeks import country_named
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound
from bridge.when import zones
from bridge.when.weekly import read_day, read_week
from handlers.operator.kit import questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from handlers.operator.shifts.schedules import Draw, exempt, week, whole
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.shifts.schedules import Whose
from storage.team.employees import Employee


async def take_answer(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """What could not be understood leaves the question open."""
    async with begin() as uow:
        by, owner = await operator.employee(uow), decode(question.data["owner"])
        draw = await _change(uow, question, words, owner, by=by)
        await questions.forget(uow, place, operator)
        await uow.flush()
        screen: Screen = await draw(uow, await about_schedule(uow, owner, viewer=by))
    await responder.show(screen)


async def _change(uow: UnitOfWork, question: Question, words: str, owner: Whose, *, by: Employee) -> Draw:
    """Do what the words say; returns the screen that shows it."""
    match question.data["what"]:
        case "week":
            await schedules.set_week(uow, owner, read_week(words, await schedules.week_of(uow, owner)), by=by)
            return week
        case "day":
            await schedules.set_day(uow, owner, question.data["day"], read_day(words), by=by)
            return week
        case "exempt":
            day = date.fromisoformat(question.data["first"])
            await schedules.add_exempt_days(uow, owner, day, day, read_day(words), by=by)
            return exempt
        case "country":
            await schedules.follow_holidays(uow, owner, country_named(words), by=by)
        case "zone":
            await schedules.set_time_zone(uow, owner.employee_id or 0, zones.parse(words), by=by)
        case "pause":
            await pauses.begin(uow, until(words, uow.now, await schedules.zone_of(uow, owner)), by=by)
        case _:
            raise NotFound
    return whole


def until(words: str, now: datetime, zone: str) -> datetime:
    """«20 минут» is in twenty minutes, as «через 20 минут» and «до 15:30» say by themselves.

    Raises:
        NotATime, ImpossibleTime, PastTime, TooFar
    """
    try:
        return when.read(words, now, zone).at
    except when.NotATime:
        return when.read(f"через {words.strip().removeprefix('на ')}", now, zone).at


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(take_answer, questions.answers_to(QuestionKind.SCHEDULE))
    return router
