"""Texts in the reader's language. Message ids in the code are English; catalogues are in `locales/`."""

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, get_day_names, get_timezone_location
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.units import format_unit

from bridge.errors import BridgeError
from bridge.text.slashes import live

LOCALES_FOLDER = Path(__file__).parents[1] / "locales"
LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"
# Names of params whose values are numbers of bytes.
BYTE_PARAMS = ("size", "limit")
BYTE_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def _(text: str) -> str:
    """Translate the message into the current language. Its {placeholders} are filled afterwards with `format`."""
    return catalogue(_language.get()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the translated form of the message that fits `count`. Its {placeholders} are filled afterwards."""
    return catalogue(_language.get()).ngettext(one, many, count)


@contextmanager
def language(code: str | None) -> Iterator[None]:
    """Set the current language inside the block. `code` is an IETF tag such as "ru" or "en-GB".

    An unknown language, or None, means the default language.
    """
    before = _language.set(known_language(code))
    try:
        yield
    finally:
        _language.reset(before)


def known_language(code: str | None, *, otherwise: str = DEFAULT_LANGUAGE) -> str:
    """Return the language of ours that matches an IETF tag; `otherwise` for None and for unknown languages."""
    base = (code or "").replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else otherwise


def spoken() -> str:
    """Return the current language."""
    return _language.get()


def translate(error: BridgeError) -> str:
    """Return the translated text of an error for the person who met it."""
    return fill(error.text, error.params)


def fill(text: str, params: Mapping[str, object]) -> str:
    """Translate the message, then fill its placeholders. `_shown` says how each value is written."""
    return _(text).format(**{name: _shown(name, value) for name, value in params.items()})


def _shown(name: str, value: object) -> object:
    """Return a param as the reader sees it: bytes as a file size, message ids translated."""
    if name in BYTE_PARAMS and isinstance(value, int):
        return file_size(value)
    return _(value) if value and isinstance(value, str) else value


def local_time(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def short_time(moment: datetime, zone: str, now: datetime) -> str:
    """Format a moment as seen from `now` in the reader's zone: "10:30" today, "22 нояб. 10:30" otherwise."""
    at, today = local_time(moment, zone), local_time(now, zone)
    clock = f"{at:%H:%M}"
    if at.date() == today.date():
        return clock
    skeleton = "MMMd" if at.year == today.year else "yMMMd"
    return f"{format_skeleton(skeleton, at, locale=_language.get())} {clock}"


def brief_time(moment: datetime, zone: str, now: datetime) -> str:
    """Format a moment where there is little room: "10:30" today, "22 нояб." otherwise."""
    at, today = local_time(moment, zone), local_time(now, zone)
    if at.date() == today.date():
        return f"{at:%H:%M}"
    return format_skeleton("MMMd" if at.year == today.year else "yMMMd", at, locale=_language.get())


def day_title(day: date, today: date) -> str:
    """Format a day in words: "23 ноября" in the year of `today`, "23 ноября 2025 г." otherwise."""
    return format_skeleton("MMMMd" if day.year == today.year else "yMMMMd", day, locale=_language.get())


def days_title(first: date, last: date, today: date) -> str:
    """Format a range of days: "17–23 нояб.". The year is added when one of the days is not in the year of `today`."""
    if first == last:
        return day_title(first, today)
    skeleton = "MMMd" if first.year == last.year == today.year else "yMMMd"
    title: str = format_interval(first, last, skeleton, locale=_language.get())
    return title


def short_day(day: date, today: date) -> str:
    """Format a day briefly with its weekday: "вт, 24 нояб."."""
    return format_skeleton("MMMEd" if day.year == today.year else "yMMMEd", day, locale=_language.get())


def month_title(day: date) -> str:
    """Format the month of a day for the narrow head of a calendar: "нояб. 2026"."""
    return format_date(day, "LLL y", locale=_language.get())


def weekdays() -> list[str]:
    """Return the short names of the seven weekdays, Monday first."""
    names = get_day_names("short", context="stand-alone", locale=_language.get())
    return [names[day] for day in range(7)]


def weekday_title(day: date) -> str:
    """Return the name of the day's weekday: "вторник"."""
    name: str = get_day_names("wide", context="format", locale=_language.get())[day.weekday()]
    return name


def city_title(zone: str) -> str:
    """Return the city that a time zone is named after: "Москва"."""
    return get_timezone_location(zone, locale=_language.get(), return_city=True)


def language_title(code: str) -> str:
    """Return the name of the language of an IETF tag: "русский". An unknown tag is returned unchanged."""
    try:
        return Locale.parse(code, sep="-").get_display_name(_language.get()) or code
    except (ValueError, UnknownLocaleError):
        return code


def file_size(size: int) -> str:
    """Format a number of bytes: "1,5 МБ"."""
    amount, unit = float(size), 0
    while amount >= 1024 and unit < len(BYTE_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    rounded = round(amount, 1)
    value = int(rounded) if rounded.is_integer() else rounded
    return format_unit(value, f"digital-{BYTE_UNITS[unit]}", length="short", locale=_language.get())


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """Compile a language's catalogue in memory, so that no compiled file can be older than its source.

    The commands in the catalogue are the product's own and are marked as such (`bridge.text.slashes`). No other text
    has marks.
    """
    messages = _read(code)
    # A message whose translation equals its id is missing in the English catalogue. It is added here, so that its
    # commands are marked, too.
    for other in _read(DEFAULT_LANGUAGE):
        if other.id and not messages.get(other.id):
            messages.add(other.id, other.id)
    for message in messages:
        match message.string:
            case str(translation):
                message.string = live(translation)
            case list() | tuple() as forms:
                message.string = tuple(map(live, forms))
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _read(code: str) -> Catalog:
    with (LOCALES_FOLDER / code / "LC_MESSAGES" / "bridge.po").open("rb") as source:
        return read_po(source, locale=code)
