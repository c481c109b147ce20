"""Words that begin with a slash: Telegram makes a command of each, and whoever taps it has sent it.

In an operator's chat only the product's own are to be commands. So those are marked where they come from, in the
catalogues (`live`), and whatever else looks like one, as a customer's «нажмите /close», gets an invisible sign behind
its slash before it leaves (`dead`). Nobody has to know which words are a customer's.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

# WORD JOINER: nothing is seen of it, no line breaks at it, and Telegram keeps it.
SIGN = "\u2060"
# DIVISION SLASH, where a message has no room for one character more.
LOOKALIKE = "\u2215"

# Characters that no text has (Unicode keeps them for a program's own use). Of a mark nobody outside can know the order.
_NONCHARACTERS = [chr(code) for code in range(0xFDD0, 0xFDF0)]
_MARK = "".join(secrets.choice(_NONCHARACTERS) for _ in range(8))
_NO_TEXT = re.compile("[\ufdd0-\ufdef]+")

# What Telegram takes out of a text before it looks for commands, or we do.
_GONE = "\r\u2028-\u202e\u030a\u0333\u033f\ufdd0-\ufdef"
_WORD = "[A-Za-z0-9_]"
# The rule of Telegram's own parser: https://github.com/tdlib/td, match_bot_commands.
COMMAND_PATTERN = re.compile(
    rf"(?<![\w/<>])/(?=[{_GONE}]*{_WORD})(?=[A-Za-z0-9_{_GONE}]*(?:@[A-Za-z0-9_{_GONE}]*)?(?![\w/<>]))"
)
# A slash at the end, or at the beginning, of a part of a text whose other parts are elsewhere.
_AT_AN_END = re.compile(r"(?<![\w/<>])/$")
# Of a link no slash is a command: Telegram has found the link first. Only what is certainly one, to where it certainly
# goes on: of anything else Telegram may think otherwise.
_LINK = re.compile(
    r"(?<![\w@/.:+-])https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,}(?::[1-9][0-9]{0,3})?"
    r"[/?#][\w\-.~%&=+/?#:@$*,;]*",
    re.IGNORECASE,
)
# What was shown so comes back like this when an operator copies it.
_SHOWN = re.compile(rf"/{SIGN}|(?<![\w/<>]){LOOKALIKE}(?={_WORD})")
_SLASHES = re.compile("[/\ufdd0-\ufdef]")


class Replacement(NamedTuple):
    """Characters of a text that are replaced; none of them (start == end) for what is put in between."""

    start: int
    end: int
    by: str


def live(text: str) -> str:
    """A text of the product's own, with its commands marked as meant."""
    return COMMAND_PATTERN.sub(f"{_MARK}/", text) if "/" in text else text


def dead(text: str, *, room: int | None = None, is_part: bool = False) -> list[Replacement]:
    """What has to be changed so that only marked commands of the text are commands; marks go.

    Args:
        room: UTF-16 units that the text may have; None when it does not matter.
        is_part: the text goes on elsewhere, before it or behind it.
    """
    if not _SLASHES.search(text):
        return []
    marks = [Replacement(found.start(), found.end(), "") for found in _NO_TEXT.finditer(text)]
    slashes = [at for at in _slashes(text, is_part) if not text.endswith(_MARK, 0, at)]
    signs = [Replacement(at + 1, at + 1, SIGN) for at in slashes]
    if room is not None and units(changed(text, [*marks, *signs])) > room:
        signs = [Replacement(at, at + 1, LOOKALIKE) for at in slashes]
    return sorted([*marks, *signs])


def plain(text: str) -> str:
    """The text without marks, where nothing can be tapped."""
    return _NO_TEXT.sub("", text)


def dead_html(source: str, *, room: int | None = None) -> str:
    """The same for a text with HTML tags: what they stand around counts as one text."""
    if not _SLASHES.search(source):
        return source
    letters = list(_letters(source))
    found = dead("".join(letter for letter, _start, _end in letters), room=room)
    return changed(source, [_in_source(change, letters) for change in found])


def shown(text: str) -> list[Replacement]:
    """What has to be changed so that a copy of what was shown reads as it was written."""
    return [Replacement(found.start(), found.end(), "/") for found in _SHOWN.finditer(text)]


def changed(text: str, changes: Sequence[Replacement]) -> str:
    parts, at = list[str](), 0
    for start, end, by in sorted(changes):
        parts += [text[at:start], by]
        at = end
    return "".join([*parts, text[at:]])


def moved(offset: int, text: str, changes: Sequence[Replacement]) -> int:
    """Where a place of the text is afterwards; both in UTF-16 units."""
    after = offset
    for start, end, by in changes:
        begins, ends = units(text[:start]), units(text[:end])
        if begins < offset:
            after += (units(by) if ends <= offset else 0) - (min(ends, offset) - begins)
    return after


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _slashes(text: str, is_part: bool) -> Iterator[int]:
    links = [found.span() for found in _LINK.finditer(text)]
    for found in COMMAND_PATTERN.finditer(text):
        if not any(start <= found.start() < end for start, end in links):
            yield found.start()
    if is_part and (last := _AT_AN_END.search(text)):
        yield last.start()


_TOKEN = re.compile(r"""<(?:"[^"]*"|[^>"])*>|&(?:#?\w+);|.""", re.DOTALL)


def _letters(source: str) -> Iterator[tuple[str, int, int]]:
    """Each character that is read, with where it stands in the source."""
    for token in _TOKEN.finditer(source):
        if len(token[0]) > 1 and token[0].startswith("<"):
            continue
        for letter in unescape(token[0]) if token[0].startswith("&") else token[0]:
            yield letter, token.start(), token.end()


def _in_source(change: Replacement, letters: Sequence[tuple[str, int, int]]) -> Replacement:
    if change.start == change.end:
        behind = letters[change.start - 1][2]
        return Replacement(behind, behind, change.by)
    return Replacement(letters[change.start][1], letters[change.end - 1][2], change.by)
