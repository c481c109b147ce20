"""The parts of a phrase about time: a day, a weekday, a time of the day, how long from now, how often."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bridge.errors import Refusal, lazy
from storage.tasks.repeats import Repeat


class ImpossibleTime(Refusal):
    text = lazy("There is no such time: «{said}»")


class PastTime(Refusal):
    text = lazy("«{said}» is over already; choose a later time")


@dataclass(frozen=True)
class Day:
    """A day; `find` gets today's date and returns the day's date."""

    find: Callable[[date], date]


@dataclass(frozen=True)
class Weekday:
    """A weekday in ISO numbers: Monday is 1. It means the next such day, unless another part names the date."""

    number: int


class Half(StrEnum):
    """A part of the day, alone or behind an hour: «9 утра», "9 pm"."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    AM = "am"
    PM = "pm"

    @property
    def begins(self) -> time:
        """The time that is meant when the phrase names no hour."""
        return {Half.DAY: time(14), Half.EVENING: time(18), Half.NIGHT: time(23)}.get(self, time(9))

    def hour(self, hour: int) -> int:
        """Convert an hour of the 12-hour clock into an hour of the day."""
        match self:
            case Half.MORNING | Half.AM:
                return 0 if hour == 12 else hour
            case Half.NIGHT:
                return hour + 12 if 9 <= hour < 12 else 24 if hour == 12 else hour
            case Half.DAY:
                return hour + 12 if hour <= 6 else hour
        return hour + 12 if hour < 12 else hour


@dataclass(frozen=True)
class TimeOfDay:
    """An hour and a minute; 24:00 is the beginning of the next day.

    Args:
        is_vague: the hour may be in the afternoon: «в 3» means 15:00, while «в 03:00» does not.
    """

    hour: int
    minute: int = 0
    is_vague: bool = False

    @property
    def is_possible(self) -> bool:
        return (self.hour < 24 and self.minute < 60) or (self.hour, self.minute) == (24, 0)

    def within(self, half: Half | None) -> "TimeOfDay":
        if half is not None and self.hour <= 12:
            return replace(self, hour=half.hour(self.hour))
        if half is None and self.is_vague and 1 <= self.hour <= 6:
            return replace(self, hour=self.hour + 12)
        return self

    def on(self, day: date) -> datetime:
        return datetime.combine(day, time(0)) + timedelta(hours=self.hour, minutes=self.minute)


@dataclass(frozen=True)
class After:
    """A length of time that is counted from now."""

    span: timedelta


@dataclass(frozen=True)
class Often:
    """A repetition."""

    repeat: Repeat


Part = Day | Weekday | Half | TimeOfDay | After | Often


def in_days(count: int) -> Day:
    return Day(lambda today: today + timedelta(days=count))


def in_months(count: int) -> Day:
    """The same day of a later month; its last day when the month is shorter."""

    def find(today: date) -> date:
        years, month = divmod(today.month - 1 + count, 12)
        year = today.year + years
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))

    return Day(find)


def of_week(weekday: int, *, weeks: int) -> Day:
    """A weekday of this week, or of the week so many weeks later. `weekday` is an ISO number."""
    return Day(lambda today: today + timedelta(days=weekday - today.isoweekday(), weeks=weeks))


def on_date(day: int, month: int, year: int | None = None) -> Day:
    """A date; without a year the next such date, today included."""

    def find(today: date) -> date:
        if year is not None:
            return date(year, month, day)
        this = _dates(today.year, month, day)
        # 29 February may be years away.
        return next(found for found in this if found >= today)

    return Day(find)


def _dates(year: int, month: int, day: int) -> list[date]:
    return [date(each, month, day) for each in range(year, year + 9) if day <= monthrange(each, month)[1]]


def of_month(day: int) -> Day:
    """The next day with this number, in the first month that has such a day."""

    def find(today: date) -> date:
        firsts = (in_months(count).find(today.replace(day=1)) for count in range(13))
        possible = (one for one in firsts if 1 <= day <= monthrange(one.year, one.month)[1])
        return next(found for one in possible if (found := one.replace(day=day)) >= today)

    return Day(find)


def end_of_week(today: date) -> date:
    """Return Friday; on a weekend, Sunday."""
    return today + timedelta(days=max(5 - today.isoweekday(), 0) if today.isoweekday() <= 5 else 7 - today.isoweekday())


def end_of_month(today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])
