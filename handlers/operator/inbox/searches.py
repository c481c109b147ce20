"""«Поиск»: a search by the menu's button, or by /search with or without words.

The search is stored first and run in a later unit of work: it may be slow, and would block all other writers.
"""

from functools import partial

from aiogram import Router
from aiogram.filters import CommandObject

from bridge.actions.inbox import searches
from bridge.desk.inbox import searches as screens
from bridge.desk.inbox.searches import AskSearch, OpenAt, ShowMessages, ShowPersons
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from handlers.operator.inbox.dialogs import opened
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.questions import question_screen
from handlers.operator.kit.requests import Order, Press, Request, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind
from storage.inbox.search_hits import Beside
from storage.inbox.searches import Search, SearchSubject

# An employee's searches are private.
part = BotPart(__name__, in_private=True)


class SearchWords(QuestionData):
    kind = QuestionKind.SEARCH
    about = lazy("the search")

    subject: SearchSubject


@part.command("search", writes=True)
async def search(order: Order, *, command: CommandObject) -> Response | Screen:
    """`/search where is my order`; without words the bot asks for them."""
    if not command.args:
        return await _ask(order, await searches.subject_of(order.uow, order.by.id))
    return _found(order, await searches.begin(order.uow, command.args, None, by=order.by))


@part.writes(AskSearch)
async def ask_search(press: Press, button: AskSearch) -> Screen:
    return await _ask(press, button.subject or await searches.subject_of(press.uow, press.by.id))


async def _ask(request: Request, subject: SearchSubject) -> Screen:
    await request.keep_asking(SearchWords(subject=subject))
    screen = question_screen(screens.what_to_look_for(subject), request.place, request.operator)
    return Screen(screen.text, [screens.subjects(subject), *screen.rows])


@part.answers(SearchWords)
async def look_for(typed: Typed, asked: SearchWords) -> Response:
    return _found(typed, await searches.begin(typed.uow, typed.words, asked.subject, by=typed.by))


def _found(request: Request, made: Search) -> Response:
    show = partial(screens.found, zone=request.zone, hidden=request.by.role.is_manager)
    return Response(view=lambda uow: show(uow, made))


@part.writes(ShowPersons)
async def show_persons(press: Press, button: ShowPersons) -> Response:
    made = await _choose_subject(press, button.search_id, SearchSubject.PERSONS)
    return Response(view=lambda uow: screens.found_persons(uow, made, zone=press.zone, page=button.page))


@part.writes(ShowMessages)
async def show_messages(press: Press, button: ShowMessages) -> Response:
    made = await _choose_subject(press, button.search_id, SearchSubject.MESSAGES)
    beside = Beside(button.beside_id, button.is_older) if button.beside_id else None
    show = partial(screens.found_messages, zone=press.zone, beside=beside, hidden=press.by.role.is_manager)
    return Response(view=lambda uow: show(uow, made))


async def _choose_subject(press: Press, search_id: int, subject: SearchSubject) -> Search:
    """Note this subject: the employee's next search begins with it."""
    made = await press.uow.searches.get(search_id, of=press.by.id)
    made.subject = subject
    return made


@part.writes(OpenAt)
async def open_at(press: Press, button: OpenAt) -> str:
    made = await press.uow.searches.get(button.search_id, of=press.by.id)
    chat_id = press.operator.chat_id
    dialog = await searches.open_at(press.uow, made, button.message_id, by=press.by, chat_id=chat_id)
    return await opened(press, dialog)


def router() -> Router:
    return part.router()
