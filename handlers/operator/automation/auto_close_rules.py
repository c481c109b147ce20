"""«Автозакрытие»: managers choose after how much silence dialogs close, and which text the customer gets before."""

from aiogram import Router

from bridge.actions.automation import auto_close_rules
from bridge.desk.automation.auto_close_rules import (
    AskAutoCloseText,
    DropAutoCloseRule,
    DropAutoCloseText,
    ShowAutoCloseRule,
    auto_close_rule_screen,
    auto_close_rules_screen,
)
from bridge.desk.ui.management import OpenAutoCloseRules
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind
from storage.team.employees import Role

part = BotPart(__name__, role=Role.MANAGER, in_private=True)


class AutoCloseText(QuestionData):
    kind = QuestionKind.AUTO_CLOSE_TEXT
    about = lazy("what the customer hears before the dialog closes")

    department_id: int


@part.reads(OpenAutoCloseRules)
async def show_all(press: Press, button: OpenAutoCloseRules) -> Screen:
    return await auto_close_rules_screen(press.uow)


@part.writes(ShowAutoCloseRule)
async def show(press: Press, button: ShowAutoCloseRule) -> Screen:
    await press.stop_asking(AutoCloseText)
    return await auto_close_rule_screen(press.uow, button.department_id)


@part.writes(DropAutoCloseText)
async def drop_text(press: Press, button: DropAutoCloseText) -> Screen:
    await auto_close_rules.set_warning_text(press.uow, button.department_id or None, None, by=press.by)
    return await auto_close_rule_screen(press.uow, button.department_id)


@part.writes(DropAutoCloseRule)
async def drop_rule(press: Press, button: DropAutoCloseRule) -> Screen:
    await auto_close_rules.drop_rule(press.uow, button.department_id, by=press.by)
    return await auto_close_rule_screen(press.uow, button.department_id)


@part.writes(AskAutoCloseText)
async def ask_text(press: Press, button: AskAutoCloseText) -> Response:
    words = _("What shall the customer hear when the dialog is about to close? Variables like {name} are filled in")
    return await press.ask(AutoCloseText(department_id=button.department_id), words.replace("{name}", "{имя}"))


@part.answers(AutoCloseText)
async def take_text(typed: Typed, asked: AutoCloseText) -> Screen:
    """Store the text; an invalid text leaves the question open."""
    await auto_close_rules.set_warning_text(typed.uow, asked.department_id or None, typed.words, by=typed.by)
    return await auto_close_rule_screen(typed.uow, asked.department_id)


def router() -> Router:
    return part.router()
