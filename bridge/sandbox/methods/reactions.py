"""The bot's reactions: one per message, of the stock ones."""

from __future__ import annotations

from aiogram.methods import SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.postings import touched
from bridge.sandbox.reactions import STOCK, plain


def set_message_reaction(call: Call, ask: SetMessageReaction) -> bool:
    message = writable_chat(call, ask.chat_id).messages.get(ask.message_id)
    if message is None:
        raise Refused(Reason.REACT_NOT_FOUND)
    reactions = ask.reaction or []
    if len(reactions) > 1:
        raise Refused(Reason.REACTIONS_TOO_MANY)
    emoji = [plain(each.emoji) if isinstance(each, ReactionTypeEmoji) else "" for each in reactions]
    if not set(emoji) <= STOCK:
        raise Refused(Reason.REACTION_INVALID)
    if message.reactions.get(call.bot.id, []) != emoji:
        message.reactions[call.bot.id] = emoji
        touched(call.world, message)
    return True


METHODS: Table = {SetMessageReaction: set_message_reaction}
