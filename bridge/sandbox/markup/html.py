"""parse_mode=HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bridge.sandbox.markup.cursor import SPACE, Output, malformed
from bridge.sandbox.wire import Json

SIMPLE = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"}
SIMPLE |= {"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough"}
SIMPLE |= {"tg-spoiler": "spoiler", "span": "spoiler"}
TAGS = frozenset(SIMPLE) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,7})|([a-zA-Z]+));?")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass
class Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    mark: int


class HtmlParser:
    """Reads the text once, left to right, as the server does."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._output = Output()
        self._open: list[Open] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            match self._source[self._at]:
                case "<" if self._source.startswith("</", self._at):
                    self._end_tag()
                case "<":
                    self._start_tag()
                case "&":
                    self._output.add(self._reference())
                case _:
                    self._plain()
        if self._open:
            raise malformed(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._output.text(), [_public(entity) for entity in self._output.entities]

    def _plain(self) -> None:
        begin = self._at
        while self._at < len(self._source) and self._source[self._at] not in "<&":
            self._at += 1
        self._output.add(self._source[begin : self._at])

    def _reference(self) -> str:
        """The character behind `&...;`, or the ampersand itself when it is none."""
        char = _character(match) if (match := REFERENCE.match(self._source, self._at)) else None
        self._at = match.end() if match and char else self._at + 1
        return char or "&"

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._until(">").lower()
        self._ensure_more(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in TAGS:
            raise malformed(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise malformed(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self._open.append(Open(tag, attributes, self._output.length, self._output.mark()))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while self._skip_spaces() != ">":
            name = self._until("=>" if tag == "blockquote" else "=")
            if not name:
                raise malformed(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
            if self._skip_spaces() != "=":
                if tag == "blockquote" and name == "expandable":
                    attributes[name] = ""
                    continue
                raise malformed(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" '
                    f"at byte offset {self._bytes(begin)}"
                )
            self._at += 1
            self._skip_spaces()
            self._ensure_more(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
            attributes[name] = self._value()
            self._ensure_more(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        self._at += 1
        return attributes

    def _value(self) -> str:
        quote = self._source[self._at]
        if quote not in "'\"":
            return self._name_token()
        self._at += 1
        value = ""
        while self._at < len(self._source) and (char := self._source[self._at]) != quote:
            if char == "&":
                value += self._reference()
            else:
                value += char
                self._at += 1
        self._at += 1
        return value

    def _name_token(self) -> str:
        begin = self._at
        match = TOKEN.match(self._source, begin)
        self._at = match.end() if match else begin
        if self._at < len(self._source) and self._source[self._at] not in SPACE | {">"}:
            raise malformed(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
        return self._source[begin : self._at].lower()

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise malformed(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self._at += 2
        tag = self._until(">").lower()
        if self._skip_spaces() != ">":
            raise malformed(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self._at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            raise malformed(
                f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{opened.tag}>", found "</{tag}>"'
            )
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

    def _until(self, stops: str) -> str:
        begin = self._at
        while self._at < len(self._source) and (char := self._source[self._at]) not in SPACE and char not in stops:
            self._at += 1
        return self._source[begin : self._at]

    def _skip_spaces(self) -> str:
        while self._at < len(self._source) and self._source[self._at] in SPACE:
            self._at += 1
        return self._source[self._at : self._at + 1]

    def _ensure_more(self, problem: str) -> None:
        if self._at >= len(self._source):
            raise malformed(problem)

    def _bytes(self, at: int) -> int:
        return len(self._source[:at].encode())


def _character(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


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
    return {name: value for name, value in entity.items() if not name.startswith("~")}
