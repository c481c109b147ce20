"""Phrases: neighbouring pieces of a text that together name a time. The rules find them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.when.parts import Half, Part, TimeOfDay
from bridge.when.rules import RULES

# The characters that may stand between two pieces of one phrase.
GLUE = re.compile(r"[ \n]*[,;]?[ \n]*")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Phrase:
    """A phrase with its place in the text: `start` is included, `end` is not.

    Args:
        is_weak: among other words the phrase may mean something else.
    """

    start: int
    end: int
    parts: tuple[Part, ...]
    is_weak: bool

    @property
    def names_only_hour(self) -> bool:
        return all(isinstance(part, TimeOfDay | Half) for part in self.parts)

    @property
    def names_hour(self) -> bool:
        return any(isinstance(part, TimeOfDay | Half) for part in self.parts)


def plain(text: str) -> str:
    """Convert the text to the form that the rules expect: small letters, е for ё, spaces only. Its length stays."""
    small = (letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return "".join(" " if letter.isspace() else "е" if letter == "ё" else letter for letter in small)


def phrases(text: str) -> Iterator[Phrase]:
    """Yield all phrases in order. `text` must come from `plain`."""
    at = 0
    while (word := WORD.search(text, at)) is not None:
        phrase = _phrase(text, word.start())
        if phrase is None:
            at = word.end()
        else:
            at = phrase.end
            yield phrase


def _phrase(text: str, start: int) -> Phrase | None:
    pieces = list(_pieces(text, start))
    if not pieces:
        return None
    parts = tuple(part for piece in pieces for part in piece.parts)
    return Phrase(start, pieces[-1].end, parts, is_weak=all(piece.is_weak for piece in pieces) and len(pieces) == 1)


def _pieces(text: str, start: int) -> Iterator[Phrase]:
    collected: list[Part] = []
    while (piece := _piece(text, start)) is not None and _goes_with(piece.parts, collected):
        yield piece
        collected += piece.parts
        glue = GLUE.match(text, piece.end)
        start = glue.end() if glue else piece.end


def _piece(text: str, start: int) -> Phrase | None:
    fitting = [
        Phrase(start, match.end(), tuple(rule.says(match)), rule.is_weak)
        for rule in RULES
        if (match := rule.at(text, start)) is not None and match.end() > start
    ]
    return max(fitting, key=lambda phrase: phrase.end, default=None)


def _goes_with(parts: Sequence[Part], collected: Sequence[Part]) -> bool:
    """Whether these parts can join the phrase: a phrase has one time of the day at most."""
    return not any(isinstance(part, TimeOfDay) for part in parts) or not any(
        isinstance(part, TimeOfDay) for part in collected
    )
