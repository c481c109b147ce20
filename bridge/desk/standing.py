"""How the bot stands in a group right now: Telegram is asked."""

from aiogram.methods import GetChat, GetChatMember

from bridge.desk import rights
from bridge.desk.telegram import Telegram


async def lacking(telegram: Telegram, chat_id: int) -> list[str]:
    """A sentence for everything that the group cannot be used without; raises what a call raises."""
    chat = await telegram(GetChat(chat_id=chat_id))
    member = await telegram(GetChatMember(chat_id=chat_id, user_id=telegram.id))
    return rights.lacking({"type": chat.type, "is_forum": chat.is_forum}, member.model_dump(mode="json"))
