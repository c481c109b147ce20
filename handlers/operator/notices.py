"""«Ответы бота»: managers and administrators arrange what the bot says by itself."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions import notice_rules
from bridge.desk import notices as screens
from bridge.desk.management import OpenNotices
from bridge.desk.notices import AskNoticeText, PickChannel, ResetNotice, ShowNotice, ShowNotices, SwitchNotice
from bridge.desk.screen import Screen
from bridge.errors import NotFound
from bridge.texts import LANGUAGES
from handlers.operator import private_replies
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.questions import answers_to, ask, forget, forget_kinds, question_screen
from handlers.operator.responder import Responder
from storage.notices import NoticeKind
from storage.questions import Question, QuestionKind
from storage.unit_of_work import UnitOfWork

Shown = OpenNotices | ShowNotices | ShowNotice | PickChannel


async def show(
    query: CallbackQuery, callback_data: Shown, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await forget_kinds(uow, place, operator, QuestionKind.NOTICE_TEXT)
        screen = await _screen(uow, callback_data)
    await private_replies.redraw(query, screen, operator, responder)


async def _screen(uow: UnitOfWork, button: Shown) -> Screen:
    match button:
        case ShowNotice(channel_id=channel_id, kind=kind):
            return await screens.notice_screen(uow, channel_id, kind)
        case ShowNotices(channel_id=channel_id):
            return await screens.notices_screen(uow, channel_id)
        case PickChannel():
            return await screens.channels_screen(uow)
    return await screens.notices_screen(uow, screens.ALL_CHANNELS)


async def switch(
    query: CallbackQuery, callback_data: SwitchNotice, operator: Operator, begin: Begin, responder: Responder
) -> None:
    kind, channel_id = callback_data.kind, callback_data.channel_id
    async with begin() as uow:
        by = await operator.employee(uow)
        await notice_rules.switch(uow, kind, channel_id or None, on=callback_data.on, by=by)
        screen = await _as_it_is(uow, channel_id, kind)
    await private_replies.redraw(query, screen, operator, responder)


async def reset(
    query: CallbackQuery, callback_data: ResetNotice, operator: Operator, begin: Begin, responder: Responder
) -> None:
    kind, channel_id = callback_data.kind, callback_data.channel_id
    async with begin() as uow:
        await notice_rules.reset(uow, kind, channel_id or None, by=await operator.employee(uow))
        screen = await _as_it_is(uow, channel_id, kind)
    await private_replies.redraw(query, screen, operator, responder)


async def ask_text(
    query: CallbackQuery,
    callback_data: AskNoticeText,
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
        screen = await screens.notice_screen(uow, channel_id, kind)
        if not place.is_group:
            await ask(uow, place, operator, QuestionKind.NOTICE_TEXT, channel_id=channel_id, notice=kind, code=code)
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
    kind, channel_id, code = NoticeKind(question.data["notice"]), question.data["channel_id"], question.data["code"]
    async with begin() as uow:
        by = await operator.employee(uow)
        await notice_rules.reword(uow, kind, channel_id or None, code, words, by=by)
        await forget(uow, place, operator)
        screen = await _as_it_is(uow, channel_id, kind)
    await responder.show(screen)


async def _as_it_is(uow: UnitOfWork, channel_id: int, kind: NoticeKind) -> Screen:
    await uow.flush()
    return await screens.notice_screen(uow, channel_id, kind)


def router() -> Router:
    router = Router(name=__name__)
    for shown in (OpenNotices, ShowNotices, ShowNotice, PickChannel):
        router.callback_query.register(show, shown.filter())
    router.callback_query.register(switch, SwitchNotice.filter())
    router.callback_query.register(reset, ResetNotice.filter())
    router.callback_query.register(ask_text, AskNoticeText.filter())
    router.message.register(take_text, answers_to(QuestionKind.NOTICE_TEXT))
    return router
