"""A group has its topics back. Telegram does not report that, so every message from there is a reason to check."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import MagicData
from aiogram.types import Message

from bridge.actions.team import forums
from bridge.desk.bot_api import bot_rights
from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import BridgeError
from handlers.operator.kit.context import Place
from storage.engine.database import Database
from storage.team.forums import Forum, Trouble


async def regain_and_go_on(
    message: Message, place: Place, forum: Forum, database: Database, telegram: Telegram
) -> None:
    """Check the bot's rights before the group counts as regained: the message may be older than the trouble."""
    try:
        missing = await bot_rights.missing_rights(telegram, place.chat_id)
    except BridgeError:
        # The next message checks again.
        raise SkipHandler from None
    if not missing:
        # `begin` would mark the update as handled before its own handler has seen it.
        async with database.begin(forum.organization_id) as uow:
            await forums.regain(uow, place.chat_id)
    raise SkipHandler


def router() -> Router:
    router = Router(name=__name__)
    lost = MagicData(F.forum.trouble == Trouble.NO_TOPICS)
    router.message.register(regain_and_go_on, F.chat.is_forum, lost)
    return router
