"""«Отправить позже»: a message by /later, or by the answer to a question, and then the time when it leaves."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import Message

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
from handlers.operator.kit import private_replies
from handlers.operator.kit.commands import NOTE_PATTERN
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.questions import question_screen
from handlers.operator.kit.requests import Press, Request, Typed
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import find_target
from handlers.operator.messages import notes
from handlers.operator.messages.reading import draft
from handlers.operator.templates.templates import NotShownHere
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind
from storage.inbox.windows import Window
from storage.messages.scheduled_messages import ScheduledMessage

LATER_PATTERN = re.compile(r"\s*/later(?:@\w+)?\s*", re.IGNORECASE)

part = BotPart(__name__)


class OnceOnly(Refusal):
    text = lazy("A message leaves just once: write one day and one time. Nothing was scheduled")


class NoteCannotWait(Refusal):
    text = lazy("A note does not leave later. Write it without /later; nothing was kept")


class LaterMessage(QuestionData):
    """A message that replaces `scheduled_id`, or that leaves at the time that was given before; both may be None."""

    kind = QuestionKind.SCHEDULED_MESSAGE
    about = lazy("the message for later")

    dialog_id: int
    scheduled_id: int | None = None
    due_at: datetime | None = None
    is_all_day: bool = False


class LaterTime(QuestionData):
    kind = QuestionKind.SCHEDULED_TIME
    about = lazy("the time at which the message leaves")

    scheduled_id: int


async def later(
    message: Message, operator: Operator, place: Place, begin: Begin, database: Database, responder: Responder
) -> None:
    """`/later tomorrow 9:00 Good morning!`, also below a file; without any text it shows the list."""
    typed = _unmarked(draft(message, reply_to_id=None, addressed=True))
    if typed.file is None and not typed.text:
        async with database.read(operator.organization_id) as uow:
            screen = await scheduled_list(uow, operator.time_zone, viewer=await operator.employee(uow))
        await private_replies.show(screen, operator, responder)
        return
    window = partial(_target_window, message=message, place=place, operator=operator)
    async with _refusing_whole_album(typed, window, operator, database), begin() as uow:
        target = await find_target(uow, message, place, operator)
        at, rest = when.begin(typed.text, uow.now, operator.time_zone)
        words = beyond(rest, typed.text, typed.entities)
        if NOTE_PATTERN.match(words.text):
            raise NoteCannotWait
        written = replace(typed, text=words.text, entities=words.entities, reply_to_id=target.reply_to_id)
        if at is not None and written.file is None and not written.text:
            screen = await _ask_message(await _request(uow, place, operator), target.window.dialog_id, at)
        else:
            screen = await _write(await _request(uow, place, operator), target.window, written, at)
    await responder.show(screen)


@part.writes(WriteLater)
async def ask_message(press: Press, button: WriteLater) -> Response:
    window = await _window(press.uow, button.dialog_id, press.place)
    # The screen with the button stays, because it may be an open screen over a dialog's card.
    return Response(await _ask_message(press, window.dialog_id), is_new=True)


async def is_message(message: Message, open_question: OpenQuestion) -> bool | dict[str, QuestionData]:
    """Let through the message that leaves later: anything except commands and notes."""
    if (message.text or "").startswith("/") or notes.is_note(message):
        return False
    question = await open_question.get()
    asked = QuestionData.of(question) if question is not None else None
    return {"asked": asked} if isinstance(asked, LaterMessage) else False


async def take_message(
    message: Message,
    asked: LaterMessage,
    operator: Operator,
    place: Place,
    begin: Begin,
    database: Database,
    responder: Responder,
) -> None:
    """Store a message that leaves later, or replace one that was written before."""
    written = draft(message, reply_to_id=None, addressed=True)
    there = partial(_window, dialog_id=asked.dialog_id, place=place)
    async with _refusing_whole_album(written, there, operator, database), begin() as uow:
        window = await there(uow)
        if await albums.is_noted(uow, window.dialog_id, written.album):
            raise SkipHandler
        request = await _request(uow, place, operator)
        if asked.scheduled_id is not None:
            screen = await _rewrite(request, asked.scheduled_id, written)
        else:
            at = When(asked.due_at, is_all_day=asked.is_all_day) if asked.due_at is not None else None
            screen = await _write(request, window, written, at)
    await responder.show(screen)


async def is_of_album(message: Message, operator: Operator, database: Database) -> bool | dict[str, int]:
    """Let through the rest of an album that leaves later, even when another question is open by now."""
    if message.media_group_id is None:
        return False
    async with database.read(operator.organization_id) as uow:
        found = await uow.scheduled_messages.of_album(operator.employee_id, message.media_group_id)
    return {"scheduled_id": found.id} if found is not None else False


async def join(message: Message, scheduled_id: int, operator: Operator, begin: Begin) -> None:
    written = draft(message, reply_to_id=None, addressed=True)
    async with begin() as uow:
        await scheduled_messages.join_album(uow, scheduled_id, written, by=await operator.employee(uow))


@part.answers(LaterTime)
async def take_time(typed: Typed, asked: LaterTime) -> Screen:
    """Schedule the message; a day without an hour leads to the choice of an hour."""
    at = _once(when.read(typed.words, typed.uow.now, typed.zone))
    scheduled = await typed.uow.scheduled_messages.lock(asked.scheduled_id)
    if at.is_all_day:
        await typed.keep_asking(asked)
        return _hours(typed, scheduled, at)
    scheduled = await scheduled_messages.schedule(typed.uow, scheduled.id, at.at, by=typed.by)
    return await scheduled_card(typed.uow, scheduled, typed.zone, viewer=typed.by)


async def ask_words(request: Request, scheduled: ScheduledMessage) -> Screen:
    """Ask for the message that replaces this one."""
    await request.keep_asking(LaterMessage(dialog_id=scheduled.dialog_id, scheduled_id=scheduled.id))
    words = _("Send the message that leaves instead. A text takes the place of the text, the files stay")
    return question_screen(words, request.place, request.operator)


async def ask_time(request: Request, scheduled: ScheduledMessage) -> Screen:
    await request.keep_asking(LaterTime(scheduled_id=scheduled.id))
    return times(scheduled, request.zone, request.uow.now)


async def _ask_message(request: Request, dialog_id: int, at: When | None = None) -> Screen:
    due = {"due_at": _once(at).at, "is_all_day": at.is_all_day} if at is not None else {}
    await request.keep_asking(LaterMessage(dialog_id=dialog_id, **due))
    contact = await request.uow.contacts.get((await request.uow.dialogs.get(dialog_id)).contact_id)
    words = _("Send the message for {contact} that is to leave later: a text, a file or an album. It does not go yet")
    return question_screen(words.format(contact=contact.title), request.place, request.operator)


async def _write(request: Request, window: Window, written: Draft, at: When | None) -> Screen:
    """Store the message and show it; ask for the time when none was given, or when it has passed."""
    now = request.uow.now
    due_at = _once(at).at if at is not None and not at.is_all_day and at.at > now else None
    scheduled = await scheduled_messages.write(request.uow, window, written, by=request.by, due_at=due_at)
    if due_at is not None:
        await request.stop_asking(LaterMessage, LaterTime)
        return await scheduled_card(request.uow, scheduled, request.zone, viewer=request.by)
    screen = await ask_time(request, scheduled)
    return _hours(request, scheduled, at) if at is not None and at.is_all_day and at.at > now else screen


async def _rewrite(request: Request, scheduled_id: int, written: Draft) -> Screen:
    scheduled = await scheduled_messages.rewrite(request.uow, scheduled_id, written, by=request.by)
    await request.stop_asking(LaterMessage, LaterTime)
    return await scheduled_card(request.uow, scheduled, request.zone, viewer=request.by)


def _hours(request: Request, scheduled: ScheduledMessage, at: When) -> Screen:
    return hours(scheduled, local_time(at.at, request.zone).date(), request.zone, request.uow.now)


async def _request(uow: UnitOfWork, place: Place, operator: Operator) -> Request:
    return Request(uow, await operator.employee(uow), operator, place)


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
async def _refusing_whole_album(
    typed: Draft, window: Callable[[UnitOfWork], Awaitable[Window]], operator: Operator, database: Database
) -> AsyncIterator[None]:
    """When a message of an album is refused, also refuse the messages of the album that are still to come."""
    try:
        yield
    except Refusal:
        if typed.album is not None:
            # `begin` would mark the update as handled before its author is told of the refusal.
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
    router.message.register(later, Command("later"))
    router.message.register(join, is_of_album)
    router.message.register(take_message, is_message)
    router.include_router(part.router())
    return router
