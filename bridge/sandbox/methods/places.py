"""Where in a chat a call goes to: the topic, the message it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from aiogram.types import EphemeralMessageParameters

from bridge.sandbox.accounts import Bot
from bridge.sandbox.calls import Call, plain
from bridge.sandbox.chats import Chat, Group
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.methods.addresses import number_of, writable_chat
from bridge.sandbox.topics import GENERAL, Topic

UNSUPPORTED = (
    "business_connection_id",
    "direct_messages_topic_id",
    "receiver_user_id",
    "callback_query_id",
)


@dataclass(frozen=True)
class Place:
    chat: Chat
    topic_id: int | None = None
    reply_thread_id: int | None = None
    reply_to: int | None = None
    only_for: int | None = None


class Addressed(Protocol):
    """What all sending methods have."""

    @property
    def chat_id(self) -> int | str: ...
    @property
    def message_thread_id(self) -> int | None: ...


def place_of(call: Call, ask: Addressed, right: str = "can_send_messages", what: str = "text messages") -> Place:
    """Where a send goes to, when the bot may send there.

    Raises:
        Refused: see the table of section 2.2 of TELEGRAM.md.
    """
    _ensure_supported(ask)
    chat = writable_chat(call, ask.chat_id)
    topic_id, chain = _thread(call.bot, chat, ask.message_thread_id)
    if isinstance(chat, Group) and not chat.members[call.bot.id].may_send(right):
        raise Refused(Reason.NO_RIGHT_TO_SEND, what=what)
    reply_to = _reply_target(chat, ask)
    if reply_to and topic_id is None:
        topic_id = chat.messages[reply_to].topic_id
    if reply_to and topic_id is None and chat.type == "supergroup":
        chain = chat.messages[reply_to].reply_thread_id or reply_to
    return Place(chat, topic_id, chain, reply_to, _receiver(call, chat, ask))


def known_topic(chat: Chat, topic_id: int) -> Topic:
    """The topic of a topic method."""
    if topic_id <= 0:
        raise Refused(Reason.TOPIC_ID)
    if topic := chat.topics.get(topic_id):
        return topic
    raise Refused(Reason.TOPIC_ID_INVALID)


def may(call: Call, chat: Chat, right: str) -> bool:
    """Whether the bot has the administrator's right; in its private chats it needs none."""
    return not isinstance(chat, Group) or chat.members[call.bot.id].may(right)


def _thread(bot: Bot, chat: Chat, thread_id: int | None) -> tuple[int | None, int | None]:
    """(topic, plain reply chain) behind a message_thread_id. The General topic has no id: 1 is refused."""
    if not thread_id:
        return None, None
    if thread_id == GENERAL:
        raise Refused(Reason.THREAD_NOT_FOUND)
    if chat.has_topics and (topic := chat.topics.get(thread_id)):
        if topic.closed and isinstance(chat, Group) and not chat.members[bot.id].may("can_manage_topics"):
            raise Refused(Reason.TOPIC_CLOSED)
        return thread_id, None
    if chat.type == "supergroup" and not chat.has_topics and thread_id in chat.messages:
        return None, thread_id
    raise Refused(Reason.THREAD_NOT_FOUND)


def _receiver(call: Call, chat: Chat, ask: Any) -> int | None:
    """Who alone sees an ephemeral message: a person in the group, of a bot that is an administrator there."""
    parameters: EphemeralMessageParameters | None = plain(getattr(ask, "ephemeral_message_parameters", None))
    if parameters is None:
        return None
    if not isinstance(chat, Group):
        raise Refused(Reason.EPHEMERAL_GROUPS_ONLY)
    if parameters.callback_query_id is not None or parameters.replace_callback_query_message:
        raise Refused(Reason.SANDBOX_LACKS, what="ephemeral answers to presses")
    receiver = chat.members.get(parameters.receiver_user_id)
    if receiver is None or not receiver.is_inside or receiver.account.is_bot:
        raise Refused(Reason.EPHEMERAL_RECEIVER)
    if not chat.members[call.bot.id].is_admin:
        raise Refused(Reason.EPHEMERAL_NO_RIGHT)
    return parameters.receiver_user_id


def _reply_target(chat: Chat, ask: Any) -> int | None:
    parameters = getattr(ask, "reply_parameters", None)
    message_id: int | None = getattr(ask, "reply_to_message_id", None)
    lenient = bool(getattr(ask, "allow_sending_without_reply", False))
    if parameters:
        message_id = parameters.message_id
        lenient = bool(plain(parameters.allow_sending_without_reply))
        if parameters.chat_id is not None and number_of(parameters.chat_id) != chat.id:
            raise Refused(Reason.SANDBOX_LACKS, what="replies to messages of other chats")
    if not message_id or message_id in chat.messages:
        return message_id or None
    if lenient:
        return None
    raise Refused(Reason.REPLY_NOT_FOUND)


def _ensure_supported(ask: Any) -> None:
    """What would change where the message lands must not be ignored in silence."""
    for name in UNSUPPORTED:
        if getattr(ask, name, None) is not None:
            raise Refused(Reason.SANDBOX_LACKS, what=name)
