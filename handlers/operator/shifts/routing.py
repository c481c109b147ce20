"""«Маршрутизация»: managers and administrators set it up; «Почему мне?» explains its result to anybody."""

from aiogram import Router

from bridge.actions.automation.auto_message_rules import words_in
from bridge.actions.shifts import routing_rules
from bridge.desk.shifts.routing import (
    AskDepartmentWords,
    ForgetWords,
    ShowDepartment,
    WhyMe,
    assignment_in_words,
    department_screen,
    routing_screen,
)
from bridge.desk.ui.management import OpenRouting
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
part_of_all = BotPart(f"{__name__}:all")


class DepartmentWords(QuestionData):
    kind = QuestionKind.ROUTING_WORDS
    about = lazy("the department's words")

    department_id: int


@part.reads(OpenRouting)
async def show(press: Press, button: OpenRouting) -> Screen:
    return await routing_screen(press.uow)


@part.writes(ShowDepartment)
async def show_department(press: Press, button: ShowDepartment) -> Screen:
    await press.stop_asking(DepartmentWords)
    return await department_screen(press.uow, button.department_id)


@part.writes(ForgetWords)
async def forget_words(press: Press, button: ForgetWords) -> Screen:
    await routing_rules.change_routing(press.uow, button.department_id, by=press.by, words=[])
    return await department_screen(press.uow, button.department_id)


@part.writes(AskDepartmentWords)
async def ask_words(press: Press, button: AskDepartmentWords) -> Response:
    department = await press.uow.departments.get(button.department_id)
    words = _("Which words mean {department}? Write them with commas between them: delivery, courier")
    return await press.ask(DepartmentWords(department_id=department.id), words.format(department=department.name))


@part.answers(DepartmentWords)
async def take_words(typed: Typed, asked: DepartmentWords) -> Screen:
    await routing_rules.change_routing(typed.uow, asked.department_id, by=typed.by, words=words_in(typed.words))
    return await department_screen(typed.uow, asked.department_id)


@part_of_all.reads(WhyMe)
async def tell_why(press: Press, button: WhyMe) -> Response:
    return Response(toast=await assignment_in_words(press.uow, button.dialog_id), is_alert=True)


def router() -> Router:
    router = Router(name=__name__)
    router.include_routers(part.router(), part_of_all.router())
    return router
