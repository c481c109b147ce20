"""«Безопасность»: an administrator types a new password, and the message with it is deleted at once."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message, Update

from bridge.actions.team import passwords as rules
from bridge.actions.team import sign_in
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.team import passwords as screens
from bridge.desk.team.passwords import ChangePassword, EndSignIns
from bridge.desk.team.preferences import ShowSecurity
from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal, lazy
from bridge.security.passwords import Passwords, ensure_long
from bridge.text.texts import _
from handlers.operator.kit import commands, questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response
from handlers.operator.team.sign_ins import tell_signed_out
from handlers.operator.team.typed_passwords import erase, hide_name, redact
from storage.engine.database import Database
from storage.inbox.questions import Question, QuestionKind
from storage.team.employees import Role

part = BotPart(__name__, in_private=True)


class AskedTooLongAgo(Refusal):
    text = lazy("You were asked for the password too long ago, so it was not changed. Open the settings again")


class NewPassword(QuestionData):
    kind = QuestionKind.NEW_PASSWORD
    about = lazy("the new password")

    employee_id: int


async def awaits(
    message: Message, operator: Operator, place: Place, open_question: OpenQuestion, database: Database
) -> bool | dict[str, Any]:
    """Passes on the question. Telegram may have made a new topic for an answer that was typed outside of topics."""
    if place.is_group:
        return False
    question = await open_question.get()
    if question is None and place.thread_id is not None:
        async with database.read(operator.organization_id) as uow:
            question = await uow.questions.at(place.chat_id, None, of=operator.employee_id)
            if question is not None and await uow.windows.in_thread(place.chat_id, place.thread_id) is not None:
                return False
    return {"question": question} if question is not None and question.kind is QuestionKind.NEW_PASSWORD else False


@part.reads(ShowSecurity)
async def security(press: Press, button: ShowSecurity) -> Screen:
    if press.by.role is Role.ADMIN:
        return screens.choice(await press.uow.employees.all(), viewer_id=press.by.id, page=button.page)
    return screens.whom_to_ask(await rules.whom_to_ask(press.uow))


@part.writes(ChangePassword)
async def ask(press: Press, button: ChangePassword) -> Response:
    employee = await rules.whose(press.uow, button.employee_id, by=press.by)
    words = _("Write the new password of {name}; I will delete the message with it at once")
    return await press.ask(NewPassword(employee_id=employee.id), words.format(name=employee.name))


@part.writes(EndSignIns)
async def end_others(press: Press, button: EndSignIns, *, telegram: Telegram) -> Response:
    employee_id = button.employee_id
    chats = await rules.end_others(press.uow, employee_id, apart_from=press.operator.sign_in_id, by=press.by)
    spoken = (await press.uow.employees.get(employee_id)).language

    async def tell(_responder: Responder) -> None:
        for chat_id in chats:
            await tell_signed_out(telegram, chat_id, spoken)

    return Response(ends_question="✅ " + _("The other sign-ins have ended"), then=tell)


async def change(
    message: Message,
    text: str,
    question: Question,
    operator: Operator,
    begin: Begin,
    database: Database,
    responder: Responder,
    passwords: Passwords,
    event_update: Update,
) -> None:
    """Change the password; one that is too short leaves the question open."""
    await erase(message, responder)
    async with database.begin(operator.organization_id) as uow:
        await redact(uow, event_update)
        is_fresh = sign_in.is_fresh(uow, question)
    if not is_fresh:
        await _forget(begin, question)
        raise AskedTooLongAgo
    ensure_long(text)
    asked = NewPassword.model_validate(question.data)
    password_hash = await passwords.hash(text)
    async with begin() as uow:
        await uow.questions.forget(question.chat_id, question.thread_id, of=operator.employee_id)
        by = await operator.employee(uow)
        employee = await rules.change(uow, asked.employee_id, password_hash, by=by)
        others = [each for each in await uow.sign_ins.of_employee(employee.id) if each.id != operator.sign_in_id]
        screen = screens.changed(employee, len(others))
    await responder.show(screen)


async def refuse(message: Message) -> None:
    raise questions.NotWords


async def _forget(begin: Begin, question: Question) -> None:
    async with begin() as uow:
        await uow.questions.forget(question.chat_id, question.thread_id, of=question.asked_of)


def router() -> Router:
    router = Router(name=__name__)
    router.include_router(part.router())
    typed = router.message
    typed.filter(~F.from_user.is_bot)
    typed.register(hide_name, F.forum_topic_created, awaits)
    typed.register(change, F.text.as_("text"), ~Command(*commands.COMMAND_NAMES), awaits)
    typed.register(refuse, ~Command(*commands.COMMAND_NAMES), ~F.forum_topic_edited, ~F.pinned_message, awaits)
    return router
