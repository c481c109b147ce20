"""«Без ответа»: managers and administrators set the response limits."""

from aiogram import Router

from bridge.actions.shifts import unanswered
from bridge.desk.shifts.unanswered import ForgetRule, ShowRule, rule_screen, rules_screen
from bridge.desk.ui.management import OpenUnanswered
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Press
from storage.team.employees import Role

part = BotPart(__name__, role=Role.MANAGER, in_private=True)


@part.reads(OpenUnanswered)
async def show_all(press: Press, button: OpenUnanswered) -> Screen:
    return await rules_screen(press.uow)


@part.reads(ShowRule)
async def show(press: Press, button: ShowRule) -> Screen:
    return await rule_screen(press.uow, button.department_id)


@part.writes(ForgetRule)
async def drop_rule(press: Press, button: ForgetRule) -> Screen:
    await unanswered.drop_rule(press.uow, button.department_id, by=press.by)
    return await rule_screen(press.uow, button.department_id)


def router() -> Router:
    return part.router()
