"""Reads what an operator wrote as a draft of a message to the customer."""

from dataclasses import replace
from typing import Any

from aiogram.types import Location, Message

from bridge.actions.messages.drafts import Draft
from bridge.channel import File
from bridge.errors import Refusal, lazy
from handlers.operator.kit.copied import written
from handlers.operator.messages import wordy
from storage.messages.messages import MessageKind

# The file of these content types is in the field of the same name.
FILE_KINDS = {
    MessageKind.VIDEO,
    MessageKind.ANIMATION,
    MessageKind.DOCUMENT,
    MessageKind.AUDIO,
    MessageKind.VOICE,
    MessageKind.VIDEO_NOTE,
    MessageKind.STICKER,
}


class CannotCarry(Refusal):
    text = lazy("This kind of message cannot be sent to the customer; it was not sent")


def draft(message: Message, *, reply_to_id: int | None, addressed: bool, is_gone: bool = False) -> Draft:
    """The message as it goes to the customer; a forwarded message goes as a copy.

    Raises:
        CannotCarry: no channel can send this kind of message.
    """
    kind = MessageKind.TEXT if wordy.is_as_text(message) else _kind(message)
    text, entities = written(message.text or message.caption or _told(message, kind), entities_of(message))
    return Draft(
        chat_id=message.chat.id,
        telegram_message_id=message.message_id,
        kind=kind,
        text=text,
        entities=entities,
        data=_data(message, kind),
        file=_file(message, kind),
        album=message.media_group_id,
        reply_to_id=reply_to_id,
        addressed=addressed,
        is_gone=is_gone,
        written_at=message.date,
    )


def entities_of(message: Message) -> list[dict[str, Any]]:
    found = message.entities or message.caption_entities or []
    return [entity.model_dump(mode="json", exclude_none=True) for entity in found]


def _kind(message: Message) -> MessageKind:
    try:
        kind = MessageKind(message.content_type)
    except ValueError:
        raise CannotCarry from None
    if kind in (MessageKind.UNSUPPORTED, MessageKind.VOTE) or (kind is MessageKind.LIVE_PHOTO and not message.photo):
        raise CannotCarry
    if kind is MessageKind.RICH_MESSAGE and wordy.rich_of(message) is None:
        raise CannotCarry
    return kind


def _told(message: Message, kind: MessageKind) -> str:
    if kind is MessageKind.DICE and message.dice:
        return message.dice.emoji  # without its number, because the customer's dice falls anew
    return wordy.text_of(message) if kind in (MessageKind.POLL, MessageKind.TEXT, MessageKind.RICH_MESSAGE) else ""


def _data(message: Message, kind: MessageKind) -> dict[str, Any]:
    match kind:
        case MessageKind.POLL | MessageKind.DICE:
            return wordy.data_of(message, kind)
        case MessageKind.RICH_MESSAGE:
            return {"rich": wordy.rich_of(message)}
        case MessageKind.LOCATION if message.location:
            return _place(message.location)
        case MessageKind.VENUE if message.venue:
            at = message.venue.location
            place = {"latitude": at.latitude, "longitude": at.longitude}
            return place | {"title": message.venue.title, "address": message.venue.address}
        case MessageKind.CONTACT if message.contact:
            name = " ".join(filter(None, [message.contact.first_name, message.contact.last_name]))
            return {"phone": message.contact.phone_number, "name": name}
        case MessageKind.STICKER if message.sticker:
            return {"emoji": message.sticker.emoji}
    return {}


def _place(location: Location) -> dict[str, Any]:
    place: dict[str, Any] = {"latitude": location.latitude, "longitude": location.longitude}
    if location.live_period is None:
        return place
    live = ("live_period", "heading", "horizontal_accuracy")
    return place | {name: value for name in live if (value := getattr(location, name)) is not None}


def _file(message: Message, kind: MessageKind) -> File | None:
    if kind in (MessageKind.PHOTO, MessageKind.LIVE_PHOTO) and message.photo:
        picture = _announced(message.photo[-1])
        return replace(picture, film=_announced(message.live_photo)) if message.live_photo else picture
    return _announced(getattr(message, kind.value)) if kind in FILE_KINDS else None


def _announced(media: Any) -> File:
    return File(
        file_id=media.file_id,
        name=getattr(media, "file_name", None),
        mime=getattr(media, "mime_type", None),
        size=media.file_size,
        width=getattr(media, "width", None),
        height=getattr(media, "height", None),
        duration=getattr(media, "duration", None),
        unique_id=media.file_unique_id,
    )
