"""Working hours in words."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from babel.core import Locale

from bridge.text.texts import LANGUAGES, _, spoken, weekdays
from storage.shifts.weeks import MINUTES_PER_DAY, Day, Interval, Week

ALL_DAY = (Interval(0, MINUTES_PER_DAY),)


def hours_in_words(day: Day) -> str:
    """The hours of a day in words: «09:00–13:00, 14:00–18:00»."""
    if not day:
        return _("day off")
    return _("round the clock") if day == ALL_DAY else ", ".join(map(str, day))


def week_in_words(week: Week) -> Iterator[str]:
    """Lines such as «пн–пт: 09:00–18:00»; days in a row with the same hours share one line."""
    names = weekdays()
    for day, days in groupby(range(len(week)), key=lambda number: week[number]):
        first, *others = list(days)
        span = f"{names[first]}–{names[others[-1]]}" if others else names[first]
        yield f"{span}: {hours_in_words(day)}"


def country_title(country: str) -> str:
    return str(Locale.parse(spoken()).territories.get(country, country))


def country_named(text: str) -> str:
    """The two-letter code of a country that is named in any language; the text itself when it names none."""
    typed = text.strip()
    return _countries().get(typed.casefold(), typed)


@cache
def _countries() -> dict[str, str]:
    territories = (Locale.parse(language).territories for language in LANGUAGES)
    return {str(name).casefold(): code for known in territories for code, name in known.items() if len(code) == 2}
