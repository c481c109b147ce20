"""Turns a message to the customer into calls of the Bot API, without using the network."""

from dataclasses import replace
from typing import Any

from bridge.channel import Outgoing
from bridge.channels.telegram.calls import Call
from bridge.errors import FileGone, Undeliverable, lazy
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, Entities, Piece, pieces
from storage.messages.messages import MessageKind

# Kinds that are a file. Telegram's method and field have the same name; the values are its further fields.
FILE_FIELDS: dict[MessageKind, tuple[str, ...]] = {
    MessageKind.PHOTO: (),
    MessageKind.LIVE_PHOTO: (),
    MessageKind.VIDEO: ("width", "height", "duration"),
    MessageKind.ANIMATION: ("width", "height", "duration"),
    MessageKind.DOCUMENT: (),
    MessageKind.AUDIO: ("duration",),
    MessageKind.VOICE: ("duration",),
    MessageKind.VIDEO_NOTE: ("duration",),
    MessageKind.STICKER: (),
}
CAPTIONED_KINDS = FILE_FIELDS.keys() - {MessageKind.VIDEO_NOTE, MessageKind.STICKER}

# Formatting that a bot may request. Telegram finds links, mentions and the like by itself.
FORMATTING_TYPES = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre"}
    | {"text_link", "text_mention", "custom_emoji", "date_time"}
)

COORDINATE_FIELDS = ("latitude", "longitude")

# The text of these kinds only describes their content for readers of the history.
TEXTLESS_KINDS = {MessageKind.POLL, MessageKind.DICE, MessageKind.RICH_MESSAGE}


class NothingToSend(Undeliverable):
    text = lazy("There is nothing in this message that can be sent to the customer")


def calls_for(message: Outgoing) -> list[Call]:
    """The calls in order: the message first, then the parts of its text that do not fit into it.

    Raises:
        NothingToSend, FileGone: no call can be made from the message.
    """
    message = as_it_can_go(message)
    captioned = message.kind in CAPTIONED_KINDS
    entities = wanted(message.entities)
    limit = MAX_CAPTION_UNITS if captioned else MAX_TEXT_UNITS
    text = "" if message.kind in TEXTLESS_KINDS else message.text
    words = pieces(text, entities, first=limit, then=MAX_TEXT_UNITS)
    caption = words.pop(0) if captioned and words else None
    calls = [Call("send_message", marked("text", "entities", piece)) for piece in words]
    if (head := _head(message, caption)) is not None:
        calls.insert(0, head)
    if not calls:
        raise NothingToSend
    return pressable([_addressed(call, message, is_first=number == 0) for number, call in enumerate(calls)], message)


def pressable(calls: list[Call], message: Outgoing) -> list[Call]:
    """The calls with the message's buttons below the last one."""
    if not message.buttons:
        return calls
    rows = [[{"text": button.text, "callback_data": button.data} for button in row] for row in message.buttons]
    last = replace(calls[-1], fields={**calls[-1].fields, "reply_markup": {"inline_keyboard": rows}})
    return [*calls[:-1], last]


def as_it_can_go(message: Outgoing) -> Outgoing:
    """The message as it can be sent: a live photo without its film becomes a photo."""
    if message.kind is MessageKind.LIVE_PHOTO and (message.file is None or message.file.film is None):
        return replace(message, kind=MessageKind.PHOTO)
    return message


def wanted(entities: Entities) -> Entities:
    """The formatting that a bot may request."""
    return [present(entity) for entity in entities if entity.get("type") in FORMATTING_TYPES]


def _head(message: Outgoing, caption: Piece | None) -> Call | None:
    match message.kind, message.data:
        case MessageKind.LOCATION, {"latitude": _, "longitude": _}:
            return Call(
                "send_location",
                _only(message.data, *COORDINATE_FIELDS, "live_period", "heading", "horizontal_accuracy"),
            )
        case MessageKind.VENUE, {"latitude": _, "longitude": _, "title": _, **_rest}:
            return Call("send_venue", {"address": "", **_only(message.data, *COORDINATE_FIELDS, "title", "address")})
        case MessageKind.CONTACT, {"phone": phone, **rest}:
            return Call("send_contact", {"phone_number": phone, "first_name": rest.get("name") or phone})
        case MessageKind.POLL, {"poll": dict(poll)}:
            return Call("send_poll", poll)
        case MessageKind.RICH_MESSAGE, {"rich": dict(rich)}:
            return Call("send_rich_message", {"rich_message": rich})
        case MessageKind.DICE, {"emoji": emoji}:
            return Call("send_dice", {"emoji": emoji})
    if message.kind not in FILE_FIELDS:
        return None
    if message.file is None:
        raise FileGone
    fields = {name: getattr(message.file, name) for name in FILE_FIELDS[message.kind]}
    if message.kind is MessageKind.VIDEO_NOTE:
        fields["length"] = message.file.width
    if caption is not None:
        fields |= marked("caption", "caption_entities", caption)
    name = MessageKind.PHOTO if message.kind is MessageKind.LIVE_PHOTO else message.kind
    return Call(f"send_{message.kind}", present(fields), name.value, message.file)


def _only(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if name in data}


def present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def marked(name: str, marks: str, piece: Piece) -> dict[str, Any]:
    return {name: piece.text} | ({marks: piece.entities} if piece.entities else {})


def _addressed(call: Call, message: Outgoing, *, is_first: bool) -> Call:
    fields = {"chat_id": message.recipient_id, **call.fields}
    if message.reply_to is not None and is_first:
        # The customer may have deleted the message that is answered; the answer is sent all the same.
        fields["reply_parameters"] = {"message_id": int(message.reply_to), "allow_sending_without_reply": True}
    return replace(call, fields=fields)
