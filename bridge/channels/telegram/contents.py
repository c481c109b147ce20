"""The content of a raw message: its kind, its text, its file.

Telegram adds kinds several times a year, so nothing here uses a library's model that may not know them.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from bridge import described_kinds
from bridge.channel import File
from bridge.channels.telegram.fields import ENVELOPE_FIELDS
from bridge.described_kinds import blocks
from bridge.text.entities import storable
from storage.messages.messages import MessageKind

# The order matters: for older bots an animation comes as a document too. A live photo is a photo with a film beside it.
FILE_KINDS = {
    "animation": MessageKind.ANIMATION,
    "photo": MessageKind.PHOTO,
    "video": MessageKind.VIDEO,
    "document": MessageKind.DOCUMENT,
    "audio": MessageKind.AUDIO,
    "voice": MessageKind.VOICE,
    "video_note": MessageKind.VIDEO_NOTE,
    "sticker": MessageKind.STICKER,
}

# Fields of a live location beside its position.
LIVE_LOCATION_FIELDS = ("live_period", "heading", "horizontal_accuracy")


@dataclass(frozen=True)
class TelegramContent:
    """The content of a message; `text` is the caption when there is a file."""

    kind: MessageKind
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: File | None = None


def content_of(message: dict[str, Any]) -> TelegramContent:
    """The content of the message. Unknown content gives the kind UNSUPPORTED and never an error."""
    text, entities = _words(message)
    for key, kind in FILE_KINDS.items():
        if (file := _file(message.get(key))) is not None:
            if kind is MessageKind.PHOTO and (film := _file(message.get("live_photo"))) is not None:
                return TelegramContent(MessageKind.LIVE_PHOTO, text, entities, file=replace(file, film=film))
            return TelegramContent(kind, text, entities, _about(message, key, kind), file)
    match message:
        case {"venue": {"location": {"latitude": latitude, "longitude": longitude}, "title": str(title)} as venue}:
            # A venue also has a location, which alone would hide the place's name.
            address = str(venue.get("address") or "")
            place = {"latitude": latitude, "longitude": longitude}
            about = {"title": storable(title), "address": storable(address)}
            return TelegramContent(MessageKind.VENUE, text, entities, place | about)
        case {"venue": _}:
            return _unsupported(message)
        case {"location": {"latitude": float() | int(), "longitude": float() | int()} as place}:
            return TelegramContent(MessageKind.LOCATION, text, entities, place_of(place))
        case {"contact": {"phone_number": str(phone)} as contact}:
            names = (contact.get("first_name"), contact.get("last_name"))
            name = " ".join(part for part in names if isinstance(part, str))
            return TelegramContent(MessageKind.CONTACT, text, entities, {"phone": phone, "name": name})
        case {"poll": {"question": str(), "options": list()} as poll}:
            return _told(MessageKind.POLL, poll)
        case {"dice": {"emoji": str(), "value": int()} as dice}:
            return _told(MessageKind.DICE, dice)
        case {"rich_message": dict(raw)} if (rich := blocks.again(raw)) is not None:
            return TelegramContent(
                MessageKind.RICH_MESSAGE, described_kinds.describe("rich_message", raw).text, data={"rich": rich}
            )
        case {"text": str()}:
            return TelegramContent(MessageKind.TEXT, text, entities)
    return _unsupported(message)


def _words(message: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    for key, marks in (("text", "entities"), ("caption", "caption_entities")):
        if isinstance(message.get(key), str):
            entities = message.get(marks)
            return storable(message[key]), [e for e in entities if isinstance(e, dict)] if entities else []
    return "", []


def _file(found: Any) -> File | None:
    if isinstance(found, list):  # a photo in several sizes
        sizes = [size for size in found if isinstance(size, dict)]
        found = max(sizes, key=lambda size: (size.get("width") or 0) * (size.get("height") or 0), default=None)
    match found:
        case {"file_id": str(file_id)}:
            side = found.get("length")  # a video note is round: it has a diameter
            return File(
                file_id=file_id,
                name=found.get("file_name"),
                mime=found.get("mime_type"),
                size=found.get("file_size"),
                width=found.get("width", side),
                height=found.get("height", side),
                duration=found.get("duration"),
                unique_id=found.get("file_unique_id"),
            )
    return None


def _about(message: dict[str, Any], key: str, kind: MessageKind) -> dict[str, Any]:
    if kind is MessageKind.PHOTO and "live_photo" in message:
        return {"live": True}
    emoji = message[key].get("emoji") if kind is MessageKind.STICKER else None
    return {"emoji": emoji} if emoji else {}


def place_of(location: dict[str, Any]) -> dict[str, Any]:
    """The position; a live location also has its period in seconds since it was sent, and its heading."""
    place = {"latitude": location["latitude"], "longitude": location["longitude"]}
    if not isinstance(location.get("live_period"), int):
        return place
    return place | {
        name: location[name] for name in LIVE_LOCATION_FIELDS if isinstance(location.get(name), int | float)
    }


def _told(kind: MessageKind, raw: dict[str, Any]) -> TelegramContent:
    text, facts = told(kind.value, raw)
    return TelegramContent(kind, text, [], facts)


def told(kind: str, raw: Any) -> tuple[str, dict[str, Any]]:
    """The description of a described kind: its text and its data, as a message stores them."""
    description = described_kinds.describe(kind, raw)
    return description.text, {"facts": description.facts} if description.facts else {}


def _unsupported(message: dict[str, Any]) -> TelegramContent:
    text, entities = _words(message)
    kind = next((key for key in message if key not in ENVELOPE_FIELDS), "message")
    kind = "venue" if "venue" in message else kind
    words, facts = told(kind, message.get(kind))
    if words:
        # The description comes first, and the caption below it.
        text, entities = "\n".join(filter(None, [words, text])), []
    return TelegramContent(MessageKind.UNSUPPORTED, text, entities, {"kind": kind, **facts})
