"""«Маршрутизация»: managers and administrators arrange it; «Почему мне?» tells anybody what came of it."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.automation.auto_message_rules import words_in
from bridge.actions.shifts import routing_rules
from bridge.desk.shifts.routing import (
    AskDepartmentWords,
    ForgetWords,
    SetCapacity,
    SetMenu,
    SetMode,
    SetReopening,
    ShowDepartment,
    WhyMe,
    assignment_in_words,
    department_screen,
    routing_screen,
)
from bridge.desk.ui.management import OpenRouting
from bridge.text.texts import _
from handlers.operator.kit import private_replies, questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.inbox.questions import Question, QuestionKind

Set = SetMode | SetCapacity | SetMenu | ForgetWords


async def show(query: CallbackQuery, operator: Operator, database: Database, responder: Responder) -> None:
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_manager()
        screen = await routing_screen(uow)
    await private_replies.redraw(query, screen, operator, responder)


async def show_department(
    query: CallbackQuery,
    callback_data: ShowDepartment,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await questions.forget_kinds(uow, place, operator, QuestionKind.ROUTING_WORDS)
        screen = await department_screen(uow, callback_data.department_id)
    await private_replies.redraw(query, screen, operator, responder)


async def change_routing(
    query: CallbackQuery, callback_data: Set, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        await routing_rules.change_routing(uow, callback_data.department_id, by=by, **_wanted(callback_data))
        screen = await department_screen(uow, callback_data.department_id)
    await private_replies.redraw(query, screen, operator, responder)


def _wanted(pressed: Set) -> dict[str, Any]:
    match pressed:
        case SetMode():
            return {"mode": pressed.mode}
        case SetCapacity():
            return {"capacity": pressed.capacity}
        case SetMenu():
            return {"in_menu": pressed.on}
    return {"words": []}


async def set_reopening(
    query: CallbackQuery, callback_data: SetReopening, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await routing_rules.set_reopening(uow, callback_data.reopening, by=await operator.employee(uow))
        screen = await routing_screen(uow)
    await private_replies.redraw(query, screen, operator, responder)


async def ask_words(
    query: CallbackQuery,
    callback_data: AskDepartmentWords,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        department = await uow.departments.get(callback_data.department_id)
        await questions.ask(uow, place, operator, QuestionKind.ROUTING_WORDS, department_id=department.id)
    words = _("Which words mean {department}? Write them with commas between them: delivery, courier")
    await responder.toast(query)
    await responder.show(questions.question_screen(words.format(department=department.name), place, operator))


async def take_words(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        by, department_id = await operator.employee(uow), question.data["department_id"]
        await routing_rules.change_routing(uow, department_id, by=by, words=words_in(words))
        await questions.forget(uow, place, operator)
        screen = await department_screen(uow, department_id)
    await responder.show(screen)


async def tell_why(
    query: CallbackQuery, callback_data: WhyMe, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        words = await assignment_in_words(uow, callback_data.dialog_id)
    await responder.toast(query, words, alert=True)


def router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query
    press.register(show, OpenRouting.filter())
    press.register(show_department, ShowDepartment.filter())
    for button in (SetMode, SetCapacity, SetMenu, ForgetWords):
        press.register(change_routing, button.filter())
    press.register(set_reopening, SetReopening.filter())
    press.register(ask_words, AskDepartmentWords.filter())
    press.register(tell_why, WhyMe.filter())
    router.message.register(take_words, questions.answers_to(QuestionKind.ROUTING_WORDS))
    return router
