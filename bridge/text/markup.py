"""Formatted text as HTML that people can read and write, and the way back. No formatting is lost between the two.

The tags are those of the Bot API: https://core.telegram.org/bots/api#html-style
"""

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import Any

from bridge.errors import Refusal, lazy
from bridge.text.entities import Entities, units

TAGS_BY_KIND = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}
KINDS_BY_TAG = {tag: kind for kind, tag in TAGS_BY_KIND.items()} | {
    "strong": "bold",
    "em": "italic",
    "ins": "underline",
    "del": "strikethrough",
}
# Kinds whose tag has an attribute, or a tag inside it.
KINDS_WITH_DETAILS = {"expandable_blockquote", "pre", "text_link", "custom_emoji"}
# Kinds that Telegram finds in any text by itself. They need no tags.
DETECTED_KINDS = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card"}
LANGUAGE_PREFIX = "language-"


class BadMarkup(Refusal):
    text = lazy("the markup cannot be read: {problem}")


def is_whole(entities: Entities) -> bool:
    """Whether HTML can represent all these entities."""
    return all(entity["type"] in TAGS_BY_KIND.keys() | KINDS_WITH_DETAILS | DETECTED_KINDS for entity in entities)


def formatting(entities: Entities) -> Entities:
    """Return the entities that have tags, sorted by offset, then from long to short, then by type."""
    kept = [entity for entity in entities if entity["type"] in TAGS_BY_KIND.keys() | KINDS_WITH_DETAILS]
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"], entity["type"]))


def to_html(text: str, entities: Entities) -> str:
    """Return the text as HTML: special characters escaped, formatting as tags."""
    written, open_tags, at = list[str](), list[dict[str, Any]](), 0
    waiting = formatting(entities)
    for letter in [*text, ""]:
        written += _closed(open_tags, at)
        while waiting and waiting[0]["offset"] <= at:
            open_tags.append(waiting.pop(0))
            written.append(_opening(open_tags[-1]))
        written.append(escape(letter, quote=False))
        at += units(letter)
    return "".join(written)


def from_html(source: str) -> tuple[str, Entities]:
    """Return the text and its entities, sorted as by `formatting`.

    Raises:
        BadMarkup: a tag is unknown, or has no pair.
    """
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if reader.open_tags:
        raise BadMarkup(problem=f"<{reader.open_tags[-1][0]}> has no end")
    return "".join(reader.words), formatting(reader.found)


def _closed(open_tags: list[dict[str, Any]], at: int) -> Iterator[str]:
    """Yield the tags that close the entities that end at `at`.

    HTML tags must nest. An entity that was opened later and goes on is therefore closed and opened again.
    """
    ends = [number for number, entity in enumerate(open_tags) if entity["offset"] + entity["length"] <= at]
    if not ends:
        return
    above = open_tags[ends[0] :]
    del open_tags[ends[0] :]
    yield from (_closing(entity) for entity in reversed(above))
    going_on = [entity for entity in above if entity["offset"] + entity["length"] > at]
    open_tags += going_on
    yield from (_opening(entity) for entity in going_on)


def _opening(entity: dict[str, Any]) -> str:
    match entity:
        case {"type": "text_link", "url": url}:
            return f'<a href="{escape(url)}">'
        case {"type": "custom_emoji", "custom_emoji_id": emoji}:
            return f'<tg-emoji emoji-id="{escape(emoji)}">'
        case {"type": "expandable_blockquote"}:
            return "<blockquote expandable>"
        case {"type": "pre", "language": language}:
            return f'<pre><code class="{LANGUAGE_PREFIX}{escape(language)}">'
        case {"type": "pre"}:
            return "<pre>"
    return f"<{TAGS_BY_KIND[entity['type']]}>"


def _closing(entity: dict[str, Any]) -> str:
    match entity:
        case {"type": "text_link"}:
            return "</a>"
        case {"type": "custom_emoji"}:
            return "</tg-emoji>"
        case {"type": "expandable_blockquote"}:
            return "</blockquote>"
        case {"type": "pre", "language": _}:
            return "</code></pre>"
        case {"type": "pre"}:
            return "</pre>"
    return f"</{TAGS_BY_KIND[entity['type']]}>"


class _Reader(HTMLParser):
    """Collects the text and the entities that the tags around it describe."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.found: Entities = []
        # Each open tag with its entity. The entity is None for a <code> that only names the language of its <pre>.
        self.open_tags: list[tuple[str, dict[str, Any] | None]] = []
        self._at = 0

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self._at += units(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        language = attributes.get("class", "").removeprefix(LANGUAGE_PREFIX)
        if tag == "code" and language and self.open_tags and self.open_tags[-1][0] == "pre":
            around = self.open_tags[-1][1] or {}
            around["language"] = language
            self.open_tags.append((tag, None))
            return
        self.open_tags.append((tag, {**_entity(tag, attributes), "offset": self._at}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags[-1][0] != tag:
            raise BadMarkup(problem=f"</{tag}> ends nothing")
        begun = self.open_tags.pop()[1]
        if begun is not None and begun["offset"] < self._at:
            self.found.append({**begun, "length": self._at - begun["offset"]})


def _entity(tag: str, attributes: dict[str, str]) -> dict[str, Any]:
    match tag, attributes:
        case "a", {"href": url} if url:
            return {"type": "text_link", "url": url}
        case "tg-emoji", {"emoji-id": emoji} if emoji:
            return {"type": "custom_emoji", "custom_emoji_id": emoji}
        case "blockquote", {"expandable": _}:
            return {"type": "expandable_blockquote"}
        case "pre", _:
            return {"type": "pre"}
    if tag not in KINDS_BY_TAG:
        raise BadMarkup(problem=f"there is no tag <{tag}> like this")
    return {"type": KINDS_BY_TAG[tag]}
