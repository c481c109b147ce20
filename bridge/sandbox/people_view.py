"""How the page sees the world: the shapes of docs/sandbox-api.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat, PrivateChat
from bridge.sandbox.feed import Event
from bridge.sandbox.icons import EMOJI_BY_ID
from bridge.sandbox.message_view import iso, message_view, messages_view
from bridge.sandbox.topics import Topic
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World


def state_view(world: World) -> Json:
    return {
        "now": iso(world.clock.now()),
        "people": [person_view(person.user) for person in world.people.values()],
        "bots": [bot_view(bot) for bot in world.bots.values()],
        "chats": [chat_view(chat) | {"messages": messages_view(chat)} for chat in world.chats.values() if _shown(chat)],
        "weather": weather_view(world),
        "settling_refused": world.settling_refused,
    }


def event_view(world: World, event: Event) -> Json:
    view: Json = {"event": event.kind, **event.details}
    if event.chat:
        view["chat"] = chat_view(event.chat) if event.kind == "chat" else event.chat.key
    if event.message:
        view["message"] = message_view(event.message)
    if event.kind == "clock":
        view["now"] = iso(world.clock.now())
    if event.kind == "weather":
        view["weather"] = weather_view(world)
    return view


def weather_view(world: World) -> list[Json]:
    return [
        {
            "id": spell.id,
            "kind": spell.kind,
            "bot_id": spell.bot_id,
            "methods": sorted(spell.methods),
            "share": spell.share,
            "until": iso(spell.until) if spell.until else None,
            "after": spell.after,
        }
        for spell in world.weather.spells
    ]


def person_view(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "first_name": user.first_name,
        "username": user.username,
        "phone": user.phone,
        "side": user.side,
        "note": user.note,
    }


def bot_view(bot: Bot) -> Json:
    return {
        "id": bot.id,
        "name": bot.name,
        "username": bot.username,
        "has_topics": bot.has_topics,
        "is_inline": bot.is_inline,
        "side": bot.side,
        "commands": bot.commands.get(("default", ""), []) or bot.commands.get(("all_private_chats", ""), []),
    }


def chat_view(chat: Chat) -> Json:
    private = chat if isinstance(chat, PrivateChat) else None
    return {
        "key": chat.key,
        "type": chat.type,
        "title": chat.title,
        "person_ids": [user.id for user in chat.people()],
        "bot_id": private.bot.id if private else None,
        "is_forum": chat.is_forum,
        "has_topics": chat.has_topics,
        "topics": [_topic_view(topic) for topic in chat.topics.values()],
        "pinned": chat.pinned,
        "blocked": private.blocked if private else False,
        "started": private.started if private else True,
        "reply_keyboard": _keyboard_view(private.reply_keyboard) if private and private.reply_keyboard else None,
        "commands": private.bot.commands.get((f"chat:{private.id}", "")) if private else None,
    }


def _shown(chat: Chat) -> bool:
    return not getattr(chat, "is_gone", False)


def _topic_view(topic: Topic) -> Json:
    return {
        "id": topic.id,
        "name": topic.name,
        "icon_color": topic.icon_color,
        "icon_emoji": EMOJI_BY_ID.get(topic.icon_emoji_id or ""),
        "closed": topic.closed,
        "pinned": topic.pinned,
    }


def _keyboard_view(keyboard: Json) -> Json:
    rows = [
        [{"text": key["text"], "request_contact": bool(key.get("request_contact"))} for key in row]
        for row in keyboard["keyboard"]
    ]
    placeholder = keyboard.get("input_field_placeholder")
    return {"rows": rows, "one_time": bool(keyboard.get("one_time_keyboard")), "placeholder": placeholder}
