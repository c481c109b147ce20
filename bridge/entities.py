"""Formatting of a text: Bot API entities as dicts, whose offsets and lengths count UTF-16 units."""

from collections.abc import Iterator
from typing import Any

Entities = list[dict[str, Any]]

# What one message and one caption hold. Telegram counts characters; counting UTF-16 units is never too much.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def length(text: str) -> int:
    """How long a text is for Telegram: an emoji beyond the basic plane counts twice."""
    return len(text.encode("utf-16-le")) // 2


def after(header: str, entities: Entities) -> Entities:
    """The entities of a text that is put behind `header`."""
    by = length(header)
    return [{**entity, "offset": entity["offset"] + by} for entity in entities]


def split(text: str, entities: Entities, *, first: int, rest: int = TEXT_LIMIT) -> Iterator[tuple[str, Entities]]:
    """Cut a text into parts no longer than `first` and then `rest` units, at a line or a word where there is one.

    Entities are cut with it; an empty text is one empty part.
    """
    start, limit, units = 0, first, text.encode("utf-16-le")
    while True:
        end = _cut(units, start, limit)
        part = units[start * 2 : end * 2].decode("utf-16-le")
        yield part, _within(entities, start, end)
        if end * 2 >= len(units):
            return
        start, limit = end, rest


def _cut(units: bytes, start: int, limit: int) -> int:
    total = len(units) // 2
    if total - start <= limit:
        return total
    end = start + limit
    if 0xDC00 <= int.from_bytes(units[end * 2 : end * 2 + 2], "little") <= 0xDFFF:
        # Never between the halves of one emoji.
        end -= 1
    window = units[start * 2 : end * 2].decode("utf-16-le")
    for border in ("\n\n", "\n", " "):
        at = window.rfind(border)
        # A border in the first half would leave a stub.
        if at > len(window) // 2:
            return start + length(window[: at + len(border)])
    return end


def _within(entities: Entities, start: int, end: int) -> Entities:
    inside = []
    for entity in entities:
        low = max(entity["offset"], start)
        high = min(entity["offset"] + entity["length"], end)
        if low < high:
            inside.append({**entity, "offset": low - start, "length": high - low})
    return inside
