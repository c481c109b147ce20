"""What happens to messages, and which bots are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bridge.sandbox.accounts import Account, Bot
from bridge.sandbox.chats import Chat, Group
from bridge.sandbox.feed import Event
from bridge.sandbox.messages import Content, Kind, Message

if TYPE_CHECKING:
    from bridge.sandbox.world import World


def say(world: World, chat: Chat, sender: Account, content: Content, **details: Any) -> Message:
    """A new message appears in the chat; `details` are further fields of `Message`."""
    return post(world, Message(chat.next_message_id(), chat, sender, world.clock.stamp(), content, **details))


def announce(world: World, chat: Chat, sender: Account, topic_id: int | None, **service: Any) -> Message:
    """A service message, such as `forum_topic_edited={...}`."""
    return say(world, chat, sender, Content(Kind.SERVICE, extra=service), topic_id=topic_id)


def post(world: World, message: Message) -> Message:
    chat = message.chat
    chat.messages[message.id] = message
    world.feed.publish(Event("message", chat, message))
    _tell(chat, message, "message")
    return message


def edited(world: World, message: Message) -> None:
    """The content changed: mark the time and tell everybody."""
    message.edited_at = world.clock.stamp()
    world.feed.publish(Event("message", message.chat, message))
    if not message.sender.is_bot:
        _tell(message.chat, message, "edited_message")


def touched(world: World, message: Message) -> None:
    """Something that is no edit changed: a reaction."""
    world.feed.publish(Event("message", message.chat, message))


def remove(world: World, chat: Chat, ids: Iterable[int]) -> list[int]:
    """Delete the messages that exist; no bot is ever told. Returns their ids."""
    gone = [message_id for message_id in ids if chat.messages.pop(message_id, None)]
    if gone:
        world.feed.publish(Event("deleted", chat, details={"ids": gone}))
    if any(message_id in gone for message_id in pinned_in(chat)):
        chat.pinned = [each for each in chat.pinned if each not in gone]
        for topic in chat.topics.values():
            topic.pinned = [each for each in topic.pinned if each not in gone]
        world.feed.publish(Event("chat", chat))
    return gone


def pinned_in(chat: Chat) -> list[int]:
    return chat.pinned + [message_id for topic in chat.topics.values() for message_id in topic.pinned]


def _tell(chat: Chat, message: Message, kind: str) -> None:
    for bot in chat.bots():
        if _reaches(bot, message):
            bot.updates.push(kind, message.wire(bot), lane=chat.id)


def _reaches(bot: Bot, message: Message) -> bool:
    if message.sender.is_bot:
        # Bots do not hear each other, and of themselves they hear only service messages.
        return message.sender is bot and message.kind is Kind.SERVICE
    chat = message.chat
    if not isinstance(chat, Group) or message.kind is Kind.SERVICE:
        return True
    return bot.reads_all_group_messages or chat.members[bot.id].is_admin or _concerns(bot, message)


def _concerns(bot: Bot, message: Message) -> bool:
    """What a bot in privacy mode hears in a group: commands, mentions, replies to it, what was chosen through it."""
    replied = message.chat.messages.get(message.reply_to or 0)
    is_command = any(entity["type"] == "bot_command" for entity in message.content.entities)
    is_answer = message.via is bot or bool(replied and replied.sender is bot)
    return is_command or f"@{bot.username}" in message.text or is_answer
