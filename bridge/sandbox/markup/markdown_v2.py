"""parse_mode=MarkdownV2: nesting, and everything special must be escaped."""

from __future__ import annotations

from dataclasses import dataclass

from bridge.sandbox.markup.cursor import SPACE, Output, malformed
from bridge.sandbox.wire import Json

RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
ENDS = {"bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||", "code": "`"}
ENDS |= {"pre": "```", "text_link": "]", "custom_emoji": "]"}
# The longer marks first: "__" is not two times "_".
STARTS = {"__": "underline", "||": "spoiler", "![": "custom_emoji", "```": "pre"}
STARTS |= {"_": "italic", "*": "bold", "~": "strikethrough", "[": "text_link", "`": "code"}
NAMES = {"bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough"}
NAMES |= {"spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl"}
NAMES |= {"custom_emoji": "CustomEmoji", "blockquote": "BlockQuote"}


@dataclass
class Open:
    """An entity that waits for its end."""

    kind: str
    offset: int
    begin: int
    mark: int
    language: str = ""


class MarkdownV2Parser:
    """Reads the text once, left to right, as the server does."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._output = Output()
        self._open: list[Open] = []
        self._in_quote = False

    def parse(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            self._step()
        if self._open and self._open[-1].kind == "blockquote":
            self._close_quote()
        if self._open:
            raise self._unfinished()
        return self._output.text(), self._output.entities

    def _step(self) -> None:
        char = self._source[self._at]
        following = self._source[self._at + 1 : self._at + 2]
        inside_code = bool(self._open) and self._open[-1].kind in ("code", "pre")
        if char == "\\" and following and 0 < ord(following) <= 126:
            self._output.add(following)
            self._at += 2
        elif char not in RESERVED or (inside_code and char != "`"):
            self._output.add(char)
            self._at += 1
        elif char == "\n":
            self._line_end()
        elif self._ends():
            self._close(self._open.pop())
        else:
            self._begin(char)

    def _ends(self) -> bool:
        if not self._open or self._open[-1].kind == "blockquote":
            return False
        if self._open[-1].kind == "italic" and self._source.startswith("__", self._at):
            return False
        return self._source.startswith(ENDS[self._open[-1].kind], self._at)

    def _line_end(self) -> None:
        quoted_next = self._source.startswith("\n>", self._at)
        if self._in_quote and not quoted_next:
            if self._open[-1].kind != "blockquote":
                raise self._unfinished()
            self._output.add("\n")
            self._close_quote()
        else:
            self._output.add("\n")
            if quoted_next and not self._in_quote:
                self._open_quote(self._at + 1)
            self._at += quoted_next
        self._at += 1

    def _begin(self, char: str) -> None:
        if char == ">" and self._at == 0:
            self._open_quote(0)
            self._at = 1
            return
        for mark, kind in STARTS.items():
            if self._source.startswith(mark, self._at):
                opened = Open(kind, self._output.length, self._at, self._output.mark())
                self._at += len(mark)
                if kind == "pre":
                    self._language(opened)
                self._open.append(opened)
                return
        raise malformed(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def _language(self, opened: Open) -> None:
        end = self._at
        while end < len(self._source) and self._source[end] not in SPACE and self._source[end] != "`":
            end += 1
        if end > self._at and end < len(self._source) and self._source[end] != "`":
            opened.language, self._at = self._source[self._at : end], end
        for ending in ("\r\n", "\n\r", "\n", "\r"):
            if self._source.startswith(ending, self._at):
                self._at += len(ending)
                return

    def _close(self, opened: Open) -> None:
        self._at += len(ENDS[opened.kind])
        match opened.kind:
            case "text_link":
                url = self._url("a URL") if self._source.startswith("(", self._at) else None
                self._output.close_link(opened.offset, url or self._output.since(opened.mark))
            case "custom_emoji":
                if not self._source.startswith("(", self._at):
                    raise malformed("Custom emoji entity must contain a tg://emoji URL")
                emoji_id = self._url("a custom emoji URL").removeprefix("tg://emoji?id=")
                if not emoji_id.isdigit():
                    raise malformed("Custom emoji URL must have an emoji identifier")
                self._output.close(opened.offset, "custom_emoji", custom_emoji_id=emoji_id)
            case "pre" if opened.language:
                self._output.close(opened.offset, "pre", language=opened.language)
            case kind:
                self._output.close(opened.offset, kind)

    def _url(self, what: str) -> str:
        begin = self._at = self._at + 1
        url = ""
        while self._at < len(self._source) and self._source[self._at] != ")":
            self._at += self._source[self._at] == "\\"
            url += self._source[self._at : self._at + 1]
            self._at += 1
        if self._at >= len(self._source):
            raise malformed(f"Can't find end of {what} at byte offset {self._bytes(begin)}")
        self._at += 1
        return url

    def _open_quote(self, begin: int) -> None:
        self._in_quote = True
        self._open.append(Open("blockquote", self._output.length, begin, self._output.mark()))

    def _close_quote(self) -> None:
        self._in_quote = False
        self._output.close(self._open.pop().offset, "blockquote")

    def _unfinished(self) -> Exception:
        opened = self._open[-1]
        name = "PreCode" if opened.language else NAMES[opened.kind]
        return malformed(f"Can't find end of {name} entity at byte offset {self._bytes(opened.begin)}")

    def _bytes(self, at: int) -> int:
        return len(self._source[:at].encode())
