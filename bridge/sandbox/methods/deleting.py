"""Deleting messages, for everybody."""

from __future__ import annotations

from datetime import timedelta

from aiogram.methods import DeleteMessage, DeleteMessages

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.chats import Chat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.messages import Message
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.methods.places import may
from bridge.sandbox.postings import remove

REVOCABLE_FOR = timedelta(hours=48)
MOST = 100


def delete_message(call: Call, ask: DeleteMessage) -> bool:
    chat = writable_chat(call, ask.chat_id)
    if not ask.message_id:
        raise Refused(Reason.MESSAGE_ID_EMPTY)
    message = chat.messages.get(ask.message_id)
    if message is None:
        raise Refused(Reason.DELETE_NOT_FOUND)
    _ensure_deletable(call, chat, message)
    remove(call.world, chat, [message.id])
    return True


def delete_messages(call: Call, ask: DeleteMessages) -> bool:
    """Unknown messages are no error here; one that may not be deleted stops all."""
    chat = writable_chat(call, ask.chat_id)
    if not ask.message_ids:
        raise Refused(Reason.NO_IDS)
    if len(ask.message_ids) > MOST:
        raise Refused(Reason.TOO_MANY_IDS)
    found = [message for message_id in ask.message_ids if (message := chat.messages.get(message_id))]
    for message in found:
        _ensure_deletable(call, chat, message)
    remove(call.world, chat, [message.id for message in found])
    return True


def _ensure_deletable(call: Call, chat: Chat, message: Message) -> None:
    if "forum_topic_created" in message.content.extra:
        raise Refused(Reason.DELETE_FORBIDDEN)
    if chat.type == "supergroup" and may(call, chat, "can_delete_messages"):
        return
    if message.sender is not call.bot and not may(call, chat, "can_delete_messages"):
        raise Refused(Reason.DELETE_FORBIDDEN)
    if call.world.clock.stamp() - message.date > REVOCABLE_FOR.total_seconds():
        raise Refused(Reason.DELETE_TOO_OLD)


METHODS: Table = {DeleteMessage: delete_message, DeleteMessages: delete_messages}
