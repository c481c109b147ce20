"""Topics: of forum supergroups, and of private chats, where they cannot be closed."""

from __future__ import annotations

from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    GetForumTopicIconStickers,
    ReopenForumTopic,
)

from bridge.sandbox import forums
from bridge.sandbox.calls import Call, Table
from bridge.sandbox.chats import Chat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.icons import EMOJI_BY_ID, sticker
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.methods.places import known_topic, may
from bridge.sandbox.topics import COLORS, Topic, clean_name
from bridge.sandbox.wire import Json


def create_forum_topic(call: Call, ask: CreateForumTopic) -> Json:
    chat = _forum(call, ask.chat_id)
    _ensure(may(call, chat, "can_manage_topics"), "create a topic")
    name = clean_name(ask.name)
    if not name:
        raise Refused(Reason.TOPIC_NAME_EMPTY)
    if ask.icon_color is not None and ask.icon_color not in COLORS:
        raise Refused(Reason.TOPIC_COLOR)
    icon = _icon(ask.icon_custom_emoji_id) or None
    return forums.open_topic(call.world, chat, call.bot, name, color=ask.icon_color, icon=icon).wire()


def edit_forum_topic(call: Call, ask: EditForumTopic) -> bool:
    """Without a name and an icon the real server answers true and looks at nothing."""
    chat = _forum(call, ask.chat_id)
    if not ask.name and ask.icon_custom_emoji_id is None:
        return True
    topic = known_topic(chat, ask.message_thread_id)
    _ensure(_may_manage(call, chat, topic), "edit the topic")
    name = clean_name(ask.name or "") or None
    if not forums.edit_topic(call.world, chat, call.bot, topic, name, _icon(ask.icon_custom_emoji_id)):
        raise Refused(Reason.TOPIC_NOT_MODIFIED)
    return True


def close_forum_topic(call: Call, ask: CloseForumTopic) -> bool:
    return _set_closed(call, ask, closed=True)


def reopen_forum_topic(call: Call, ask: ReopenForumTopic) -> bool:
    return _set_closed(call, ask, closed=False)


def delete_forum_topic(call: Call, ask: DeleteForumTopic) -> bool:
    chat = _forum(call, ask.chat_id)
    topic = known_topic(chat, ask.message_thread_id)
    _ensure(topic.creator_id == call.bot.id or may(call, chat, "can_delete_messages"), "delete the topic")
    forums.delete_topic(call.world, chat, topic)
    return True


def get_forum_topic_icon_stickers(call: Call, ask: GetForumTopicIconStickers) -> list[Json]:
    return [sticker(emoji_id) for emoji_id in EMOJI_BY_ID]


def _set_closed(call: Call, ask: Any, *, closed: bool) -> bool:
    chat = writable_chat(call, ask.chat_id)
    if not chat.is_forum:
        raise Refused(Reason.NOT_A_SUPERGROUP_FORUM)
    topic = known_topic(chat, ask.message_thread_id)
    _ensure(_may_manage(call, chat, topic), "close or open the topic")
    if not forums.close_topic(call.world, chat, call.bot, topic, closed=closed):
        raise Refused(Reason.TOPIC_NOT_MODIFIED)
    return True


def _forum(call: Call, chat_id: int | str) -> Chat:
    chat = writable_chat(call, chat_id)
    if not chat.has_topics:
        raise Refused(Reason.NOT_A_FORUM)
    return chat


def _may_manage(call: Call, chat: Chat, topic: Topic) -> bool:
    return topic.creator_id == call.bot.id or may(call, chat, "can_manage_topics")


def _ensure(allowed: bool, what: str) -> None:
    if not allowed:
        raise Refused(Reason.TOPIC_NO_RIGHT, what=what)


def _icon(emoji_id: str | None) -> str | None:
    if emoji_id and emoji_id not in EMOJI_BY_ID:
        raise Refused(Reason.TOPIC_ICON)
    return emoji_id


METHODS: Table = {
    CreateForumTopic: create_forum_topic,
    EditForumTopic: edit_forum_topic,
    CloseForumTopic: close_forum_topic,
    ReopenForumTopic: reopen_forum_topic,
    DeleteForumTopic: delete_forum_topic,
    GetForumTopicIconStickers: get_forum_topic_icon_stickers,
}
