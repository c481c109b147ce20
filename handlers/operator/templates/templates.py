"""«Шаблоны»: an answer by one press, or a text that is changed first."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from bridge.actions.delivery import desk
from bridge.actions.messages import messages
from bridge.actions.templates import template_answers, templates
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.templates.inline import search_button
from bridge.desk.templates.templates import (
    InsertTemplate,
    OwnTemplates,
    SendTemplate,
    ShowTemplate,
    TemplateList,
    preview,
    template_list,
    to_be_changed,
)
from bridge.desk.ui.screen import Screen
from bridge.errors import Refusal, lazy
from bridge.text.variables import Filled
from handlers.operator.kit.card_screens import current_card
from handlers.operator.kit.context import Place
from handlers.operator.kit.outcomes import outcome
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Order, Press, Request, Typed
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response
from handlers.operator.kit.target_dialogs import NoDialogHere, UnknownTopic, UseTheTopic, find_target
from handlers.operator.messages.reading import draft
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import QuestionKind
from storage.inbox.windows import Window

part = BotPart(__name__)


class NotShownHere(Refusal):
    text = lazy("This dialog is not open here: open it with /dialogs first")


class TextInstead(QuestionData):
    """Asks for the text that goes to the customer instead of a template's text.

    Args:
        after_id: the dialog's last message when the template was shown.
        shown: the id of the message with the template's text.
    """

    kind = QuestionKind.TEMPLATE_INSTEAD
    about = lazy("the template's text")

    dialog_id: int
    template_id: int
    version: int
    after_id: int
    has_files: bool
    shown: int | None = None


@part.reads(TemplateList)
async def show_list(press: Press, button: TemplateList, *, telegram: Telegram) -> Response:
    return await _list(press, telegram, **button.model_dump())


@part.command("templates")
async def templates_here(order: Order, *, telegram: Telegram) -> Response:
    """The templates for the target dialog; without one, all templates."""
    try:
        dialog_id = (await find_target(order.uow, order.message, order.place, order.operator)).window.dialog_id
    except (NoDialogHere, UnknownTopic, UseTheTopic):
        dialog_id = 0
    return await _list(order, telegram, dialog_id)


@part.reads(OwnTemplates)
async def show_own(press: Press, button: OwnTemplates) -> Response:
    """Show the employee's own templates in their private chat; a chosen one goes to the dialog of the group."""
    return Response(await template_list(press.uow, button.dialog_id, by=press.by), in_private=True)


async def _list(request: Request, telegram: Telegram, dialog_id: int, **where: int) -> Response:
    screen = await template_list(
        request.uow,
        dialog_id,
        by=request.by,
        is_group=request.place.is_group and dialog_id != 0,
        search=search_button(dialog_id) if dialog_id and telegram.is_inline else None,
        **where,
    )
    return Response(screen, in_private=not dialog_id)


@part.writes(ShowTemplate)
async def show(press: Press, button: ShowTemplate) -> Screen:
    await press.stop_asking(TextInstead)
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    return await preview(press.uow, template, button.dialog_id, by=press.by, is_group=press.place.is_group)


@part.writes(SendTemplate)
async def send(press: Press, button: SendTemplate) -> Response:
    window = await _window_of(press, button.dialog_id)
    words = await _send(press, window, **button.model_dump(exclude={"dialog_id"}))
    if await press.screen_window_id(button.dialog_id) is not None:
        await press.uow.flush()
        card = await current_card(press.uow, button.dialog_id, press.operator, press.place)
        return Response(card, words, uncovers=True)

    async def remove(responder: Responder) -> None:
        if not press.message_id or not await responder.erase(press.message_id):
            await responder.strip(press.query, words)

    return Response(toast=words, then=remove)


async def _send(request: Request, window: Window, **chosen: Any) -> str:
    """Send the template; returns the words that tell the outcome."""
    sign_in = await request.operator.sign_in(request.uow)
    sent = await template_answers.send(request.uow, window=window, by=request.by, sign_in=sign_in, **chosen)
    return outcome(sent[0])


@part.writes(InsertTemplate)
async def insert(press: Press, button: InsertTemplate) -> Screen:
    await _window_of(press, button.dialog_id)
    template = await templates.get_visible(press.uow, button.template_id, by=press.by)
    question = TextInstead(
        **button.model_dump(),
        version=template.version,
        after_id=await press.uow.templates.newest_word(button.dialog_id),
        has_files=bool(template.files),
        shown=press.message_id or None,
    )
    await press.keep_asking(question)
    asked = press.operator.name if press.place.is_group else ""
    return await to_be_changed(press.uow, template, button.dialog_id, by=press.by, asked=asked)


@part.answers(TextInstead)
async def send_instead(typed: Typed, asked: TextInstead) -> Response:
    """Send the employee's version of the template's text, together with the template's files."""
    uow, place, message = typed.uow, typed.place, typed.message
    window = await _window_of(typed, asked.dialog_id)
    if uow.now - typed.asked_at > messages.IDLE_PERIOD or await _is_about_another(uow, message, place, window):
        raise SkipHandler
    written = draft(message, reply_to_id=None, addressed=True)
    is_elsewhere = window.chat_id != place.chat_id
    if asked.has_files:
        chosen = asked.model_dump(include={"template_id", "version", "after_id"})
        words = await _send(typed, window, **chosen, instead=Filled(written.text, written.entities))
    else:
        if is_elsewhere:
            written = replace(written, chat_id=window.chat_id, telegram_message_id=None)
        sign_in = await typed.operator.sign_in(uow)
        sent = await template_answers.send_changed(
            uow, asked.template_id, window, written, by=typed.by, sign_in=sign_in
        )
        words = outcome(sent)
    # With files, the text is sent again below them, so the typed one is deleted.
    gone = [message.message_id] if asked.has_files else []
    if asked.shown == window.card_id:
        await desk.paint_card(uow, window)
    elif asked.shown is not None:
        gone.append(asked.shown)

    async def remove(responder: Responder) -> None:
        for message_id in gone:
            await responder.erase(message_id)

    return Response(toast=words if is_elsewhere else "", then=remove)


async def _is_about_another(uow: UnitOfWork, message: Message, place: Place, window: Window) -> bool:
    """Whether the message replies to a message of another dialog."""
    if message.reply_to_message is None or place.thread_id is not None:
        return False
    mirror = await uow.windows.mirror_at(place.chat_id, message.reply_to_message.message_id)
    return mirror is not None and mirror.window_id != window.id


async def window_here(uow: UnitOfWork, dialog_id: int, place: Place) -> Window:
    """The dialog's window in this chat.

    Raises:
        NotFound, NotShownHere
    """
    await uow.dialogs.get(dialog_id)
    window = await uow.windows.at(dialog_id, place.chat_id)
    if window is None:
        raise NotShownHere
    return window


async def _window_of(request: Request, dialog_id: int) -> Window:
    """The dialog's window in this chat; otherwise its window in the group of one of the employee's departments.

    Raises:
        NotFound, NotShownHere
    """
    uow, place = request.uow, request.place
    try:
        return await window_here(uow, dialog_id, place)
    except NotShownHere:
        departments = await templates.departments_of(uow, request.by)
        for window in await uow.windows.of_dialog(dialog_id, live=True):
            forum = await uow.forums.at(window.chat_id)
            if not place.is_group and forum is not None and forum.department_id in departments:
                return window
        raise


def router() -> Router:
    return part.router()
