"""Snippets: the text of a message around a search hit, with the hit in bold. A customer's text never becomes markup."""

import unicodedata
from collections.abc import Iterator, Sequence

from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.messages.message_summaries import kind_name
from storage.engine.normalization import normalize
from storage.messages.messages import Message, MessageKind

# Letters of the text before the hit, and of the whole snippet.
LEADING_LENGTH = 30
EXCERPT_LENGTH = 110

Span = tuple[int, int]


def message_snippet(message: Message, terms: Sequence[str], *, length: int = EXCERPT_LENGTH) -> str:
    """A snippet of a message; a message without text is named by its kind."""
    kind = "" if message.kind is MessageKind.TEXT else f"[{kind_name(message.kind, message.data)}] "
    return html.quote(kind) + snippet_around(message.text, terms, length=length)


def snippet_around(text: str, terms: Sequence[str], *, length: int = EXCERPT_LENGTH) -> str:
    """A snippet of a text as one line of Telegram HTML.

    The terms are normalized, see `storage.engine.normalization`.
    """
    line = " ".join(text.split())
    found = list(_spans(line, terms))
    begin, end = _window(line, found[0][0] if found else 0, length)
    parts, at = ["…" if begin else ""], begin
    for start, stop in found:
        if at <= start < end:
            parts += [html.quote(line[at:start]), html.bold(html.quote(line[start : min(stop, end)]))]
            at = min(stop, end)
    return "".join([*parts, html.quote(line[at:end]), "…" if end < len(line) else ""])


def _window(line: str, first: int, length: int) -> Span:
    """The snippet's begin and end. They are between words, unless the words are too long for that."""
    begin = max(0, first - LEADING_LENGTH)
    if begin and (space := line.find(" ", begin, first)) >= 0:
        begin = space + 1
    end = min(len(line), begin + length)
    if end < len(line) and (space := line.rfind(" ", first, end)) > first:
        end = space
    return begin, end


def _spans(line: str, terms: Sequence[str]) -> Iterator[Span]:
    """Where the terms occur, in order; overlapping hits are merged."""
    letters = list(_letters(line))
    flat = "".join(letter for letter, _span in letters)
    occurrences = sorted(place for term in terms for place in _occurrences(flat, term))
    begin = end = -1
    for start, stop in occurrences:
        if start > end and end >= 0:
            yield letters[begin][1][0], letters[end - 1][1][1]
            begin = start
        begin, end = (start if begin < 0 else begin), max(end, stop)
    if end >= 0:
        yield letters[begin][1][0], letters[end - 1][1][1]


def _occurrences(flat: str, term: str) -> Iterator[Span]:
    at = flat.find(term)
    while term and at >= 0:
        yield at, at + len(term)
        at = flat.find(term, at + 1)


def _letters(line: str) -> Iterator[tuple[str, Span]]:
    """Each letter of the normalized line, with the span of the original line that it represents."""
    start = 0
    for end in range(1, len(line) + 1):
        # A combining accent belongs to the letter before it.
        if end == len(line) or not unicodedata.combining(line[end]):
            for letter in normalize(line[start:end]):
                yield letter, (start, end)
            start = end
