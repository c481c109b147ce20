"""«Ответы бота»: answers to keywords are made, changed, switched, deleted."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.automation import auto_message_rules
from bridge.desk.automation import auto_replies as screens
from bridge.desk.automation.auto_messages import ShowAutoMessages
from bridge.desk.automation.auto_replies import (
    AskAutoReply,
    AskAutoReplyText,
    AskKeywords,
    DeleteAutoReply,
    PlaceAutoReply,
    RestoreAutoReply,
    ShowAutoReplies,
    ShowAutoReply,
    SwitchAutoReply,
)
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, forget_kinds, question_screen
from handlers.operator.kit.responder import Responder
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.team.employees import Employee

PROMPT_KINDS = (QuestionKind.AUTO_REPLY_KEYWORDS, QuestionKind.AUTO_REPLY_TEXT)

Changed = SwitchAutoReply | PlaceAutoReply | DeleteAutoReply | RestoreAutoReply
AskButton = AskAutoReply | AskKeywords | AskAutoReplyText


async def show(
    query: CallbackQuery,
    callback_data: ShowAutoReplies | ShowAutoReply,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await forget_kinds(uow, place, operator, *PROMPT_KINDS)
        if isinstance(callback_data, ShowAutoReply):
            screen = await screens.auto_reply_screen(uow, await uow.auto_replies.get(callback_data.auto_reply_id))
        else:
            screen = await screens.auto_replies_screen(uow, callback_data.page, ShowAutoMessages())
    await private_replies.redraw(query, screen, operator, responder)


async def change(
    query: CallbackQuery, callback_data: Changed, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await _changed(uow, callback_data, await operator.employee(uow))
    await private_replies.redraw(query, screen, operator, responder)


async def _changed(uow: UnitOfWork, pressed: Changed, by: Employee) -> Screen:
    auto_reply_id = pressed.auto_reply_id
    match pressed:
        case SwitchAutoReply(on=on):
            auto_reply = await auto_message_rules.switch_auto_reply(uow, auto_reply_id, on=on, by=by)
        case PlaceAutoReply(channel_id=channel_id):
            auto_reply = await auto_message_rules.place_auto_reply(uow, auto_reply_id, channel_id or None, by=by)
        case RestoreAutoReply():
            auto_reply = await auto_message_rules.restore_auto_reply(uow, auto_reply_id, by=by)
        case DeleteAutoReply():
            return screens.deleted(await auto_message_rules.delete_auto_reply(uow, auto_reply_id, by=by))
    return await screens.auto_reply_screen(uow, auto_reply)


async def ask_for(
    query: CallbackQuery, callback_data: AskButton, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        screen = await screens.auto_replies_screen(uow, 0, ShowAutoMessages())
        if not place.is_group:
            words = await _ask(uow, callback_data, operator, place)
    if place.is_group:
        await private_replies.redraw(query, screen, operator, responder)
        return
    await responder.toast(query)
    await responder.show(question_screen(words, place, operator))


async def _ask(uow: UnitOfWork, button: AskButton, operator: Operator, place: Place) -> str:
    match button:
        case AskKeywords(auto_reply_id=auto_reply_id):
            auto_reply = await uow.auto_replies.get(auto_reply_id)
            await ask(uow, place, operator, QuestionKind.AUTO_REPLY_KEYWORDS, keyword_id=auto_reply.id)
        case AskAutoReplyText(auto_reply_id=auto_reply_id):
            auto_reply = await uow.auto_replies.get(auto_reply_id)
            await ask(uow, place, operator, QuestionKind.AUTO_REPLY_TEXT, keyword_id=auto_reply.id)
            return _how_to_answer()
        case AskAutoReply():
            await ask(uow, place, operator, QuestionKind.AUTO_REPLY_KEYWORDS)
    return _("To which words shall the bot answer? Write them with commas between: address, where are you")


def _how_to_answer() -> str:
    return _("What shall the bot answer? There may be variables in it: {names}").format(names=screens.names())


async def take_words(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    """Of a new one the answer is asked for next."""
    async with begin() as uow:
        by = await operator.employee(uow)
        if "keyword_id" in question.data:
            auto_reply = await auto_message_rules.change_keywords(uow, question.data["keyword_id"], words, by=by)
            await forget(uow, place, operator)
            screen = await screens.auto_reply_screen(uow, auto_reply)
        else:
            by.ensure_manager()
            typed = auto_message_rules.words_in(words)
            await ask(uow, place, operator, QuestionKind.AUTO_REPLY_TEXT, words=typed)
            screen = question_screen(_how_to_answer(), place, operator)
    await responder.show(screen)


async def take_answer(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        by = await operator.employee(uow)
        if "keyword_id" in question.data:
            auto_reply = await auto_message_rules.change_auto_reply(uow, question.data["keyword_id"], words, by=by)
        else:
            auto_reply = await auto_message_rules.create_auto_reply(
                uow, ", ".join(question.data["words"]), words, by=by
            )
        await forget(uow, place, operator)
        screen = await screens.auto_reply_screen(uow, auto_reply)
    await responder.show(screen)


def router() -> Router:
    router = Router(name=__name__)
    for shown in (ShowAutoReplies, ShowAutoReply):
        router.callback_query.register(show, shown.filter())
    for changed in (SwitchAutoReply, PlaceAutoReply, DeleteAutoReply, RestoreAutoReply):
        router.callback_query.register(change, changed.filter())
    for button in (AskAutoReply, AskKeywords, AskAutoReplyText):
        router.callback_query.register(ask_for, button.filter())
    router.message.register(take_words, answers_to(QuestionKind.AUTO_REPLY_KEYWORDS))
    router.message.register(take_answer, answers_to(QuestionKind.AUTO_REPLY_TEXT))
    return router
