"""How the page sees a message: the shape of docs/sandbox-api.md."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bridge.sandbox.chats import Chat
from bridge.sandbox.content_view import content_view
from bridge.sandbox.files import File
from bridge.sandbox.messages import Content, Message
from bridge.sandbox.wire import Json


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


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
        "film": _media_view(content.film) if content.film else None,
        **content_view(content),
        "reply_to": message.reply_to,
        "buttons": [[_button_view(button) for button in row] for row in message.rows()] or None,
        "reactions": [{"emoji": emoji, "from_id": by} for by, given in message.reactions.items() for emoji in given],
        "edited": message.edited_at is not None,
        "silent": message.silent,
        "service": service,
        "album": message.album,
        "only_for": message.only_for,
        "via": message.via.id if message.via else None,
    }


def _button_view(button: Json) -> Json:
    return {
        "text": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "style": button.get("style"),
        "copy_text": button["copy_text"]["text"] if "copy_text" in button else None,
        "search": button.get("switch_inline_query_current_chat"),
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
