"""«Ответы бота»: managers and administrators set up the bot's auto-messages."""

from aiogram import Router

from bridge.actions.automation import auto_message_rules
from bridge.desk.automation import auto_messages as screens
from bridge.desk.automation.auto_messages import (
    AskAutoMessageText,
    PickChannel,
    ResetAutoMessage,
    ShowAutoMessage,
    SwitchAutoMessage,
)
from bridge.desk.ui.management import ShowAutoMessages
from bridge.desk.ui.screen import Screen
from bridge.errors import NotFound, lazy
from bridge.text.texts import LANGUAGES
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Typed
from handlers.operator.kit.responses import Response
from storage.automation.auto_messages import AutoMessageKind
from storage.inbox.questions import QuestionKind
from storage.team.employees import Role

part = BotPart(__name__, role=Role.MANAGER, in_private=True)


class AutoMessageText(QuestionData):
    kind = QuestionKind.AUTO_MESSAGE_TEXT
    about = lazy("what the bot says")

    channel_id: int
    notice: AutoMessageKind
    code: str


@part.writes(ShowAutoMessages)
async def show_list(press: Press, button: ShowAutoMessages) -> Screen:
    await press.stop_asking(AutoMessageText)
    return await screens.auto_messages_screen(press.uow, button.channel_id)


@part.writes(ShowAutoMessage)
async def show(press: Press, button: ShowAutoMessage) -> Screen:
    await press.stop_asking(AutoMessageText)
    return await screens.auto_message_screen(press.uow, button.channel_id, button.kind)


@part.reads(PickChannel)
async def pick_channel(press: Press, button: PickChannel) -> Screen:
    return await screens.channels_screen(press.uow)


@part.writes(SwitchAutoMessage)
async def switch(press: Press, button: SwitchAutoMessage) -> Screen:
    channel_id = button.channel_id or None
    await auto_message_rules.switch(press.uow, button.kind, channel_id, on=button.on, by=press.by)
    return await screens.auto_message_screen(press.uow, button.channel_id, button.kind)


@part.writes(ResetAutoMessage)
async def reset(press: Press, button: ResetAutoMessage) -> Screen:
    await auto_message_rules.reset(press.uow, button.kind, button.channel_id or None, by=press.by)
    return await screens.auto_message_screen(press.uow, button.channel_id, button.kind)


@part.writes(AskAutoMessageText)
async def ask_text(press: Press, button: AskAutoMessageText) -> Response:
    if button.code not in LANGUAGES:
        raise NotFound
    if button.channel_id:
        await press.uow.channels.get(button.channel_id)
    question = AutoMessageText(channel_id=button.channel_id, notice=button.kind, code=button.code)
    return await press.ask(question, screens.how_to_word(button.kind, button.code))


@part.answers(AutoMessageText)
async def take_text(typed: Typed, asked: AutoMessageText) -> Screen:
    channel_id = asked.channel_id or None
    await auto_message_rules.reword(typed.uow, asked.notice, channel_id, asked.code, typed.words, by=typed.by)
    return await screens.auto_message_screen(typed.uow, asked.channel_id, asked.notice)


def router() -> Router:
    return part.router()
