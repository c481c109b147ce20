"""What the pieces of a phrase say: a day, a day of the week, a time of the day, how long from now, how often."""

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
    """A day, found from today's date."""

    find: Callable[[date], date]


@dataclass(frozen=True)
class Weekday:
    """As ISO counts: Monday is 1. The next such day, unless another piece says which."""

    number: int


class Half(StrEnum):
    """A part of the day, by itself or behind an hour: «9 утра», "9 pm"."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    AM = "am"
    PM = "pm"

    @property
    def begins(self) -> time:
        """What is meant when no hour is named."""
        return {Half.DAY: time(14), Half.EVENING: time(18), Half.NIGHT: time(23)}.get(self, time(9))

    def hour(self, hour: int) -> int:
        """The hour of the day that this one of twelve is."""
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
        is_vague: it may be of the afternoon: «в 3» is 15:00, «в 03:00» is not.
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
    """So long from now."""

    span: timedelta


@dataclass(frozen=True)
class Often:
    """Again and again."""

    repeat: Repeat


Part = Day | Weekday | Half | TimeOfDay | After | Often


def in_days(count: int) -> Day:
    return Day(lambda today: today + timedelta(days=count))


def in_months(count: int) -> Day:
    """The same day of a later month, or that one's last."""

    def find(today: date) -> date:
        years, month = divmod(today.month - 1 + count, 12)
        year = today.year + years
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))

    return Day(find)


def of_week(weekday: int, *, weeks: int) -> Day:
    """The day of this week, or of one so many weeks later."""
    return Day(lambda today: today + timedelta(days=weekday - today.isoweekday(), weeks=weeks))


def on_date(day: int, month: int, year: int | None = None) -> Day:
    """A date; without its year the next one that there is."""

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
    """The next day of that number in a month that has one."""

    def find(today: date) -> date:
        firsts = (in_months(count).find(today.replace(day=1)) for count in range(13))
        possible = (one for one in firsts if 1 <= day <= monthrange(one.year, one.month)[1])
        return next(found for one in possible if (found := one.replace(day=day)) >= today)

    return Day(find)


def end_of_week(today: date) -> date:
    """Its last working day; on a weekend its last day."""
    return today + timedelta(days=max(5 - today.isoweekday(), 0) if today.isoweekday() <= 5 else 7 - today.isoweekday())


def end_of_month(today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])
