"""«Ответы бота»: managers and administrators arrange what the bot says by itself."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.automation import auto_message_rules
from bridge.desk.automation import auto_messages as screens
from bridge.desk.automation.auto_messages import (
    AskAutoMessageText,
    PickChannel,
    ResetAutoMessage,
    ShowAutoMessage,
    ShowAutoMessages,
    SwitchAutoMessage,
)
from bridge.desk.ui.management import OpenAutoMessages
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound
from bridge.text.texts import LANGUAGES
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, forget_kinds, question_screen
from handlers.operator.kit.responder import Responder
from storage.automation.auto_messages import AutoMessageKind
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind

Shown = OpenAutoMessages | ShowAutoMessages | ShowAutoMessage | PickChannel


async def show(
    query: CallbackQuery, callback_data: Shown, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await forget_kinds(uow, place, operator, QuestionKind.AUTO_MESSAGE_TEXT)
        screen = await _screen(uow, callback_data)
    await private_replies.redraw(query, screen, operator, responder)


async def _screen(uow: UnitOfWork, button: Shown) -> Screen:
    match button:
        case ShowAutoMessage(channel_id=channel_id, kind=kind):
            return await screens.auto_message_screen(uow, channel_id, kind)
        case ShowAutoMessages(channel_id=channel_id):
            return await screens.auto_messages_screen(uow, channel_id)
        case PickChannel():
            return await screens.channels_screen(uow)
    return await screens.auto_messages_screen(uow, screens.ALL_CHANNELS)


async def switch(
    query: CallbackQuery, callback_data: SwitchAutoMessage, operator: Operator, begin: Begin, responder: Responder
) -> None:
    kind, channel_id = callback_data.kind, callback_data.channel_id
    async with begin() as uow:
        by = await operator.employee(uow)
        await auto_message_rules.switch(uow, kind, channel_id or None, on=callback_data.on, by=by)
        screen = await _as_it_is(uow, channel_id, kind)
    await private_replies.redraw(query, screen, operator, responder)


async def reset(
    query: CallbackQuery, callback_data: ResetAutoMessage, operator: Operator, begin: Begin, responder: Responder
) -> None:
    kind, channel_id = callback_data.kind, callback_data.channel_id
    async with begin() as uow:
        await auto_message_rules.reset(uow, kind, channel_id or None, by=await operator.employee(uow))
        screen = await _as_it_is(uow, channel_id, kind)
    await private_replies.redraw(query, screen, operator, responder)


async def ask_text(
    query: CallbackQuery,
    callback_data: AskAutoMessageText,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    kind, channel_id, code = callback_data.kind, callback_data.channel_id, callback_data.code
    if code not in LANGUAGES:
        raise NotFound
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        screen = await screens.auto_message_screen(uow, channel_id, kind)
        if not place.is_group:
            await ask(
                uow, place, operator, QuestionKind.AUTO_MESSAGE_TEXT, channel_id=channel_id, notice=kind, code=code
            )
    if place.is_group:
        await private_replies.redraw(query, screen, operator, responder)
        return
    await responder.toast(query)
    await responder.show(question_screen(screens.how_to_word(kind, code), place, operator))


async def take_text(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    kind, channel_id, code = (
        AutoMessageKind(question.data["notice"]),
        question.data["channel_id"],
        question.data["code"],
    )
    async with begin() as uow:
        by = await operator.employee(uow)
        await auto_message_rules.reword(uow, kind, channel_id or None, code, words, by=by)
        await forget(uow, place, operator)
        screen = await _as_it_is(uow, channel_id, kind)
    await responder.show(screen)


async def _as_it_is(uow: UnitOfWork, channel_id: int, kind: AutoMessageKind) -> Screen:
    await uow.flush()
    return await screens.auto_message_screen(uow, channel_id, kind)


def router() -> Router:
    router = Router(name=__name__)
    for shown in (OpenAutoMessages, ShowAutoMessages, ShowAutoMessage, PickChannel):
        router.callback_query.register(show, shown.filter())
    router.callback_query.register(switch, SwitchAutoMessage.filter())
    router.callback_query.register(reset, ResetAutoMessage.filter())
    router.callback_query.register(ask_text, AskAutoMessageText.filter())
    router.message.register(take_text, answers_to(QuestionKind.AUTO_MESSAGE_TEXT))
    return router
