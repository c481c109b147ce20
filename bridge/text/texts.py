"""The words people read, in the reader's language: English message ids in the code, catalogues in `locales/`."""

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
# The params that count bytes.
BYTE_PARAMS = ("size", "limit")
BYTE_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def _(text: str) -> str:
    """The message in the current language; fill its {placeholders} with `format` afterwards."""
    return catalogue(_language.get()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the message that goes with `count`; both still have their {placeholders}."""
    return catalogue(_language.get()).ngettext(one, many, count)


@contextmanager
def language(code: str | None) -> Iterator[None]:
    """Speak this language inside the block: "ru", "en-GB"; one that we do not have is the default."""
    before = _language.set(known_language(code))
    try:
        yield
    finally:
        _language.reset(before)


def known_language(code: str | None, *, otherwise: str = DEFAULT_LANGUAGE) -> str:
    """The one of our languages that stands for an IETF tag; for None and foreign ones it is `otherwise`."""
    base = (code or "").replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else otherwise


def spoken() -> str:
    """The language that is spoken here and now."""
    return _language.get()


def translate(error: BridgeError) -> str:
    """The sentence for the person who met the error."""
    return fill(error.text, error.params)


def fill(text: str, params: Mapping[str, object]) -> str:
    """The message translated, then its placeholders filled; see `_shown`."""
    return _(text).format(**{name: _shown(name, value) for name, value in params.items()})


def _shown(name: str, value: object) -> object:
    """A param as its reader reads it: one that is itself a message id translated, a number of bytes as a size."""
    if name in BYTE_PARAMS and isinstance(value, int):
        return file_size(value)
    return _(value) if value and isinstance(value, str) else value


def local_time(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def short_time(moment: datetime, zone: str, now: datetime) -> str:
    """When it was, as seen from `now` in the reader's zone: "10:30" today, "22 нояб. 10:30" otherwise."""
    at, today = local_time(moment, zone), local_time(now, zone)
    clock = f"{at:%H:%M}"
    if at.date() == today.date():
        return clock
    skeleton = "MMMd" if at.year == today.year else "yMMMd"
    return f"{format_skeleton(skeleton, at, locale=_language.get())} {clock}"


def brief_time(moment: datetime, zone: str, now: datetime) -> str:
    """The same where there is little room: "10:30" today, "22 нояб." otherwise."""
    at, today = local_time(moment, zone), local_time(now, zone)
    if at.date() == today.date():
        return f"{at:%H:%M}"
    return format_skeleton("MMMd" if at.year == today.year else "yMMMd", at, locale=_language.get())


def day_title(day: date, today: date) -> str:
    """A day in words: "23 ноября" in the year of `today`, "23 ноября 2025 г." otherwise."""
    return format_skeleton("MMMMd" if day.year == today.year else "yMMMMd", day, locale=_language.get())


def days_title(first: date, last: date, today: date) -> str:
    """Days in a row: "17–23 нояб.", with the year where it is another one than that of `today`."""
    if first == last:
        return day_title(first, today)
    skeleton = "MMMd" if first.year == last.year == today.year else "yMMMd"
    title: str = format_interval(first, last, skeleton, locale=_language.get())
    return title


def short_day(day: date, today: date) -> str:
    """A day with its weekday, in short: "вт, 24 нояб."."""
    return format_skeleton("MMMEd" if day.year == today.year else "yMMMEd", day, locale=_language.get())


def month_title(day: date) -> str:
    """The month of a day, as the head of a calendar has room for it: "нояб. 2026"."""
    return format_date(day, "LLL y", locale=_language.get())


def weekdays() -> list[str]:
    """The short names of a week's days, Monday first."""
    names = get_day_names("short", context="stand-alone", locale=_language.get())
    return [names[day] for day in range(7)]


def weekday_title(day: date) -> str:
    """The name of a day of the week: "вторник"."""
    name: str = get_day_names("wide", context="format", locale=_language.get())[day.weekday()]
    return name


def city_title(zone: str) -> str:
    """The city that a time zone is named after: "Москва"."""
    return get_timezone_location(zone, locale=_language.get(), return_city=True)


def language_title(code: str) -> str:
    """The name of the language that an IETF tag names: "русский"; the tag itself when nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(_language.get()) or code
    except (ValueError, UnknownLocaleError):
        return code


def file_size(size: int) -> str:
    """Bytes in words: "1,5 МБ"."""
    amount, unit = float(size), 0
    while amount >= 1024 and unit < len(BYTE_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    rounded = round(amount, 1)
    value = int(rounded) if rounded.is_integer() else rounded
    return format_unit(value, f"digital-{BYTE_UNITS[unit]}", length="short", locale=_language.get())


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """A language's catalogue, compiled in memory, so that no compiled file can be older than its source.

    The commands in it are the product's own, and marked so (`bridge.text.slashes`); nothing else that is said is.
    """
    messages = _read(code)
    # What is said as its id says it stands in no catalogue of its own.
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
