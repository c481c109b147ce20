"""Typed answers about a schedule: hours, a country, a time zone, the end of a pause."""

from datetime import datetime

from aiogram import Router

from bridge import when
from bridge.actions.shifts import pauses, schedules
from bridge.desk.shifts.schedule_edits import week_screen
from bridge.desk.shifts.schedules import decode
from bridge.desk.shifts.weeks import country_named
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound
from bridge.when import zones
from bridge.when.weekly import read_day, read_week
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Typed
from handlers.operator.shifts.schedules import ScheduleChange, exempt, schedule_seen, whole

part = BotPart(__name__, in_private=True)


@part.answers(ScheduleChange)
async def take_answer(typed: Typed, asked: ScheduleChange) -> Screen:
    """Handle the answer; a text that cannot be understood leaves the question open."""
    uow, by, words, owner = typed.uow, typed.by, typed.words, decode(asked.owner)
    match asked.what:
        case "week":
            await schedules.set_week(uow, owner, read_week(words, await schedules.week_of(uow, owner)), by=by)
            return week_screen(await schedule_seen(typed, owner))
        case "day":
            await schedules.set_day(uow, owner, asked.day, read_day(words), by=by)
            return week_screen(await schedule_seen(typed, owner))
        case "exempt":
            if asked.first is None:
                raise NotFound
            await schedules.add_exempt_days(uow, owner, asked.first, asked.first, read_day(words), by=by)
            return await exempt(typed, owner)
        case "country":
            await schedules.follow_holidays(uow, owner, country_named(words), by=by)
        case "zone":
            await schedules.set_time_zone(uow, owner.employee_id or 0, zones.parse(words), by=by)
        case "pause":
            await pauses.begin(uow, until(words, uow.now, await schedules.zone_of(uow, owner)), by=by)
    return await whole(typed, owner)


def until(words: str, now: datetime, zone: str) -> datetime:
    """The end of a pause. «20 минут» means in twenty minutes; «через 20 минут» and «до 15:30» work, too.

    Raises:
        NotATime, ImpossibleTime, PastTime, TooFar
    """
    try:
        return when.read(words, now, zone).at
    except when.NotATime:
        return when.read(f"через {words.strip().removeprefix('на ')}", now, zone).at


def router() -> Router:
    return part.router()
