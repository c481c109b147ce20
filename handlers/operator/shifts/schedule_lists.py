"""«Управление» → «Графики»: everybody's schedules, for managers and administrators."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.actions.shifts import schedules
from bridge.desk.shifts.schedule_lists import AllowOwn, HushOffDuty, schedules_list
from bridge.desk.ui.management import ShowSchedules
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from handlers.operator.shifts.schedules import ask
from storage.shifts.schedules import Whose


async def show(
    query: CallbackQuery,
    callback_data: ShowSchedules,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await ask(uow, operator, place, Whose())
        screen = await schedules_list(uow, page=callback_data.page)
    await private_replies.redraw(query, screen, operator, responder)


async def allow(
    query: CallbackQuery, callback_data: AllowOwn, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await schedules.set_rules(uow, own_schedules=callback_data.on, by=await operator.employee(uow))
        await uow.flush()
        screen = await schedules_list(uow)
    await private_replies.redraw(query, screen, operator, responder)


async def hush(
    query: CallbackQuery, callback_data: HushOffDuty, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await schedules.set_rules(uow, off_duty=callback_data.how, by=await operator.employee(uow))
        await uow.flush()
        screen = await schedules_list(uow)
    await private_replies.redraw(query, screen, operator, responder)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show, ShowSchedules.filter())
    router.callback_query.register(allow, AllowOwn.filter())
    router.callback_query.register(hush, HushOffDuty.filter())
    return router
