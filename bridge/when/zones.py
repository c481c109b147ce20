"""Time zones as people name them: a city, «UTC+5», or an IANA name."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location

from bridge.errors import Refusal, lazy
from bridge.text.texts import LANGUAGES, city_title

# From west to east: the time zones of most Russian speakers.
COMMON_ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
# Areas of IANA names. Other names, such as "US/Eastern", are second names of the same zones.
ZONE_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
OFFSET_PATTERN = re.compile(r"(?:utc|gmt|мск)?\s*([+−-])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
MOSCOW_OFFSET_HOURS = 3


class UnknownZone(Refusal):
    text = lazy("I do not know this time zone. Write a big city near you, or the difference like this: UTC+5")


def parse(text: str) -> str:
    """Return the IANA name of the zone that the text names.

    Raises:
        UnknownZone: the text names none.
    """
    typed = " ".join(text.split())
    found = _at_offset(typed) or _by_name().get(_plain(typed))
    if found is None:
        raise UnknownZone
    return found


def known(zone: str) -> str:
    """Return the zone when its IANA name exists.

    Raises:
        UnknownZone: it does not exist.
    """
    if zone not in available_timezones():
        raise UnknownZone
    return zone


def numbered(number: int) -> str | None:
    """One of `COMMON_ZONES`, counted from 1; None when it is 0.

    Raises:
        UnknownZone: there are not so many.
    """
    if number > len(COMMON_ZONES):
        raise UnknownZone
    return COMMON_ZONES[number - 1] if number else None


def title(zone: str, now: datetime) -> str:
    """Format a zone with its present difference: «Москва, UTC+3»."""
    difference = f"UTC{_hours(zone, now)}"
    return difference if zone.startswith("Etc/") else f"{city_title(zone)}, {difference}"


def caption(zone: str, now: datetime) -> str:
    """Format a zone for half a row of buttons: «Москва +3»."""
    return f"{city_title(zone)} {_hours(zone, now)}"


def _hours(zone: str, now: datetime) -> str:
    offset = now.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"{offset[0]}{int(offset[1:3])}" + (f":{offset[3:]}" if offset[3:] != "00" else "")


def _at_offset(typed: str) -> str | None:
    offset = OFFSET_PATTERN.fullmatch(typed)
    if offset is None:
        return None
    hours = int(offset[2]) * (1 if offset[1] == "+" else -1) + (
        MOSCOW_OFFSET_HOURS if typed.lower().startswith("мск") else 0
    )
    # The sign in these IANA names is the opposite of the usual one.
    name = f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"
    return name if name in available_timezones() else None


@cache
def _by_name() -> dict[str, str]:
    """All names of zones. When two cities have the same name, the common zones win."""
    every = {_plain(name): zone for zone in sorted(available_timezones()) for name in _names(zone)}
    return every | {_plain(name): zone for zone in COMMON_ZONES for name in _names(zone)}


def _names(zone: str) -> Iterator[str]:
    yield zone
    if zone.partition("/")[0] in ZONE_AREAS:
        yield zone.rpartition("/")[2]
        yield from (get_timezone_location(zone, locale=code, return_city=True) for code in LANGUAGES)


def _plain(name: str) -> str:
    return name.casefold().replace("ё", "е").replace("-", " ").replace("_", " ").strip(" .,")
