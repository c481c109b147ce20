"""«Шаблоны»: an answer in one press, or a text to change first."""

from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

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
from bridge.errors import Refusal, lazy
from bridge.text.variables import Filled
from handlers.operator.kit import private_replies
from handlers.operator.kit.card_screens import current_card, find_screen_window
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.outcomes import outcome
from handlers.operator.kit.questions import answers_to, ask, forget, forget_kinds
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.target_dialogs import NoDialogHere, UnknownTopic, UseTheTopic, find_target
from handlers.operator.messages.reading import draft
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.inbox.windows import Window


class NotShownHere(Refusal):
    text = lazy("This dialog is not open here: open it with /dialogs first")


async def show_list(
    query: CallbackQuery,
    callback_data: TemplateList,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
    telegram: Telegram,
) -> None:
    where = callback_data.model_dump()
    async with begin() as uow:
        where |= _seen_from(place, callback_data.dialog_id, telegram)
        screen = await template_list(uow, by=await operator.employee(uow), **where)
    if callback_data.dialog_id:
        await responder.redraw(query, screen)
        await responder.toast(query)
    else:
        await private_replies.redraw(query, screen, operator, responder)


async def templates_here(
    message: Message, operator: Operator, place: Place, begin: Begin, responder: Responder, telegram: Telegram
) -> None:
    """Those for the dialog that is meant; all of them where none is."""
    async with begin() as uow:
        by = await operator.employee(uow)
        try:
            dialog_id = (await find_target(uow, message, place, operator)).window.dialog_id
        except (NoDialogHere, UnknownTopic, UseTheTopic):
            dialog_id = 0
        screen = await template_list(uow, dialog_id, by=by, **_seen_from(place, dialog_id, telegram))
    if dialog_id:
        await responder.show(screen)
    else:
        await private_replies.show(screen, operator, responder)


async def show_own(
    query: CallbackQuery, callback_data: OwnTemplates, operator: Operator, begin: Begin, responder: Responder
) -> None:
    """In their private chat; what they choose there goes to the group's dialog."""
    async with begin() as uow:
        screen = await template_list(uow, callback_data.dialog_id, by=await operator.employee(uow))
    await private_replies.redraw(query, screen, operator, responder)


def _seen_from(place: Place, dialog_id: int, telegram: Telegram) -> dict[str, Any]:
    """Who else sees a list that is shown here, and whether it can be searched."""
    search = search_button(dialog_id) if dialog_id and telegram.is_inline else None
    return {"is_group": place.is_group and dialog_id != 0, "search": search}


async def show(
    query: CallbackQuery,
    callback_data: ShowTemplate,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        await forget_text(uow, place, operator)
        by = await operator.employee(uow)
        template = await templates.get_visible(uow, callback_data.template_id, by=by)
        screen = await preview(uow, template, callback_data.dialog_id, by=by, is_group=place.is_group)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def send(
    query: CallbackQuery,
    callback_data: SendTemplate,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        window = await window_of(uow, callback_data.dialog_id, place, operator)
        answer = await _answer(uow, callback_data.model_dump(exclude={"dialog_id"}), window, operator)
        screen_window_id = await find_screen_window(uow, query, place, callback_data.dialog_id)
        await uow.flush()
        card = await current_card(uow, callback_data.dialog_id, operator, place)
    await responder.toast(query, answer)
    if screen_window_id is not None:
        await responder.restore_card(query, card)
    elif query.message is None or not await responder.erase(query.message.message_id):
        await responder.strip(query, answer)


async def _answer(uow: UnitOfWork, chosen: dict[str, Any], window: Window, operator: Operator) -> str:
    """Send it; returns what to say of that."""
    by, sign_in = await operator.employee(uow), await operator.sign_in(uow)
    sent = await template_answers.send(uow, window=window, by=by, sign_in=sign_in, **chosen)
    return outcome(sent[0])


async def insert(
    query: CallbackQuery,
    callback_data: InsertTemplate,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        await window_of(uow, callback_data.dialog_id, place, operator)
        by = await operator.employee(uow)
        template = await templates.get_visible(uow, callback_data.template_id, by=by)
        asked = operator.name if place.is_group else ""
        screen = await to_be_changed(uow, template, callback_data.dialog_id, by=by, asked=asked)
        kept = {**callback_data.model_dump(), "version": template.version}
        kept |= {"after_id": await uow.templates.newest_word(callback_data.dialog_id)}
        kept |= {"has_files": bool(template.files), "shown": query.message.message_id if query.message else None}
        await ask(uow, place, operator, QuestionKind.TEMPLATE_INSTEAD, **kept)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def send_instead(
    message: Message, question: Question, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    """What they have made of the template's words; its files go with it."""
    async with begin() as uow:
        window = await window_of(uow, question.data["dialog_id"], place, operator)
        if uow.now - question.asked_at > messages.IDLE_PERIOD or await _is_about_another(uow, message, place, window):
            raise SkipHandler
        await forget(uow, place, operator)
        written = draft(message, reply_to_id=None, addressed=True)
        is_elsewhere = window.chat_id != place.chat_id
        if is_elsewhere:
            written = replace(written, chat_id=window.chat_id, telegram_message_id=None)
        if question.data["has_files"]:
            chosen = {name: question.data[name] for name in ("template_id", "version", "after_id")}
            instead = Filled(written.text, written.entities)
            answer = await _answer(uow, {**chosen, "instead": instead}, window, operator)
        else:
            by, sign_in = await operator.employee(uow), await operator.sign_in(uow)
            which = question.data["template_id"]
            sent = await template_answers.send_changed(uow, which, window, written, by=by, sign_in=sign_in)
            answer = outcome(sent)
        shown = question.data["shown"]
        if shown == window.card_id:
            await desk.paint_card(uow, window)
    if question.data["has_files"]:
        # It comes back below the files that it goes with.
        await responder.erase(message.message_id)
    if shown not in (None, window.card_id):
        await responder.erase(shown)
    if is_elsewhere:
        await responder.say(answer)


async def _is_about_another(uow: UnitOfWork, message: Message, place: Place, window: Window) -> bool:
    """Whether it is a reply to what was said in another dialog."""
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


async def window_of(uow: UnitOfWork, dialog_id: int, place: Place, operator: Operator) -> Window:
    """The same, or else the dialog's place in the group of a department of theirs.

    Raises:
        NotFound, NotShownHere
    """
    try:
        return await window_here(uow, dialog_id, place)
    except NotShownHere:
        departments = await templates.departments_of(uow, await operator.employee(uow))
        for window in await uow.windows.of_dialog(dialog_id, live=True):
            forum = await uow.forums.at(window.chat_id)
            if not place.is_group and forum is not None and forum.department_id in departments:
                return window
        raise


async def forget_text(uow: UnitOfWork, place: Place, operator: Operator) -> None:
    """They do not want to change a template's text after all."""
    await forget_kinds(uow, place, operator, QuestionKind.TEMPLATE_INSTEAD)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_list, TemplateList.filter(), F.message)
    router.callback_query.register(show_own, OwnTemplates.filter())
    router.callback_query.register(show, ShowTemplate.filter())
    router.callback_query.register(send, SendTemplate.filter())
    router.callback_query.register(insert, InsertTemplate.filter())
    router.message.register(templates_here, Command("templates"))
    router.message.register(send_instead, answers_to(QuestionKind.TEMPLATE_INSTEAD))
    return router
