"""Formatting of a text, and the division of long texts into pieces.

Entities are Bot API entities as dicts. Their offsets and lengths count UTF-16 units. A text is cut between paragraphs,
lines or words, and each piece keeps its part of the formatting.
"""

from dataclasses import dataclass
from typing import Any

Entities = list[dict[str, Any]]

# Limits of one message and of one caption. Telegram itself counts code points, and a text never has more code points
# than UTF-16 units.
MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024

# Where a text is cut, in order of preference: readers expect a new message to begin with a new paragraph.
BORDERS = ("\n\n", "\n", " ")


@dataclass(frozen=True)
class Piece:
    text: str
    entities: Entities


def pieces(text: str, entities: Entities, *, first: int, then: int) -> list[Piece]:
    """Divide the text into pieces: at most `first` UTF-16 units in the first, at most `then` in the others.

    Blank pieces are left out, so a blank text gives an empty list.
    """
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
    """Return the text without its first `count` characters (code points, not UTF-16 units)."""
    return Piece(text[count:], _within(entities, units(text[:count]), units(text)))


def after(header: str, entities: Entities) -> Entities:
    """Shift the entities of a text by the length of the `header` that is put before it."""
    by = units(header)
    return [{**entity, "offset": entity["offset"] + by} for entity in entities]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _end(text: str, limit: int) -> int:
    if units(text) <= limit:
        return len(text)
    fits = len(text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore"))
    for border in BORDERS:
        # A cut near the beginning would leave a very short message.
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
    """Replace the characters that databases refuse: NUL and unpaired surrogates.

    The result has as many UTF-16 units as the text, so entities still fit.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "\ufffd")
