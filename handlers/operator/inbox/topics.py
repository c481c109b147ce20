"""Updates about topics: about those that the bot has made, and about those that somebody else has made."""

import logging

from aiogram import F, Router
from aiogram.methods import DeleteForumTopic
from aiogram.types import Message

from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.bot_api.topic_names import number_in
from bridge.errors import BridgeError, NotFound
from handlers.operator.kit.context import Begin, Place
from storage.inbox.windows import Layout

log = logging.getLogger(__name__)


async def own_topic_made(message: Message, place: Place, begin: Begin, telegram: Telegram) -> None:
    """Telegram reports a topic that the bot has just made.

    The process may have died after it made the topic and before it stored the topic's id. Then a window without a topic
    takes this one; when the window has another topic, this one is deleted.
    """
    dialog_id = number_in(message.forum_topic_created.name) if message.forum_topic_created else None
    if dialog_id is None or place.thread_id is None:
        return
    async with begin() as uow:
        try:
            await uow.dialogs.get(dialog_id)
        except NotFound:
            return
        window = await uow.windows.at(dialog_id, place.chat_id)
        if window is None or window.thread_id == place.thread_id:
            return
        if window.thread_id is None and window.layout is not Layout.REPLIES:
            window.thread_id = place.thread_id
            return
        uow.windows.remember(window, place.thread_id)
    try:
        await telegram(DeleteForumTopic(chat_id=place.chat_id, message_thread_id=place.thread_id))
    except BridgeError as error:
        log.warning("an orphaned topic could not be removed: %s", type(error).__name__)


async def ignore(message: Message) -> None:
    """Do nothing: the bot's own pins and renamings come back as messages that nobody wrote."""


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(own_topic_made, F.from_user.is_bot, F.forum_topic_created)
    router.message.register(ignore, F.from_user.is_bot)
    router.message.register(ignore, F.forum_topic_created | F.forum_topic_edited | F.pinned_message)
    return router
