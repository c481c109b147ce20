"""What happens to topics. Bots and people use the same verbs; rights are checked by the caller."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Account
from bridge.sandbox.chats import Chat
from bridge.sandbox.feed import Event
from bridge.sandbox.messages import Content, Kind, Message
from bridge.sandbox.postings import announce, post, remove
from bridge.sandbox.topics import COLORS, Topic
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World


def open_topic(
    world: World,
    chat: Chat,
    creator: Account,
    name: str,
    *,
    color: int | None = None,
    icon: str | None = None,
    implicit: bool = False,
) -> Topic:
    """The topic is opened by a service message, whose id becomes the topic's."""
    topic_id = chat.next_message_id()
    topic = Topic(topic_id, name, color or random.choice(COLORS), icon, creator.id, implicit)
    chat.topics[topic_id] = topic
    content = Content(Kind.SERVICE, extra={"forum_topic_created": topic.created()})
    post(world, Message(topic_id, chat, creator, world.clock.stamp(), content, topic_id=topic_id))
    world.feed.publish(Event("chat", chat))
    return topic


def edit_topic(world: World, chat: Chat, editor: Account, topic: Topic, name: str | None, icon: str | None) -> bool:
    """Rename or repaint; an empty icon takes it away, None keeps it. False when nothing would change."""
    change: Json = {}
    if name and name != topic.name:
        change["name"] = topic.name = name
        topic.is_name_implicit = False
    if icon is not None and icon != (topic.icon_emoji_id or ""):
        change["icon_custom_emoji_id"] = icon
        topic.icon_emoji_id = icon or None
    if change:
        announce(world, chat, editor, topic.id, forum_topic_edited=change)
        world.feed.publish(Event("chat", chat))
    return bool(change)


def close_topic(world: World, chat: Chat, editor: Account, topic: Topic, *, closed: bool) -> bool:
    """Close or reopen; False when it already is."""
    if topic.closed == closed:
        return False
    topic.closed = closed
    service = "forum_topic_closed" if closed else "forum_topic_reopened"
    announce(world, chat, editor, topic.id, **{service: {}})
    world.feed.publish(Event("chat", chat))
    return True


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """The topic goes with all its messages; nobody is told."""
    del chat.topics[topic.id]
    remove(world, chat, [message.id for message in chat.messages.values() if message.topic_id == topic.id])
    world.feed.publish(Event("chat", chat))


def pins_of(chat: Chat, topic_id: int | None) -> list[int]:
    topic = chat.topics.get(topic_id or 0)
    return topic.pinned if topic else chat.pinned


def pin(world: World, message: Message, by: Account, *, silent: bool = False) -> None:
    """Pin it in its topic; pinning twice changes nothing and says nothing."""
    pins = pins_of(message.chat, message.topic_id)
    if message.id in pins:
        return
    pins.append(message.id)
    content = Content(Kind.SERVICE, pinned=message)
    chat = message.chat
    service = Message(chat.next_message_id(), chat, by, world.clock.stamp(), content, topic_id=message.topic_id)
    service.silent = silent
    post(world, service)
    world.feed.publish(Event("chat", chat))


def unpin(world: World, chat: Chat, pins: list[int], message_ids: list[int]) -> None:
    pins[:] = [each for each in pins if each not in message_ids]
    world.feed.publish(Event("chat", chat))
