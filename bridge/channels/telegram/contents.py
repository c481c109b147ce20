"""What a raw message holds: its kind, its words, its file.

Telegram adds kinds several times a year, so nothing here goes through a library's model that may not know them.
"""

from dataclasses import dataclass, field
from typing import Any

from bridge.channel import File
from bridge.channels.telegram.fields import ENVELOPE
from storage.messages import Kind

# In this order: an animation comes as a document too, for older bots; a live photo as a photo.
FILES = {
    "animation": Kind.ANIMATION,
    "photo": Kind.PHOTO,
    "video": Kind.VIDEO,
    "document": Kind.DOCUMENT,
    "audio": Kind.AUDIO,
    "voice": Kind.VOICE,
    "video_note": Kind.VIDEO_NOTE,
    "sticker": Kind.STICKER,
}

# The words of an unsupported kind that an operator can read all the same: a venue, a poll, a dice.
WORDS = ("title", "question", "address", "emoji")


@dataclass(frozen=True)
class Content:
    """What a message holds; `text` is the caption when there is a file."""

    kind: Kind
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    file: File | None = None


def content_of(message: dict[str, Any]) -> Content:
    """What the message holds; never fails for what it does not know, that is of the kind UNSUPPORTED."""
    text, entities = _words(message)
    for key, kind in FILES.items():
        if (file := _file(message.get(key))) is not None:
            return Content(kind, text, entities, _about(message[key], kind), file)
    match message:
        case {"venue": {"location": {"latitude": latitude, "longitude": longitude}, "title": str(title)} as venue}:
            # Has a location beside it, which alone would hide the place's name.
            address = str(venue.get("address") or "")
            place = {"latitude": latitude, "longitude": longitude}
            about = {"title": storable(title), "address": storable(address)}
            return Content(Kind.VENUE, text, entities, place | about)
        case {"venue": _}:
            return _unsupported(message)
        case {"location": {"latitude": float() | int() as latitude, "longitude": float() | int() as longitude}}:
            return Content(Kind.LOCATION, text, entities, {"latitude": latitude, "longitude": longitude})
        case {"contact": {"phone_number": str(phone)} as contact}:
            names = (contact.get("first_name"), contact.get("last_name"))
            name = " ".join(part for part in names if isinstance(part, str))
            return Content(Kind.CONTACT, text, entities, {"phone": phone, "name": name})
        case {"text": str()}:
            return Content(Kind.TEXT, text, entities)
    return _unsupported(message)


def _words(message: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    for key, marks in (("text", "entities"), ("caption", "caption_entities")):
        if isinstance(message.get(key), str):
            entities = message.get(marks)
            return storable(message[key]), [e for e in entities if isinstance(e, dict)] if entities else []
    return "", []


def storable(text: str) -> str:
    """The text without what databases refuse (NUL, half a surrogate pair), as long in UTF-16 units as before."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "\ufffd")


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


def _about(found: Any, kind: Kind) -> dict[str, Any]:
    return {"emoji": found["emoji"]} if kind is Kind.STICKER and found.get("emoji") else {}


def _options(poll: dict[str, Any]) -> list[str]:
    """What can be chosen in a poll."""
    match poll.get("options"):
        case list(options):
            return [f"• {option['text']}" for option in options if isinstance(option, dict) and "text" in option]
    return []


def _unsupported(message: dict[str, Any]) -> Content:
    text, entities = _words(message)
    kind = next((key for key in message if key not in ENVELOPE), "message")
    kind = "venue" if "venue" in message else kind
    if not text and isinstance(message.get(kind), dict):
        found = [*(message[kind].get(word) for word in WORDS), *_options(message[kind])]
        text = storable("\n".join(word for word in found if isinstance(word, str)))
    return Content(Kind.UNSUPPORTED, text, entities, {"kind": kind})
