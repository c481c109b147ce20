"""«Управление» → «Графики»: everybody's schedules, for managers and administrators."""

from aiogram import Router

from bridge.desk.shifts.schedule_lists import schedules_list
from bridge.desk.ui.management import ShowSchedules
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from handlers.operator.shifts.schedules import ScheduleChange
from storage.team.employees import Role

part = BotPart(__name__, role=Role.MANAGER, in_private=True)


@part.writes(ShowSchedules)
async def show(press: Press, button: ShowSchedules) -> Screen:
    await press.stop_asking(ScheduleChange)
    return await schedules_list(press.uow, page=button.page)


def router() -> Router:
    return part.router()
