"""«Без ответа»: managers and administrators set after how long somebody is told."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bridge.actions.shifts import unanswered
from bridge.desk.shifts.unanswered import ForgetRule, SetLimit, ShowRule, ShowUnanswered, rule_screen, rules_screen
from bridge.desk.ui.management import OpenUnanswered
from bridge.desk.ui.screen import Screen
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee

Shown = OpenUnanswered | ShowUnanswered | ShowRule


async def show(
    query: CallbackQuery, callback_data: Shown, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_manager()
        if isinstance(callback_data, ShowRule):
            screen = await rule_screen(uow, callback_data.department_id)
        else:
            screen = await rules_screen(uow)
    await private_replies.redraw(query, screen, operator, responder)


async def change(
    query: CallbackQuery, callback_data: SetLimit | ForgetRule, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await _changed(uow, callback_data, await operator.employee(uow))
    await private_replies.redraw(query, screen, operator, responder)


async def _changed(uow: UnitOfWork, pressed: SetLimit | ForgetRule, by: Employee) -> Screen:
    department_id = pressed.department_id
    if isinstance(pressed, ForgetRule):
        await unanswered.drop_rule(uow, department_id, by=by)
    else:
        await unanswered.set_limit(uow, department_id or None, pressed.step, pressed.minutes or None, by=by)
    await uow.flush()
    return await rule_screen(uow, department_id)


def router() -> Router:
    router = Router(name=__name__)
    for shown in (OpenUnanswered, ShowUnanswered, ShowRule):
        router.callback_query.register(show, shown.filter())
    for changed in (SetLimit, ForgetRule):
        router.callback_query.register(change, changed.filter())
    return router
