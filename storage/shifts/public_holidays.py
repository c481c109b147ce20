"""Public holidays of countries. They are days off in schedules that name the country."""

from collections.abc import Collection
from datetime import date
from functools import cache

import holidays

from bridge.errors import Refusal, lazy


class UnknownCountry(Refusal):
    text = lazy("I do not know the public holidays of this country. Write its two letters: RU, KZ, BY")


def known(country: str) -> str:
    """The country's code in two capital letters.

    Raises:
        UnknownCountry: the public holidays of this country are not known.
    """
    code = country.strip().upper()
    if code not in _countries():
        raise UnknownCountry
    return code


def days_off(country: str, year: int) -> Collection[date]:
    return _of_year(country, year, None).keys()


def title(country: str, day: date, language: str) -> str | None:
    """The holiday's name in the language, or in English without a translation; None when the day is no holiday."""
    spoken = {code.split("_")[0]: code for code in _languages(country)}
    return _of_year(country, day.year, spoken.get(language, spoken.get("en"))).get(day)


@cache
def _of_year(country: str, year: int, language: str | None) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=year, language=language))


@cache
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))


@cache
def _languages(country: str) -> tuple[str, ...]:
    return tuple(holidays.list_localized_countries(include_aliases=False).get(country, ()))
