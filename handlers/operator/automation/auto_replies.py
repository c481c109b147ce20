"""«Ответы бота»: auto-replies are created, changed, switched on and off, and deleted."""

from aiogram import Router

from bridge.actions.automation import auto_message_rules
from bridge.desk.automation import auto_replies as screens
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
from bridge.errors import lazy
from bridge.text import variables
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind
from storage.team.employees import Role

part = BotPart(__name__, role=Role.MANAGER, in_private=True)


class Keywords(QuestionData):
    """The keywords of the auto-reply `auto_reply_id`; None for a new one."""

    kind = QuestionKind.AUTO_REPLY_KEYWORDS
    about = lazy("the answer to keywords")

    keyword_id: int | None = None


class AutoReplyText(QuestionData):
    """The text of an auto-reply; `words` are the keywords of a new one."""

    kind = QuestionKind.AUTO_REPLY_TEXT
    about = lazy("the answer to keywords")

    keyword_id: int | None = None
    words: tuple[str, ...] = ()


@part.writes(ShowAutoReplies)
async def show_list(press: Press, button: ShowAutoReplies) -> Screen:
    await press.stop_asking(Keywords, AutoReplyText)
    return await screens.auto_replies_screen(press.uow, button.page)


@part.writes(ShowAutoReply)
async def show(press: Press, button: ShowAutoReply) -> Screen:
    await press.stop_asking(Keywords, AutoReplyText)
    return await screens.auto_reply_screen(press.uow, await press.uow.auto_replies.get(button.auto_reply_id))


@part.writes(SwitchAutoReply)
async def switch(press: Press, button: SwitchAutoReply) -> Screen:
    auto_reply_id = button.auto_reply_id
    auto_reply = await auto_message_rules.switch_auto_reply(press.uow, auto_reply_id, on=button.on, by=press.by)
    return await screens.auto_reply_screen(press.uow, auto_reply)


@part.writes(PlaceAutoReply)
async def place(press: Press, button: PlaceAutoReply) -> Screen:
    auto_reply_id, channel_id = button.auto_reply_id, button.channel_id or None
    auto_reply = await auto_message_rules.place_auto_reply(press.uow, auto_reply_id, channel_id, by=press.by)
    return await screens.auto_reply_screen(press.uow, auto_reply)


@part.writes(DeleteAutoReply)
async def delete(press: Press, button: DeleteAutoReply) -> Screen:
    return screens.deleted(await auto_message_rules.delete_auto_reply(press.uow, button.auto_reply_id, by=press.by))


@part.writes(RestoreAutoReply)
async def restore(press: Press, button: RestoreAutoReply) -> Screen:
    auto_reply = await auto_message_rules.restore_auto_reply(press.uow, button.auto_reply_id, by=press.by)
    return await screens.auto_reply_screen(press.uow, auto_reply)


@part.writes(AskAutoReply)
async def ask_new(press: Press, button: AskAutoReply) -> Response:
    return await press.ask(Keywords(), _which_words())


@part.writes(AskKeywords)
async def ask_keywords(press: Press, button: AskKeywords) -> Response:
    auto_reply = await press.uow.auto_replies.get(button.auto_reply_id)
    return await press.ask(Keywords(keyword_id=auto_reply.id), _which_words())


@part.writes(AskAutoReplyText)
async def ask_text(press: Press, button: AskAutoReplyText) -> Response:
    auto_reply = await press.uow.auto_replies.get(button.auto_reply_id)
    return await press.ask(AutoReplyText(keyword_id=auto_reply.id), _which_text())


@part.answers(Keywords)
async def take_keywords(typed: Typed, asked: Keywords) -> Response | Screen:
    """Store the keywords; for a new auto-reply ask for its text next."""
    if asked.keyword_id is None:
        words = auto_message_rules.words_in(typed.words)
        return await typed.ask(AutoReplyText(words=tuple(words)), _which_text())
    auto_reply = await auto_message_rules.change_keywords(typed.uow, asked.keyword_id, typed.words, by=typed.by)
    return await screens.auto_reply_screen(typed.uow, auto_reply)


@part.answers(AutoReplyText)
async def take_text(typed: Typed, asked: AutoReplyText) -> Screen:
    uow, by = typed.uow, typed.by
    if asked.keyword_id is None:
        auto_reply = await auto_message_rules.create_auto_reply(uow, ", ".join(asked.words), typed.words, by=by)
    else:
        auto_reply = await auto_message_rules.change_auto_reply(uow, asked.keyword_id, typed.words, by=by)
    return await screens.auto_reply_screen(uow, auto_reply)


def _which_words() -> str:
    return _("To which words shall the bot answer? Write them with commas between: address, where are you")


def _which_text() -> str:
    return _("What shall the bot answer? There may be variables in it: {names}").format(names=variables.known())


def router() -> Router:
    return part.router()
