"""Variables of templates: {name}, {name|dear customer}. Each variable has a Russian and an English name."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from re import Match

from bridge.errors import Refusal, lazy
from bridge.text.entities import Entities, units


class Variable(StrEnum):
    """The variables; each value is the English name."""

    NAME = "name"
    FULL_NAME = "full name"
    PHONE = "phone"
    OPERATOR = "operator"
    DEPARTMENT = "department"
    ORGANIZATION = "organization"
    CHANNEL = "channel"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    BACK = "back"
    PLACE = "place"

    @property
    def russian(self) -> str:
        return RUSSIAN_NAMES[self]


RUSSIAN_NAMES = {
    Variable.NAME: "имя",
    Variable.FULL_NAME: "полное имя",
    Variable.PHONE: "телефон",
    Variable.OPERATOR: "оператор",
    Variable.DEPARTMENT: "отдел",
    Variable.ORGANIZATION: "организация",
    Variable.CHANNEL: "канал",
    Variable.NUMBER: "номер",
    Variable.DATE: "дата",
    Variable.TIME: "время",
    Variable.BACK: "вернёмся",
    Variable.PLACE: "место",
}
# Only the bot can fill these: when somebody is back, and how many customers are before this one.
BOT_VARIABLES = frozenset({Variable.BACK, Variable.PLACE})
COMMON_VARIABLES = frozenset(Variable) - BOT_VARIABLES
VARIABLES_BY_NAME = {name.replace("ё", "е"): each for each in Variable for name in (each.value, each.russian)}

# A variable's name, and optionally a stroke and the fallback: the words for when the value is not known.
GAP_PATTERN = re.compile(r"\{([^{}|]+)(?:\|([^{}]*))?\}")

Values = Mapping[Variable, str]


class UnknownVariable(Refusal):
    text = lazy("There is no variable {name}. There are: {known}. Nothing was changed")


class Unclosed(Refusal):
    text = lazy("A brace has no pair: a variable is written like {{name}}. Nothing was changed")


@dataclass(frozen=True)
class Filled:
    """A text with its variables replaced by values, and its entities moved accordingly."""

    text: str
    entities: Entities


def check(text: str, among: Collection[Variable] = COMMON_VARIABLES) -> None:
    """Check that every variable in the text is one of `among`.

    Raises:
        UnknownVariable: with the names of those that exist.
        Unclosed: a brace has no pair.
    """
    for gap in GAP_PATTERN.finditer(text):
        if _variable(gap) not in among:
            raise UnknownVariable(name=gap[0], known=known(among))
    if any(brace in GAP_PATTERN.sub("", text) for brace in "{}"):
        raise Unclosed


def known(among: Collection[Variable] = COMMON_VARIABLES) -> str:
    """Return the Russian names of these variables in braces, separated by commas."""
    return ", ".join(f"{{{variable.russian}}}" for variable in Variable if variable in among)


def in_russian(text: str) -> str:
    """Return the text with the Russian names of its variables."""

    def written(gap: Match[str]) -> str:
        variable = _variable(gap)
        return gap[0] if variable is None else f"{{{variable.russian}{gap[0][1 + len(gap[1]) :]}"

    return GAP_PATTERN.sub(written, text)


def with_fallbacks(text: str, fallbacks: Mapping[str, str]) -> str:
    """Return the text with fallbacks added to the variables that have none.

    `fallbacks` maps a variable's name to words.

    Raises:
        UnknownVariable: a name in `fallbacks` is not a variable's.
    """
    for name in fallbacks:
        if _key(name) not in VARIABLES_BY_NAME:
            raise UnknownVariable(name=f"{{{name}}}", known=known())
    wanted = {VARIABLES_BY_NAME[_key(name)]: words for name, words in fallbacks.items()}

    def written(gap: Match[str]) -> str:
        variable = _variable(gap)
        if variable is None or variable not in wanted or gap[2] is not None:
            return gap[0]
        return f"{{{gap[1]}|{wanted[variable]}}}"

    return GAP_PATTERN.sub(written, text)


def fill(text: str, entities: Entities, values: Values) -> Filled:
    """Replace the variables with their values. Braces and formatting characters in a value stay plain text."""
    gaps = list(_gaps(text, values))
    filled, done = [], 0
    for gap, words in gaps:
        filled += [text[done : gap.start()], words]
        done = gap.end()
    shifts = [(units(text[: gap.start()]), units(gap[0]), units(words)) for gap, words in gaps]
    return Filled("".join([*filled, text[done:]]), list(_moved(entities, shifts)))


def _gaps(text: str, values: Values) -> Iterator[tuple[Match[str], str]]:
    """Yield every variable with the words that replace it. Names of no variable stay in the text as they are."""
    for gap in GAP_PATTERN.finditer(text):
        variable = _variable(gap)
        if variable is not None:
            yield gap, values.get(variable, "") or (gap[2] or "").strip()


def _moved(entities: Entities, shifts: list[tuple[int, int, int]]) -> Iterator[dict[str, object]]:
    """Yield the entities at their new places. An entity that covers no text any more is dropped."""
    for entity in entities:
        start = _at(entity["offset"], shifts, is_end=False)
        end = _at(entity["offset"] + entity["length"], shifts, is_end=True)
        if start < end:
            yield {**entity, "offset": start, "length": end - start}


def _at(place: int, shifts: list[tuple[int, int, int]], *, is_end: bool) -> int:
    """Return the new offset of a place in the text.

    A place inside a variable moves to the border of its value, so formatting covers the whole value.
    """
    by = 0
    for start, before, after in shifts:
        if place <= start:
            break
        if place < start + before:
            return start + by + (after if is_end else 0)
        by += after - before
    return place + by


def _variable(gap: Match[str]) -> Variable | None:
    return VARIABLES_BY_NAME.get(_key(gap[1]))


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).replace("ё", "е")
