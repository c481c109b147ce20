"""«Ответы бота»: answers to keywords are made, changed, switched, deleted."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions import notice_rules
from bridge.desk import keywords as screens
from bridge.desk.keywords import (
    AskAnswer,
    AskKeyword,
    AskWords,
    DeleteKeyword,
    PlaceKeyword,
    RestoreKeyword,
    ShowKeyword,
    ShowKeywords,
    SwitchKeyword,
)
from bridge.desk.notices import ShowNotices
from bridge.desk.screen import Screen
from bridge.texts import _
from handlers.operator import private_replies
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.questions import answers_to, ask, forget, forget_kinds, question_screen
from handlers.operator.responder import Responder
from storage.employees import Employee
from storage.questions import Question, QuestionKind
from storage.unit_of_work import UnitOfWork

PROMPT_KINDS = (QuestionKind.KEYWORD_WORDS, QuestionKind.KEYWORD_TEXT)

Changed = SwitchKeyword | PlaceKeyword | DeleteKeyword | RestoreKeyword
AskButton = AskKeyword | AskWords | AskAnswer


async def show(
    query: CallbackQuery,
    callback_data: ShowKeywords | ShowKeyword,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        await forget_kinds(uow, place, operator, *PROMPT_KINDS)
        if isinstance(callback_data, ShowKeyword):
            screen = await screens.keyword_screen(uow, await uow.keywords.get(callback_data.keyword_id))
        else:
            screen = await screens.keywords_screen(uow, callback_data.page, ShowNotices())
    await private_replies.redraw(query, screen, operator, responder)


async def change(
    query: CallbackQuery, callback_data: Changed, operator: Operator, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        screen = await _changed(uow, callback_data, await operator.employee(uow))
    await private_replies.redraw(query, screen, operator, responder)


async def _changed(uow: UnitOfWork, pressed: Changed, by: Employee) -> Screen:
    keyword_id = pressed.keyword_id
    match pressed:
        case SwitchKeyword(on=on):
            keyword = await notice_rules.switch_answer(uow, keyword_id, on=on, by=by)
        case PlaceKeyword(channel_id=channel_id):
            keyword = await notice_rules.place_answer(uow, keyword_id, channel_id or None, by=by)
        case RestoreKeyword():
            keyword = await notice_rules.restore_answer(uow, keyword_id, by=by)
        case DeleteKeyword():
            return screens.deleted(await notice_rules.delete_answer(uow, keyword_id, by=by))
    return await screens.keyword_screen(uow, keyword)


async def ask_for(
    query: CallbackQuery, callback_data: AskButton, operator: Operator, place: Place, begin: Begin, responder: Responder
) -> None:
    async with begin() as uow:
        (await operator.employee(uow)).ensure_manager()
        screen = await screens.keywords_screen(uow, 0, ShowNotices())
        if not place.is_group:
            words = await _ask(uow, callback_data, operator, place)
    if place.is_group:
        await private_replies.redraw(query, screen, operator, responder)
        return
    await responder.toast(query)
    await responder.show(question_screen(words, place, operator))


async def _ask(uow: UnitOfWork, button: AskButton, operator: Operator, place: Place) -> str:
    match button:
        case AskWords(keyword_id=keyword_id):
            keyword = await uow.keywords.get(keyword_id)
            await ask(uow, place, operator, QuestionKind.KEYWORD_WORDS, keyword_id=keyword.id)
        case AskAnswer(keyword_id=keyword_id):
            keyword = await uow.keywords.get(keyword_id)
            await ask(uow, place, operator, QuestionKind.KEYWORD_TEXT, keyword_id=keyword.id)
            return _how_to_answer()
        case AskKeyword():
            await ask(uow, place, operator, QuestionKind.KEYWORD_WORDS)
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
            keyword = await notice_rules.change_words(uow, question.data["keyword_id"], words, by=by)
            await forget(uow, place, operator)
            screen = await screens.keyword_screen(uow, keyword)
        else:
            by.ensure_manager()
            typed = notice_rules.words_in(words)
            await ask(uow, place, operator, QuestionKind.KEYWORD_TEXT, words=typed)
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
            keyword = await notice_rules.change_answer(uow, question.data["keyword_id"], words, by=by)
        else:
            keyword = await notice_rules.create_answer(uow, ", ".join(question.data["words"]), words, by=by)
        await forget(uow, place, operator)
        screen = await screens.keyword_screen(uow, keyword)
    await responder.show(screen)


def router() -> Router:
    router = Router(name=__name__)
    for shown in (ShowKeywords, ShowKeyword):
        router.callback_query.register(show, shown.filter())
    for changed in (SwitchKeyword, PlaceKeyword, DeleteKeyword, RestoreKeyword):
        router.callback_query.register(change, changed.filter())
    for button in (AskKeyword, AskWords, AskAnswer):
        router.callback_query.register(ask_for, button.filter())
    router.message.register(take_words, answers_to(QuestionKind.KEYWORD_WORDS))
    router.message.register(take_answer, answers_to(QuestionKind.KEYWORD_TEXT))
    return router
