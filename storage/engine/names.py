"""Names that people give to things: which texts are valid names, and when two names are equal."""

from bridge.errors import Refusal, lazy

# The zero-width joiner. It joins several emoji into one and is invisible itself.
JOINER = "\u200d"


class NameEmpty(Refusal):
    text = lazy("There is no name in this. Nothing was changed")


class NameTooLong(Refusal):
    text = lazy("A name has at most {most} characters here, this one has {count}. Nothing was changed")


class NameTaken(Refusal):
    text = lazy("«{name}» is there already. Nothing was changed")


def name_in(words: str, *, most: int) -> str:
    """The typed name on one line, without unprintable characters.

    Args:
        most: the highest number of characters.

    Raises:
        NameEmpty: no visible character is left.
        NameTooLong: the name has more than `most` characters.
    """
    visible = "".join(letter if letter.isprintable() or letter == JOINER else " " for letter in words)
    name = " ".join(visible.split())
    if not name.strip(JOINER):
        raise NameEmpty
    if len(name) > most:
        raise NameTooLong(most=most, count=len(name))
    return name


def key(name: str) -> str:
    """The form in which names are compared; all spellings of a name have one key: «Ёлка» becomes «елка»."""
    return name.casefold().replace("ё", "е")
