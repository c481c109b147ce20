"""«Автозакрытие»: managers choose after how much silence dialogs close, and what the customer hears before."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.automation import auto_close_rules
from bridge.desk.automation.auto_close_rules import (
    AskAutoCloseText,
    CloseAfter,
    DropAutoCloseRule,
    DropAutoCloseText,
    ShowAutoCloseRule,
    WarnBefore,
    auto_close_rule_screen,
    auto_close_rules_screen,
)
from bridge.desk.ui.management import OpenAutoCloseRules
from bridge.text.texts import _
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, forget_kinds, question_screen
from handlers.operator.kit.responder import Responder
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.team.employees import Employee

Change = CloseAfter | WarnBefore | DropAutoCloseText | DropAutoCloseRule


async def show_all(query: CallbackQuery, operator: Operator, begin: Begin, responder: Responder) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        screen = await auto_close_rules_screen(uow)
    await private_replies.redraw(query, screen, operator, responder)


async def show(
    query: CallbackQuery,
    callback_data: ShowAutoCloseRule,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await forget_kinds(uow, place, operator, QuestionKind.AUTO_CLOSE_TEXT)
        screen = await auto_close_rule_screen(uow, callback_data.department_id)
    await private_replies.redraw(query, screen, operator, responder)


async def change(
    query: CallbackQuery, callback_data: Change, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        await _change(uow, callback_data, await operator.employee(uow))
        await uow.flush()
        screen = await auto_close_rule_screen(uow, callback_data.department_id)
    await private_replies.redraw(query, screen, operator, responder)


async def _change(uow: UnitOfWork, pressed: Change, by: Employee) -> None:
    department_id = pressed.department_id or None
    match pressed:
        case CloseAfter(minutes=minutes):
            await auto_close_rules.set_close_after(uow, department_id, minutes or None, by=by)
        case WarnBefore(minutes=minutes):
            await auto_close_rules.set_warning(uow, department_id, minutes, by=by)
        case DropAutoCloseText():
            await auto_close_rules.set_warning_text(uow, department_id, None, by=by)
        case DropAutoCloseRule():
            await auto_close_rules.drop_rule(uow, pressed.department_id, by=by)


async def ask_text(
    query: CallbackQuery,
    callback_data: AskAutoCloseText,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    words = _("What shall the customer hear when the dialog is about to close? Variables like {name} are filled in")
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await ask(uow, place, operator, QuestionKind.AUTO_CLOSE_TEXT, department_id=callback_data.department_id)
    screen = question_screen(words.replace("{name}", "{имя}"), place, operator)
    await private_replies.redraw(query, screen, operator, responder)


async def take_text(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """A text that cannot be one leaves the question open."""
    department_id = question.data["department_id"]
    async with begin() as uow:
        await auto_close_rules.set_warning_text(uow, department_id or None, words, by=await operator.employee(uow))
        await forget(uow, place, operator)
        await uow.flush()
        screen = await auto_close_rule_screen(uow, department_id)
    await responder.show(screen)


def router() -> Router:
    router = Router(name=__name__)
    press = router.callback_query
    press.register(show_all, OpenAutoCloseRules.filter())
    press.register(show, ShowAutoCloseRule.filter())
    for each in (CloseAfter, WarnBefore, DropAutoCloseText, DropAutoCloseRule):
        press.register(change, each.filter())
    press.register(ask_text, AskAutoCloseText.filter())
    router.message.register(take_text, answers_to(QuestionKind.AUTO_CLOSE_TEXT))
    return router
