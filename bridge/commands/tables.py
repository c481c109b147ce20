"""Tables with aligned columns for a terminal."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

TIME_UNITS = (
    ("d", timedelta(days=1)),
    ("h", timedelta(hours=1)),
    ("min", timedelta(minutes=1)),
    ("s", timedelta(seconds=1)),
)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [list(head), *([_word(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def age(length: timedelta) -> str:
    """Format a length of time in the largest unit that fits: "3 h"."""
    for unit, size in TIME_UNITS:
        if length >= size:
            return f"{length // size} {unit}"
    return "0 s"


def _word(value: object) -> str:
    return "-" if value is None else " ".join(str(value).split())
