"""Entities that the server finds by itself: commands, links, mentions, hashtags, e-mail addresses."""

import re

from bridge.sandbox.markup.cursor import utf16_length
from bridge.sandbox.wire import Json

PATTERNS = {
    "url": re.compile(
        r"(?:https?://[^\s<>«»\"]+[^\s<>«»\".,!?;:)\]]|(?<![\w@.-])(?:[a-zа-яё0-9-]+\.)+(?:com|org|net|ru|рф|me|io|dev|app)"
        r"(?:/[^\s<>«»\"]*[^\s<>«»\".,!?;:)\]])?(?![\w@-]))",
        re.IGNORECASE,
    ),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w#])#\w*[^\W\d]\w*"),
}
HINTS = re.compile(r"[/@#.]")


def detect(text: str, marked: list[Json]) -> list[Json]:
    """What is found outside of the entities that are already `marked`."""
    if not HINTS.search(text):
        return []
    taken = [(each["offset"], each["offset"] + each["length"]) for each in marked if each["type"] in _EXCLUSIVE]
    found: list[Json] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            begin = utf16_length(text[: match.start()])
            end = begin + utf16_length(match.group())
            if all(end <= left or begin >= right for left, right in taken):
                taken.append((begin, end))
                found.append({"type": kind, "offset": begin, "length": end - begin})
    return found


_EXCLUSIVE = frozenset({"text_link", "text_mention", "code", "pre", "custom_emoji"}) | PATTERNS.keys()
