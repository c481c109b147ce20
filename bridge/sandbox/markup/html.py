"""parse_mode=HTML."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.sandbox.markup.cursor import Output, malformed
from bridge.sandbox.markup.html_source import HtmlSource
from bridge.sandbox.wire import Json

SIMPLE = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"}
SIMPLE |= {"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough"}
SIMPLE |= {"tg-spoiler": "spoiler", "span": "spoiler"}
TAGS = frozenset(SIMPLE) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}


@dataclass
class Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    mark: int


class HtmlParser:
    """Reads the text once, left to right, as the server does."""

    def __init__(self, text: str) -> None:
        self._source = HtmlSource(text)
        self._output = Output()
        self._open: list[Open] = []

    def parse(self) -> tuple[str, list[Json]]:
        while char := self._source.char():
            if self._source.starts_with("</"):
                self._end_tag()
            elif char == "<":
                self._start_tag()
            elif char == "&":
                self._output.add(self._source.reference())
            else:
                self._output.add(self._source.plain())
        if self._open:
            raise malformed(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._output.text(), [_public(entity) for entity in self._output.entities]

    def _start_tag(self) -> None:
        source, begin = self._source, self._source.at
        source.at += 1
        tag = source.word(">").lower()
        if not source.char():
            raise source.malformed("Unclosed start tag", begin)
        if tag not in TAGS:
            raise source.malformed(f'Unsupported start tag "{tag}"', begin)
        attributes = source.attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise source.malformed('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(Open(tag, attributes, self._output.length, self._output.mark()))

    def _end_tag(self) -> None:
        source, begin = self._source, self._source.at
        if not self._open:
            raise source.malformed("Unexpected end tag", begin)
        source.at += 2
        tag = source.word(">").lower()
        if source.skip_spaces() != ">":
            raise source.malformed("Unclosed end tag", begin)
        source.at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            found = f', expected "</{opened.tag}>", found "</{tag}>"'
            raise source.malformed("Unmatched end tag", begin, found)
        self._close(opened)

    def _close(self, opened: Open) -> None:
        output, at = self._output, opened.offset
        match opened.tag:
            case "a":
                output.close_link(at, opened.attributes.get("href") or output.since(opened.mark))
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
                output.close(at, kind)
            case "tg-emoji":
                output.close(at, "custom_emoji", custom_emoji_id=_emoji_id(opened.attributes.get("emoji-id", "")))
            case "tg-time":
                output.close(at, "date_time", **_moment(opened.attributes))
            case "code" | "pre":
                self._close_code(opened)
            case tag:
                output.close(at, SIMPLE[tag])

    def _close_code(self, opened: Open) -> None:
        """`<pre><code class="language-x">` is one entity, in whichever order the two tags are nested."""
        language = opened.attributes.get("class", "").partition("language-")[2]
        entities, length = self._output.entities, self._output.length - opened.offset
        inner = entities[-1] if entities else {}
        wraps = inner.get("offset") == opened.offset and inner.get("length") == length
        if opened.tag == "pre" and wraps and inner.get("type") == "code" and inner.get("~language"):
            inner["type"], inner["language"] = "pre", inner["~language"]
        elif opened.tag == "code" and wraps and inner.get("type") == "pre" and language:
            inner["language"] = language
        else:
            hidden = {"~language": language} if opened.tag == "code" and language else {}
            self._output.close(opened.offset, opened.tag, **hidden)


def _emoji_id(text: str) -> str:
    if not text.isdigit() or int(text) == 0:
        raise malformed("Invalid custom emoji identifier specified")
    return text


def _moment(attributes: dict[str, str]) -> dict[str, object]:
    if not attributes.get("unix", "").isdigit():
        raise malformed("Invalid Unix time specified")
    moment: dict[str, object] = {"unix_time": int(attributes["unix"])}
    return moment | ({"date_time_format": attributes["format"]} if "format" in attributes else {})


def _public(entity: Json) -> Json:
    """Without the language that `code` only keeps for a `pre` around it."""
    return {name: value for name, value in entity.items() if not name.startswith("~")}
