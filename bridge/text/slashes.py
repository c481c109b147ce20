"""Words that begin with a slash. Telegram turns each of them into a command, and a tap on a command sends it.

In an operator's chat only the product's own commands may work as commands. The catalogues mark those with `live`. Every
other word that looks like a command, such as a customer's «нажмите /close», gets an invisible character after its slash
before it is sent (`dead`). So no code has to know which words come from a customer.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

# WORD JOINER: it is invisible, allows no line break, and Telegram keeps it.
SIGN = "\u2060"
# DIVISION SLASH: it replaces the slash where a message has no room for one more character.
LOOKALIKE = "\u2215"

# Unicode reserves these characters for a program's own use, so no text contains them. The order of the eight characters
# is secret, so nobody outside can forge the mark.
_NONCHARACTERS = [chr(code) for code in range(0xFDD0, 0xFDF0)]
_MARK = "".join(secrets.choice(_NONCHARACTERS) for _ in range(8))
_MARKS = re.compile("[\ufdd0-\ufdef]+")

# Characters that Telegram, or this product, removes from a text before Telegram looks for commands.
_REMOVED = "\r\u2028-\u202e\u030a\u0333\u033f\ufdd0-\ufdef"
_WORD = "[A-Za-z0-9_]"
# The rule of Telegram's own parser: https://github.com/tdlib/td, match_bot_commands.
COMMAND_PATTERN = re.compile(
    rf"(?<![\w/<>])/(?=[{_REMOVED}]*{_WORD})(?=[A-Za-z0-9_{_REMOVED}]*(?:@[A-Za-z0-9_{_REMOVED}]*)?(?![\w/<>]))"
)
# A slash at the end of a part of a text. The word after it may be in the next part.
_AT_AN_END = re.compile(r"(?<![\w/<>])/$")
# A slash inside a link is never a command, because Telegram finds links first. The pattern covers only what is
# certainly a link, up to the character where it certainly continues: Telegram may read anything else differently.
_LINK = re.compile(
    r"(?<![\w@/.:+-])https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,}(?::[1-9][0-9]{0,3})?"
    r"[/?#][\w\-.~%&=+/?#:@$*,;]*",
    re.IGNORECASE,
)
# The forms of a slash that `dead` produces. They come back when an operator copies such a text.
_SHOWN = re.compile(rf"/{SIGN}|(?<![\w/<>]){LOOKALIKE}(?={_WORD})")
_SLASHES = re.compile("[/\ufdd0-\ufdef]")


class Replacement(NamedTuple):
    """Replace the characters from `start` to `end` with `by`. With start == end, `by` is inserted there.

    Positions are indexes of code points.
    """

    start: int
    end: int
    by: str


def live(text: str) -> str:
    """Mark the commands in a text of the product's own, so that `dead` leaves them working."""
    return COMMAND_PATTERN.sub(f"{_MARK}/", text) if "/" in text else text


def dead(text: str, *, room: int | None = None, is_part: bool = False) -> list[Replacement]:
    """Return the changes that leave only the marked commands working, and that remove the marks.

    Args:
        room: the largest number of UTF-16 units that the changed text may have; None means no limit.
        is_part: the text is a part of a longer one, so a word may continue in another part.
    """
    if not _SLASHES.search(text):
        return []
    marks = [Replacement(found.start(), found.end(), "") for found in _MARKS.finditer(text)]
    slashes = [at for at in _slashes(text, is_part) if not text.endswith(_MARK, 0, at)]
    signs = [Replacement(at + 1, at + 1, SIGN) for at in slashes]
    if room is not None and units(changed(text, [*marks, *signs])) > room:
        signs = [Replacement(at, at + 1, LOOKALIKE) for at in slashes]
    return sorted([*marks, *signs])


def plain(text: str) -> str:
    """Remove the marks from a text that is shown where nothing can be tapped."""
    return _MARKS.sub("", text)


def dead_html(source: str, *, room: int | None = None) -> str:
    """Change HTML so that only the marked commands in it are commands, as `dead` does for plain text.

    The text between all tags counts as one text.
    """
    if not _SLASHES.search(source):
        return source
    letters = list(_letters(source))
    found = dead("".join(letter for letter, _start, _end in letters), room=room)
    return changed(source, [_in_source(change, letters) for change in found])


def shown(text: str) -> list[Replacement]:
    """Return the changes that turn the sign and the lookalike back into plain slashes.

    They make a copy of a shown text read as its author wrote it.
    """
    return [Replacement(found.start(), found.end(), "/") for found in _SHOWN.finditer(text)]


def changed(text: str, changes: Sequence[Replacement]) -> str:
    parts, at = list[str](), 0
    for start, end, by in sorted(changes):
        parts += [text[at:start], by]
        at = end
    return "".join([*parts, text[at:]])


def moved(offset: int, text: str, changes: Sequence[Replacement]) -> int:
    """Return where an offset of the text is after the changes. Both offsets are in UTF-16 units."""
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
    """Yield each visible character with the start and end of its spelling in the HTML source."""
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
