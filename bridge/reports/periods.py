"""Periods: consecutive days in a time zone, and the earlier period that they are compared with."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bridge.errors import Refusal, lazy
from bridge.text.texts import _, days_title
from bridge.when.days import bounds, today

DAY = timedelta(days=1)
MAX_PERIOD_DAYS = 366


class PeriodUnclear(Refusal):
    text = lazy("There is no such period")


class PeriodTooLong(Refusal):
    text = lazy("A report covers at most a year")


class Preset(StrEnum):
    TODAY = "t"
    YESTERDAY = "y"
    WEEK = "7"
    THIRTY = "30"
    LAST_WEEK = "lw"
    THIS_MONTH = "m"
    LAST_MONTH = "lm"
    THIS_YEAR = "a"


PRESET_TITLES = {
    Preset.TODAY: lazy("Today"),
    Preset.YESTERDAY: lazy("Yesterday"),
    Preset.WEEK: lazy("7 days"),
    Preset.THIRTY: lazy("30 days"),
    Preset.LAST_WEEK: lazy("Last week"),
    Preset.THIS_MONTH: lazy("This month"),
    Preset.LAST_MONTH: lazy("Last month"),
    Preset.THIS_YEAR: lazy("This year"),
}
DEFAULT_SPAN = Preset.WEEK.value


@dataclass(frozen=True)
class Period:
    """Consecutive days.

    Args:
        end: the exclusive end: the end of the last day, or now when the period still runs.
    """

    first: date
    last: date
    zone: str
    end: datetime

    @property
    def since(self) -> datetime:
        return bounds(self.first, self.zone)[0]

    @property
    def dates(self) -> list[date]:
        return [self.first + DAY * number for number in range(self.length)]

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Start and end of each day; days that still run end with the period."""
        days = (bounds(day, self.zone) for day in self.dates)
        return [(min(since, self.end), min(until, self.end)) for since, until in days]

    def before(self) -> "Period":
        """The period to compare with: a month with the month before, other periods with as many days before.

        A period that still runs is compared up to the same time of day.
        """
        if self._is_of_a_month:
            last_month = (self.first - DAY).replace(day=1)
            shift = self.first - last_month
            last = self.first - DAY if self._ends_a_month else min(self.last - shift, self.first - DAY)
            return self._earlier(last_month, last, shift)
        return self._earlier(self.first - DAY * self.length, self.first - DAY, DAY * self.length)

    @property
    def title(self) -> str:
        """The days in words: «17–23 нояб.»."""
        return days_title(self.first, self.last, self.end.astimezone(ZoneInfo(self.zone)).date())

    @property
    def _is_of_a_month(self) -> bool:
        is_inside = self.first.day == 1 and (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return is_inside and (self._ends_a_month or self._is_running) and self.length > 1

    @property
    def _ends_a_month(self) -> bool:
        return (self.last + DAY).day == 1

    @property
    def _is_running(self) -> bool:
        return self.end < bounds(self.last, self.zone)[1]

    def _earlier(self, first: date, last: date, shift: timedelta) -> "Period":
        end = bounds(last, self.zone)[1]
        if self._is_running:
            then = self.end.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) - shift
            end = min(end, then.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC))
        return Period(first, last, self.zone, end)


def period(span: str, zone: str, now: datetime) -> Period:
    """The period of a button: a preset, or two days.

    Raises:
        PeriodUnclear, PeriodTooLong
    """
    first, last = _days(span, today(now, zone))
    if last < first:
        raise PeriodUnclear
    if (last - first).days >= MAX_PERIOD_DAYS:
        raise PeriodTooLong
    return Period(first, last, zone, max(min(bounds(last, zone)[1], now), bounds(first, zone)[0]))


def span_of(first: date, last: date) -> str:
    """Two days in the form that a button carries; their order does not matter."""
    first, last = sorted((first, last))
    return f"{first:%Y%m%d}{last:%Y%m%d}"


def span_title(span: str, shown: Period) -> str:
    """The title of a preset («7 дней»), or the days themselves."""
    return _(PRESET_TITLES[Preset(span)]) if span in set(Preset) else shown.title


def _days(span: str, day: date) -> tuple[date, date]:
    match span:
        case Preset.TODAY:
            return day, day
        case Preset.YESTERDAY:
            return day - DAY, day - DAY
        case Preset.WEEK:
            return day - 6 * DAY, day
        case Preset.THIRTY:
            return day - 29 * DAY, day
        case Preset.LAST_WEEK:
            monday = day - DAY * day.weekday()
            return monday - 7 * DAY, monday - DAY
        case Preset.THIS_MONTH:
            return day.replace(day=1), day
        case Preset.LAST_MONTH:
            last = day.replace(day=1) - DAY
            return last.replace(day=1), last
        case Preset.THIS_YEAR:
            return day.replace(month=1, day=1), day
    if not re.fullmatch(r"20\d{6}20\d{6}", span):
        raise PeriodUnclear
    try:
        return date.fromisoformat(span[:8]), date.fromisoformat(span[8:])
    except ValueError:
        raise PeriodUnclear from None
