"""How the page sees the world: the shapes of docs/sandbox-api.md."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat, PrivateChat
from bridge.sandbox.feed import Event
from bridge.sandbox.files import File
from bridge.sandbox.icons import EMOJI_BY_ID
from bridge.sandbox.messages import Content, Message
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
    }


def event_view(world: World, event: Event) -> Json:
    view: Json = {"event": event.kind, **event.details}
    if event.chat:
        view["chat"] = chat_view(event.chat) if event.kind == "chat" else event.chat.key
    if event.message:
        view["message"] = message_view(event.message)
    if event.kind == "clock":
        view["now"] = iso(world.clock.now())
    return view


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
    }


def messages_view(chat: Chat) -> list[Json]:
    return [message_view(message) for message in chat.messages.values()]


def message_view(message: Message) -> Json:
    content = message.content
    service = _service_of(content)
    return {
        "id": message.id,
        "thread_id": message.topic_id,
        "date": iso(datetime.fromtimestamp(message.date, UTC)),
        "from": {"id": message.sender.id, "name": message.sender.name, "is_bot": message.sender.is_bot},
        "text": content.text or _service_text(content),
        "entities": content.entities,
        "kind": content.kind.value,
        "media": _media_view(content.file) if content.file else None,
        "location": content.extra.get("location"),
        "contact": _contact_view(content.extra["contact"]) if "contact" in content.extra else None,
        "reply_to": message.reply_to,
        "buttons": [[_button_view(button) for button in row] for row in message.rows()] or None,
        "reactions": [{"emoji": emoji, "from_id": by} for by, given in message.reactions.items() for emoji in given],
        "edited": message.edited_at is not None,
        "silent": message.silent,
        "service": service,
        "album": message.album,
    }


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


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


def _button_view(button: Json) -> Json:
    return {
        "text": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "style": button.get("style"),
        "copy_text": button["copy_text"]["text"] if "copy_text" in button else None,
    }


def _media_view(file: File) -> Json:
    return {
        "url": f"/sandbox/files/{file.unique_id}",
        "file_name": file.name,
        "mime": file.mime,
        "size": len(file.data),
        "width": file.width,
        "height": file.height,
        "duration": file.duration,
    }


def _contact_view(contact: Json) -> Json:
    name = f"{contact['first_name']} {contact.get('last_name', '')}".strip()
    return {"name": name, "phone": contact["phone_number"]}


def _service_of(content: Content) -> str | None:
    """`topic_created` for `forum_topic_created`, `pinned` for a pin, else the Bot API's name."""
    if content.pinned:
        return "pinned"
    if content.kind.value != "service":
        return None
    return next(iter(content.extra)).removeprefix("forum_")


def _service_text(content: Content) -> str | None:
    """The words a service message has in it: the topic's name, the pinned text, who came."""
    if content.pinned:
        return content.pinned.text or content.pinned.kind.value
    for value in content.extra.values() if content.kind.value == "service" else ():
        return _named(value)
    return None


def _named(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(account["first_name"] for account in value)
    return value.get("name") or value.get("first_name") if isinstance(value, dict) else None
