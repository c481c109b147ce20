"""«Отправить позже»: /later, or the message that is asked for, and then its time."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bridge import when
from bridge.actions.messages import albums, scheduled_messages
from bridge.actions.messages.drafts import Draft
from bridge.desk.messages.later import WriteLater
from bridge.desk.messages.scheduled_messages import scheduled_card, scheduled_list
from bridge.desk.messages.scheduled_times import hours, times
from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal, lazy
from bridge.text.entities import beyond
from bridge.text.texts import _, local_time
from bridge.when import When
from handlers.operator.kit import private_replies, questions
from handlers.operator.kit.commands import NOTE_PATTERN
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import find_target
from handlers.operator.messages import notes
from handlers.operator.messages.reading import draft
from handlers.operator.templates.templates import NotShownHere
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.inbox.windows import Window
from storage.messages.scheduled_messages import ScheduledMessage

LATER_PATTERN = re.compile(r"\s*/later(?:@\w+)?\s*", re.IGNORECASE)
PROMPT_KINDS = (QuestionKind.SCHEDULED_MESSAGE, QuestionKind.SCHEDULED_TIME)


class OnceOnly(Refusal):
    text = lazy("A message leaves just once: write one day and one time. Nothing was scheduled")


class NoteCannotWait(Refusal):
    text = lazy("A note does not leave later. Write it without /later; nothing was kept")


async def later(
    message: Message, operator: Operator, place: Place, begin: Begin, database: Database, responder: Responder
) -> None:
    """`/later tomorrow 9:00 Good morning!`, also below a file; the list when nothing is said."""
    typed = _unmarked(draft(message, reply_to_id=None, addressed=True))
    if typed.file is None and not typed.text:
        async with database.read(operator.organization_id) as uow:
            screen = await scheduled_list(uow, operator.time_zone, viewer=await operator.employee(uow))
        await private_replies.show(screen, operator, responder)
        return
    window = partial(_target_window, message=message, place=place, operator=operator)
    async with _whole(typed, window, operator, database), begin() as uow:
        target = await find_target(uow, message, place, operator)
        at, rest = when.begin(typed.text, uow.now, operator.time_zone)
        words = beyond(rest, typed.text, typed.entities)
        if NOTE_PATTERN.match(words.text):
            raise NoteCannotWait
        written = replace(typed, text=words.text, entities=words.entities, reply_to_id=target.reply_to_id)
        if at is not None and written.file is None and not written.text:
            screen = await _ask_message(uow, target.window.dialog_id, place, operator, at)
        else:
            screen = await _write(uow, target.window, written, at, place, operator)
    await responder.show(screen)


async def ask_message(
    query: CallbackQuery,
    callback_data: WriteLater,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        window = await _window(uow, callback_data.dialog_id, place)
        screen = await _ask_message(uow, window.dialog_id, place, operator)
    # Not in the place of the screen with the button: that may lie over a dialog's card.
    await responder.toast(query)
    await responder.show(screen)


async def is_message(message: Message, open_question: OpenQuestion) -> bool | dict[str, Question]:
    """Let through what shall leave later: anything but a command or a note."""
    if (message.text or "").startswith("/") or notes.is_note(message):
        return False
    question = await open_question.get()
    is_asked = question is not None and question.kind is QuestionKind.SCHEDULED_MESSAGE
    return {"question": question} if question is not None and is_asked else False


async def take_message(
    message: Message,
    question: Question,
    operator: Operator,
    place: Place,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    """What leaves later, or what does so in the place of what was written before."""
    written = draft(message, reply_to_id=None, addressed=True)
    there = partial(_window, dialog_id=question.data["dialog_id"], place=place)
    async with _whole(written, there, operator, database), begin() as uow:
        window = await there(uow)
        if await albums.is_noted(uow, window.dialog_id, written.album):
            raise SkipHandler
        if "scheduled_id" in question.data:
            screen = await _rewrite(uow, question.data["scheduled_id"], written, place, operator)
        else:
            screen = await _write(uow, window, written, _kept(question), place, operator)
    await responder.show(screen)


async def is_of_album(message: Message, operator: Operator, database: Database) -> bool | dict[str, int]:
    """Let through the rest of an album that leaves later, whatever is asked here by now."""
    if message.media_group_id is None:
        return False
    async with database.read(operator.organization_id) as uow:
        found = await uow.scheduled_messages.of_album(operator.employee_id, message.media_group_id)
    return {"scheduled_id": found.id} if found is not None else False


async def join(message: Message, scheduled_id: int, operator: Operator, begin: Begin) -> None:
    written = draft(message, reply_to_id=None, addressed=True)
    async with begin() as uow:
        await scheduled_messages.join_album(uow, scheduled_id, written, by=await operator.employee(uow))


async def take_time(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """What could not be understood leaves the question open; a day without an hour asks for the hour."""
    async with begin() as uow:
        at = _once(when.read(words, uow.now, operator.time_zone))
        by = await operator.employee(uow)
        scheduled = await uow.scheduled_messages.lock(question.data["scheduled_id"])
        if at.is_all_day:
            screen = _hours(uow, scheduled, at, operator)
        else:
            scheduled = await scheduled_messages.schedule(uow, scheduled.id, at.at, by=by)
            await stop_asking(uow, place, operator)
            screen = await scheduled_card(uow, scheduled, operator.time_zone, viewer=by)
    await responder.show(screen)


async def stop_asking(uow: UnitOfWork, place: Place, operator: Operator) -> None:
    """What is typed here next is nothing that leaves later, nor its time."""
    await questions.forget_kinds(uow, place, operator, *PROMPT_KINDS)


async def ask_words(uow: UnitOfWork, scheduled: ScheduledMessage, place: Place, operator: Operator) -> Screen:
    """Ask for what is to leave in its place."""
    about = {"dialog_id": scheduled.dialog_id, "scheduled_id": scheduled.id}
    await questions.ask(uow, place, operator, QuestionKind.SCHEDULED_MESSAGE, **about)
    words = _("Send the message that leaves instead. A text takes the place of the text, the files stay")
    return questions.question_screen(words, place, operator)


async def ask_time(uow: UnitOfWork, scheduled: ScheduledMessage, place: Place, operator: Operator) -> Screen:
    await questions.ask(uow, place, operator, QuestionKind.SCHEDULED_TIME, scheduled_id=scheduled.id)
    return times(scheduled, operator.time_zone, uow.now)


async def _ask_message(
    uow: UnitOfWork, dialog_id: int, place: Place, operator: Operator, at: When | None = None
) -> Screen:
    kept = {"due_at": _once(at).at.isoformat(), "is_all_day": at.is_all_day} if at is not None else {}
    await questions.ask(uow, place, operator, QuestionKind.SCHEDULED_MESSAGE, dialog_id=dialog_id, **kept)
    contact = await uow.contacts.get((await uow.dialogs.get(dialog_id)).contact_id)
    words = _("Send the message for {contact} that is to leave later: a text, a file or an album. It does not go yet")
    return questions.question_screen(words.format(contact=contact.title), place, operator)


def _kept(question: Question) -> When | None:
    """The time that was said before the message."""
    at = question.data.get("due_at")
    return When(datetime.fromisoformat(at), is_all_day=question.data["is_all_day"]) if at else None


async def _write(
    uow: UnitOfWork, window: Window, written: Draft, at: When | None, place: Place, operator: Operator
) -> Screen:
    """Keep it, and show it; ask for the time where none was said, or where it is over by now."""
    by = await operator.employee(uow)
    due_at = _once(at).at if at is not None and not at.is_all_day and at.at > uow.now else None
    scheduled = await scheduled_messages.write(uow, window, written, by=by, due_at=due_at)
    if due_at is not None:
        await stop_asking(uow, place, operator)
        return await scheduled_card(uow, scheduled, operator.time_zone, viewer=by)
    screen = await ask_time(uow, scheduled, place, operator)
    is_day = at is not None and at.is_all_day and at.at > uow.now
    return _hours(uow, scheduled, at, operator) if at is not None and is_day else screen


async def _rewrite(uow: UnitOfWork, scheduled_id: int, written: Draft, place: Place, operator: Operator) -> Screen:
    by = await operator.employee(uow)
    scheduled = await scheduled_messages.rewrite(uow, scheduled_id, written, by=by)
    await stop_asking(uow, place, operator)
    return await scheduled_card(uow, scheduled, operator.time_zone, viewer=by)


def _hours(uow: UnitOfWork, scheduled: ScheduledMessage, at: When, operator: Operator) -> Screen:
    return hours(scheduled, local_time(at.at, operator.time_zone).date(), operator.time_zone, uow.now)


def _once(at: When) -> When:
    if at.repeat is not None:
        raise OnceOnly
    return at


def _unmarked(written: Draft) -> Draft:
    """The draft without the command."""
    mark = LATER_PATTERN.match(written.text)
    words = beyond(mark.end() if mark else 0, written.text, written.entities)
    return replace(written, text=words.text, entities=words.entities)


@asynccontextmanager
async def _whole(
    typed: Draft, window: Callable[[UnitOfWork], Awaitable[Window]], operator: Operator, database: Database
) -> AsyncIterator[None]:
    """What is refused of an album is refused with all that is still to come of it."""
    try:
        yield
    except Refusal:
        if typed.album is not None:
            # Not `begin`: nothing is handled before its author has been told.
            async with database.begin(operator.organization_id) as uow:
                by = await operator.employee(uow)
                await scheduled_messages.refuse_album(uow, await window(uow), typed, by=by)
        raise


async def _target_window(uow: UnitOfWork, message: Message, place: Place, operator: Operator) -> Window:
    return (await find_target(uow, message, place, operator)).window


async def _window(uow: UnitOfWork, dialog_id: int, place: Place) -> Window:
    window = await uow.windows.at((await uow.dialogs.get(dialog_id)).id, place.chat_id)
    if window is None:
        raise NotShownHere
    return window


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_message, WriteLater.filter())
    router.message.register(later, Command("later"))
    router.message.register(join, is_of_album)
    router.message.register(take_message, is_message)
    router.message.register(take_time, questions.answers_to(QuestionKind.SCHEDULED_TIME))
    return router
