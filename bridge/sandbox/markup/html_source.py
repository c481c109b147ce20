"""The HTML text as it is read: characters, references, tags with attributes."""

from __future__ import annotations

import re

from bridge.sandbox.errors import Refused
from bridge.sandbox.markup.cursor import SPACE, malformed

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,7})|([a-zA-Z]+));?")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
PLAIN = re.compile(r"[^<&]+")


class HtmlSource:
    """A text and how far it is read. Every refusal names a byte offset."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def char(self) -> str:
        """The next character; empty at the end."""
        return self._text[self.at : self.at + 1]

    def starts_with(self, start: str) -> bool:
        return self._text.startswith(start, self.at)

    def plain(self) -> str:
        """Everything up to the next tag or reference."""
        match = PLAIN.match(self._text, self.at)
        self.at = match.end() if match else self.at
        return match.group() if match else ""

    def reference(self) -> str:
        """The character behind `&...;`, or the ampersand itself when it is none."""
        match = REFERENCE.match(self._text, self.at)
        char = _character(match) if match else None
        self.at = match.end() if match and char else self.at + 1
        return char or "&"

    def word(self, stops: str) -> str:
        """Everything up to a space or one of the stops."""
        begin = self.at
        while (char := self.char()) and char not in SPACE and char not in stops:
            self.at += 1
        return self._text[begin : self.at]

    def skip_spaces(self) -> str:
        """Skip spaces and return the character after them."""
        while (char := self.char()) and char in SPACE:
            self.at += 1
        return self.char()

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        """What stands in the tag after its name, up to and with its `>`."""
        attributes: dict[str, str] = {}
        while self.skip_spaces() != ">":
            # The one attribute without a value is `<blockquote expandable>`.
            name = self.word("=>" if tag == "blockquote" else "=")
            if not name:
                raise self.malformed(f'Empty attribute name in the tag "{tag}"', begin)
            if tag == "blockquote" and name == "expandable" and self.skip_spaces() != "=":
                attributes[name] = ""
                continue
            attributes[name] = self._value(tag, begin)
        self.at += 1
        return attributes

    def malformed(self, problem: str, at: int, details: str = "") -> Refused:
        return malformed(f"{problem} at byte offset {len(self._text[:at].encode())}{details}")

    def _value(self, tag: str, begin: int) -> str:
        if self.skip_spaces() != "=":
            raise self.malformed(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        quote = self.skip_spaces()
        if not quote:
            raise self.malformed(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted(quote) if quote in "'\"" else self._name_token()
        if not self.char():
            raise self.malformed("Unclosed start tag", begin)
        return value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = ""
        while (char := self.char()) and char != quote:
            if char == "&":
                value += self.reference()
            else:
                value += char
                self.at += 1
        self.at += 1
        return value

    def _name_token(self) -> str:
        begin = self.at
        match = TOKEN.match(self._text, begin)
        self.at = match.end() if match else begin
        if (char := self.char()) and char not in SPACE and char != ">":
            raise self.malformed("Unexpected end of name token", begin)
        return self._text[begin : self.at].lower()


def _character(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None
