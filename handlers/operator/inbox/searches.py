"""«Поиск»: by a button of the menu, or by /search with what to look for or without.

What is looked for is written down first: to look for it may take a while, and nobody else could write meanwhile.
"""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bridge.actions.inbox import searches
from bridge.desk.inbox import searches as screens
from bridge.desk.inbox.searches import AskSearch, OpenAt, ShowMessages, ShowPersons
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, question_screen
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.inbox.search_hits import Beside
from storage.inbox.searches import Search, SearchSubject
from storage.inbox.windows import Layout


async def search(
    message: Message, command: CommandObject, operator: Operator, begin: Begin, database: Database, responder: Responder
) -> None:
    """`/search where is my order`; without words they are asked for."""
    async with begin() as uow:
        if command.args:
            made = await searches.begin(uow, command.args, None, by=await operator.employee(uow))
        else:
            screen = await _ask(uow, operator, _place(operator, responder), None)
    if command.args:
        screen = await _found(database, operator, made)
    await private_replies.show(screen, operator, responder)


async def ask_search(
    query: CallbackQuery, callback_data: AskSearch, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await _ask(uow, operator, _place(operator, responder), callback_data.subject)
    await private_replies.redraw(query, screen, operator, responder)


def _place(operator: Operator, responder: Responder) -> Place:
    """Where the answer is typed: what an employee looks for is nobody else's business."""
    return Place(operator.chat_id) if responder.place.is_group else responder.place


async def _ask(uow: UnitOfWork, operator: Operator, place: Place, subject: SearchSubject | None) -> Screen:
    subject = subject or await searches.subject_of(uow, operator.employee_id)
    await ask(uow, place, operator, QuestionKind.SEARCH, subject=subject)
    screen = question_screen(screens.what_to_look_for(subject), place, operator)
    rows = screen.keyboard.inline_keyboard if screen.keyboard else []
    return Screen(screen.text, [screens.subjects(subject), *rows])


async def take_words(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    async with begin() as uow:
        subject = SearchSubject(question.data["subject"])
        made = await searches.begin(uow, words, subject, by=await operator.employee(uow))
        await forget(uow, place, operator)
    await responder.show(await _found(database, operator, made))


async def _found(database: Database, operator: Operator, made: Search) -> Screen:
    async with database.read(operator.organization_id) as uow:
        return await screens.found(uow, made, zone=operator.time_zone, hidden=operator.role.is_manager)


async def show_persons(
    query: CallbackQuery,
    callback_data: ShowPersons,
    operator: Operator,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    await _remember(begin, callback_data.search_id, SearchSubject.PERSONS, operator, database)
    async with database.read(operator.organization_id) as uow:
        made = await uow.searches.get(callback_data.search_id, of=operator.employee_id)
        screen = await screens.found_persons(uow, made, zone=operator.time_zone, page=callback_data.page)
    await private_replies.redraw(query, screen, operator, responder)


async def show_messages(
    query: CallbackQuery,
    callback_data: ShowMessages,
    operator: Operator,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    await _remember(begin, callback_data.search_id, SearchSubject.MESSAGES, operator, database)
    beside = Beside(callback_data.beside_id, callback_data.is_older) if callback_data.beside_id else None
    async with database.read(operator.organization_id) as uow:
        made = await uow.searches.get(callback_data.search_id, of=operator.employee_id)
        hidden = operator.role.is_manager
        screen = await screens.found_messages(uow, made, zone=operator.time_zone, beside=beside, hidden=hidden)
    await private_replies.redraw(query, screen, operator, responder)


async def _remember(
    begin: Begin, search_id: int, subject: SearchSubject, operator: Operator, database: Database
) -> None:
    """What is looked through now is what the next search begins with."""
    async with database.read(operator.organization_id) as uow:
        if (await uow.searches.get(search_id, of=operator.employee_id)).subject is subject:
            return
    async with begin() as uow:
        (await uow.searches.get(search_id, of=operator.employee_id)).subject = subject


async def open_at(
    query: CallbackQuery, callback_data: OpenAt, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        made = await uow.searches.get(callback_data.search_id, of=operator.employee_id)
        by, chat_id = await operator.employee(uow), operator.chat_id
        dialog = await searches.open_at(uow, made, callback_data.message_id, by=by, chat_id=chat_id)
        contact = await uow.contacts.get(dialog.contact_id)
        window = await uow.windows.at(dialog.id, chat_id)
    in_topic = window is not None and window.layout is Layout.TOPIC
    text = _("{name}: open in a topic of its own") if in_topic else _("{name}: the dialog is open")
    await responder.toast(query, text.format(name=contact.title))


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(search, Command("search"))
    router.message.register(take_words, answers_to(QuestionKind.SEARCH))
    router.callback_query.register(ask_search, AskSearch.filter())
    router.callback_query.register(show_persons, ShowPersons.filter())
    router.callback_query.register(show_messages, ShowMessages.filter())
    router.callback_query.register(open_at, OpenAt.filter())
    return router
