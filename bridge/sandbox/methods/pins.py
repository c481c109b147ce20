"""Pinned messages: of the chat, and of each topic."""

from __future__ import annotations

from aiogram.methods import PinChatMessage, UnpinAllChatMessages, UnpinAllForumTopicMessages, UnpinChatMessage

from bridge.sandbox import forums
from bridge.sandbox.calls import Call, Table
from bridge.sandbox.chats import Chat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.messages import Kind
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.methods.places import known_topic, may
from bridge.sandbox.postings import pinned_in


def pin_chat_message(call: Call, ask: PinChatMessage) -> bool:
    _ensure_supported(ask.business_connection_id)
    chat = _pinnable(call, ask.chat_id)
    message = chat.messages.get(ask.message_id)
    if message is None or message.kind is Kind.SERVICE:
        raise Refused(Reason.PIN_NOT_FOUND)
    # In private chats pins are always silent.
    silent = bool(ask.disable_notification) or chat.type == "private"
    forums.pin(call.world, message, call.bot, silent=silent)
    return True


def unpin_chat_message(call: Call, ask: UnpinChatMessage) -> bool:
    """Without a message: the newest pin outside of topics."""
    _ensure_supported(ask.business_connection_id)
    chat = _pinnable(call, ask.chat_id)
    if ask.message_id is None:
        forums.unpin(call.world, chat, chat.pinned, chat.pinned[-1:])
        return True
    message = chat.messages.get(ask.message_id)
    if message is None or message.id not in pinned_in(chat):
        raise Refused(Reason.UNPIN_NOT_FOUND)
    forums.unpin(call.world, chat, forums.pins_of(chat, message.topic_id), [message.id])
    return True


def unpin_all_chat_messages(call: Call, ask: UnpinAllChatMessages) -> bool:
    chat = _pinnable(call, ask.chat_id)
    for topic in chat.topics.values():
        topic.pinned.clear()
    forums.unpin(call.world, chat, chat.pinned, list(chat.pinned))
    return True


def unpin_all_forum_topic_messages(call: Call, ask: UnpinAllForumTopicMessages) -> bool:
    chat = _pinnable(call, ask.chat_id)
    if not chat.has_topics:
        raise Refused(Reason.NOT_A_FORUM)
    pins = known_topic(chat, ask.message_thread_id).pinned
    forums.unpin(call.world, chat, pins, list(pins))
    return True


def _pinnable(call: Call, chat_id: int | str) -> Chat:
    chat = writable_chat(call, chat_id)
    if not may(call, chat, "can_pin_messages"):
        raise Refused(Reason.PIN_NO_RIGHT)
    return chat


def _ensure_supported(business_connection_id: str | None) -> None:
    if business_connection_id is not None:
        raise Refused(Reason.SANDBOX_LACKS, what="business_connection_id")


METHODS: Table = {
    PinChatMessage: pin_chat_message,
    UnpinChatMessage: unpin_chat_message,
    UnpinAllChatMessages: unpin_all_chat_messages,
    UnpinAllForumTopicMessages: unpin_all_forum_topic_messages,
}
