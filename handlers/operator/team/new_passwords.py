"""«Безопасность»: an administrator types a new password, and the message with it is deleted at once."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, Update

from bridge.actions.team import passwords as rules
from bridge.actions.team import sign_in
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.team import passwords as screens
from bridge.desk.team.passwords import ChangePassword, EndSignIns
from bridge.desk.team.preferences import ShowSecurity
from bridge.errors import Refusal, lazy
from bridge.security.passwords import Passwords, ensure_long
from bridge.text.texts import _, language
from handlers.operator.kit import commands, private_replies, questions
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.responder import Responder
from handlers.operator.team.typed_passwords import erase, hide_name, redact
from storage.engine.database import Database
from storage.inbox.questions import Question, QuestionKind
from storage.team.employees import Role


class AskedTooLongAgo(Refusal):
    text = lazy("You were asked for the password too long ago, so it was not changed. Open the settings again")


class OnlyInPrivate(Refusal):
    text = lazy("Passwords are changed in the private chat with me only: /settings")


async def awaits(
    message: Message, operator: Operator, place: Place, open_question: OpenQuestion, database: Database
) -> bool | dict[str, Any]:
    """Passes on the question. What is written outside of topics may come in one that Telegram has just made for it."""
    if place.is_group:
        return False
    question = await open_question.get()
    if question is None and place.thread_id is not None:
        async with database.read(operator.organization_id) as uow:
            question = await uow.questions.at(place.chat_id, None, of=operator.employee_id)
            if question is not None and await uow.windows.in_thread(place.chat_id, place.thread_id) is not None:
                return False
    return {"question": question} if question is not None and question.kind is QuestionKind.NEW_PASSWORD else False


async def security(
    query: CallbackQuery, callback_data: ShowSecurity, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        if (await operator.employee(uow)).role is Role.ADMIN:
            people = await uow.employees.all()
            screen = screens.choice(people, viewer_id=operator.employee_id, page=callback_data.page)
        else:
            screen = screens.whom_to_ask(await rules.whom_to_ask(uow))
    await private_replies.redraw(query, screen, operator, responder)


async def ask(
    query: CallbackQuery,
    callback_data: ChangePassword,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    if place.is_group:
        raise OnlyInPrivate
    async with begin() as uow:
        employee = await rules.whose(uow, callback_data.employee_id, by=await operator.employee(uow))
        await questions.ask(uow, place, operator, QuestionKind.NEW_PASSWORD, employee_id=employee.id)
        words = _("Write the new password of {name}; I will delete the message with it at once")
        screen = questions.question_screen(words.format(name=employee.name), place, operator)
    await private_replies.redraw(query, screen, operator, responder)


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
    """One that is too short leaves the question open."""
    await erase(message, responder)
    async with database.begin(operator.organization_id) as uow:
        await redact(uow, event_update)
        is_fresh = sign_in.is_fresh(uow, question)
    if not is_fresh:
        await _forget(begin, question)
        raise AskedTooLongAgo
    ensure_long(text)
    password_hash = await passwords.hash(text)
    async with begin() as uow:
        await uow.questions.forget(question.chat_id, question.thread_id, of=operator.employee_id)
        by = await operator.employee(uow)
        employee = await rules.change(uow, question.data["employee_id"], password_hash, by=by)
        others = [each for each in await uow.sign_ins.of_employee(employee.id) if each.id != operator.sign_in_id]
        screen = screens.changed(employee, len(others))
    await responder.show(screen)


async def end_others(
    query: CallbackQuery,
    callback_data: EndSignIns,
    operator: Operator,
    begin: Begin,
    telegram: Telegram,
    responder: Responder,
) -> None:
    async with begin() as uow:
        by, employee_id = await operator.employee(uow), callback_data.employee_id
        chats = await rules.end_others(uow, employee_id, apart_from=operator.sign_in_id, by=by)
        spoken = (await uow.employees.get(employee_id)).language
    with language(spoken):
        for chat_id in chats:
            words = _("An administrator has signed you out here. To sign in again: /start")
            await Responder(telegram, Place(chat_id)).say(words)
            await commands.forget(telegram, chat_id)
    await responder.toast(query)
    await responder.strip(query, "✅ " + _("The other sign-ins have ended"))


async def refuse(message: Message) -> None:
    raise questions.NotWords


async def _forget(begin: Begin, question: Question) -> None:
    async with begin() as uow:
        await uow.questions.forget(question.chat_id, question.thread_id, of=question.asked_of)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(security, ShowSecurity.filter())
    router.callback_query.register(ask, ChangePassword.filter())
    router.callback_query.register(end_others, EndSignIns.filter())
    typed = router.message
    typed.filter(~F.from_user.is_bot)
    typed.register(hide_name, F.forum_topic_created, awaits)
    typed.register(change, F.text.as_("text"), ~Command(*commands.COMMAND_NAMES), awaits)
    typed.register(refuse, ~Command(*commands.COMMAND_NAMES), ~F.forum_topic_edited, ~F.pinned_message, awaits)
    return router
