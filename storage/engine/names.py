"""Names that people give to things: what can be one, and when two are the same."""

from bridge.errors import Refusal, lazy

# Joins several emoji into one, and is seen by nobody.
JOINER = "\u200d"


class NameEmpty(Refusal):
    text = lazy("There is no name in this. Nothing was changed")


class NameTooLong(Refusal):
    text = lazy("A name has at most {most} characters here, this one has {count}. Nothing was changed")


class NameTaken(Refusal):
    text = lazy("«{name}» is there already. Nothing was changed")


def name_in(words: str, *, most: int) -> str:
    """The name that was typed, on one line.

    Raises:
        NameEmpty, NameTooLong: it cannot be one.
    """
    visible = "".join(letter if letter.isprintable() or letter == JOINER else " " for letter in words)
    name = " ".join(visible.split())
    if not name.strip(JOINER):
        raise NameEmpty
    if len(name) > most:
        raise NameTooLong(most=most, count=len(name))
    return name


def key(name: str) -> str:
    """The same for all spellings of one name: «Ёлка» is «елка»."""
    return name.casefold().replace("ё", "е")
