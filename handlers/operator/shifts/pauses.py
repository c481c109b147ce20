"""«Пауза» and «Снова на смене»."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.actions.shifts import pauses
from bridge.desk.shifts.schedule_edits import StartPause, pause_length, pause_screen
from bridge.desk.shifts.schedules import AboutSchedule, EditPause, Resume
from bridge.desk.ui.screen import Screen
from handlers.operator.shifts.schedules import SchedulePress, pressing, whole
from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.schedules import Whose
from storage.team.employees import Employee


async def ask(query: CallbackQuery, pressing: SchedulePress) -> None:
    async def draw(uow: UnitOfWork, seen: AboutSchedule) -> Screen:
        return pause_screen(seen)

    await pressing.shows(Whose(pressing.operator.employee_id), draw, what="pause")


async def begin(query: CallbackQuery, callback_data: StartPause, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        length = pause_length(callback_data)
        await pauses.begin(uow, uow.now + length if length is not None else None, by=by)

    await pressing.changes(Whose(pressing.operator.employee_id), change, whole)


async def end(query: CallbackQuery, pressing: SchedulePress) -> None:
    async def change(uow: UnitOfWork, by: Employee) -> None:
        await pauses.end(uow, by=by)

    await pressing.changes(Whose(pressing.operator.employee_id), change, whole)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(pressing)
    router.callback_query.register(ask, EditPause.filter())
    router.callback_query.register(begin, StartPause.filter())
    router.callback_query.register(end, Resume.filter())
    return router
