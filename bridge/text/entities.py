"""Formatting of a text: Bot API entities as dicts, whose offsets and lengths count UTF-16 units; and long texts in
pieces, cut between paragraphs, lines or words, formatting and all."""

from dataclasses import dataclass
from typing import Any

Entities = list[dict[str, Any]]

# What one message and one caption hold. Telegram itself counts code points, of which there are never more than units.
MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024

# Best first: where a reader expects a new message to begin.
BORDERS = ("\n\n", "\n", " ")


@dataclass(frozen=True)
class Piece:
    text: str
    entities: Entities


def pieces(text: str, entities: Entities, *, first: int, then: int) -> list[Piece]:
    """The text in pieces of at most `first` and then `then` units; a blank text is none."""
    found: list[Piece] = []
    start = 0
    while text:
        head = text[: _end(text, then if found else first)]
        length = units(head)
        if head.strip():
            found.append(Piece(head, _within(entities, start, start + length)))
        text, start = text[len(head) :], start + length
    return found


def beyond(count: int, text: str, entities: Entities) -> Piece:
    """The text without its first `count` characters."""
    return Piece(text[count:], _within(entities, units(text[:count]), units(text)))


def after(header: str, entities: Entities) -> Entities:
    """The entities of a text that is put behind `header`."""
    by = units(header)
    return [{**entity, "offset": entity["offset"] + by} for entity in entities]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _end(text: str, limit: int) -> int:
    if units(text) <= limit:
        return len(text)
    fits = len(text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore"))
    for border in BORDERS:
        # A border near the beginning would leave a scrap of a message.
        at = text.rfind(border, fits // 2, fits)
        if at != -1:
            return at + len(border)
    return fits


def _within(entities: Entities, start: int, end: int) -> Entities:
    inside = []
    for entity in entities:
        begins = max(entity["offset"], start)
        ends = min(entity["offset"] + entity["length"], end)
        if begins < ends:
            inside.append({**entity, "offset": begins - start, "length": ends - begins})
    return inside


def storable(text: str) -> str:
    """The text without what databases refuse (NUL, half a surrogate pair), as long in UTF-16 units as before."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "\ufffd")
