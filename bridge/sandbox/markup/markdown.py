"""parse_mode=Markdown, the old one: no nesting, `_ * ` [` are special."""

from __future__ import annotations

from bridge.sandbox.markup.cursor import SPACE, Output, malformed
from bridge.sandbox.wire import Json

KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    output = Output()
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in tuple("_*`["):
            output.add(source[at + 1])
            at += 2
        elif char in "_*`[":
            at = _entity(source, at, output)
        else:
            output.add(char)
            at += 1
    return output.text(), output.entities


def _entity(source: str, begin: int, output: Output) -> int:
    """Read the entity that starts at `begin`; return where the text goes on."""
    char = source[begin]
    fence = "```" if source.startswith("```", begin) else "]" if char == "[" else char
    start = begin + (3 if fence == "```" else 1)
    language, start = _language(source, start) if fence == "```" else ("", start)
    end = source.find(fence, start)
    if end < 0:
        offset = len(source[:begin].encode())
        raise malformed(f"Can't find end of the entity starting at byte offset {offset}")
    at, inside = output.length, source[start:end]
    output.add(inside)
    end += len(fence)
    if fence == "]":
        return _link(source, end, output, at, inside)
    if fence == "```":
        output.close(at, "pre", **({"language": language} if language else {}))
    else:
        output.close(at, KINDS[char])
    return end


def _link(source: str, end: int, output: Output, at: int, text: str) -> int:
    url = text
    if source[end : end + 1] == "(":
        close = source.find(")", end)
        close = len(source) if close < 0 else close
        url, end = source[end + 1 : close], close + 1
    output.close_link(at, url)
    return end


def _language(source: str, start: int) -> tuple[str, int]:
    """The word right after the fence, when a line break ends it."""
    end = start
    while end < len(source) and source[end] not in SPACE and source[end] != "`":
        end += 1
    language = source[start:end] if end < len(source) and source[end] in SPACE else ""
    start = end if language else start
    for ending in ("\r\n", "\n", "\r"):
        if source.startswith(ending, start):
            return language, start + len(ending)
    return language, start
