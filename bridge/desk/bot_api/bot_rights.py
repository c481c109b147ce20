"""The bot's present rights in a group, as Telegram reports them."""

from aiogram.methods import GetChat, GetChatMember

from bridge.desk.bot_api import rights
from bridge.desk.bot_api.telegram import Telegram


async def missing_rights(telegram: Telegram, chat_id: int) -> list[str]:
    """Return a sentence for each thing that prevents the use of the group; raises what a call raises."""
    chat = await telegram(GetChat(chat_id=chat_id))
    member = await telegram(GetChatMember(chat_id=chat_id, user_id=telegram.id))
    return rights.missing_rights({"type": chat.type, "is_forum": chat.is_forum}, member.model_dump(mode="json"))
