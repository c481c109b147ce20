"""A week of work: the working hours of each day. A day may have several intervals, and one may pass midnight.

Breaks are the gaps between intervals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bridge.errors import Refusal, lazy

DAY = timedelta(days=1)
# In minutes.
MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
MONDAY_TO_FRIDAY = range(5)


class ImpossibleHours(Refusal):
    text = lazy("There are no such hours. Write them like this: 9-18, or 9:00-13:00, 14:00-18:00, or 22-06")


class OverlappingHours(Refusal):
    text = lazy("These hours overlap: {first} and {second}")


class NoWorkingTime(Refusal):
    text = lazy("There would be no working time left. Leave at least one day with hours")


@dataclass(frozen=True, order=True)
class Interval:
    """Start and end in minutes since the midnight at which the day begins; an end after 24:00 is on the next day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < MINUTES_PER_DAY and self.start < self.end <= self.start + MINUTES_PER_DAY):
            raise ImpossibleHours

    def __str__(self) -> str:
        return f"{clock(self.start)}–{clock(self.end)}"


Day = tuple[Interval, ...]
Week = tuple[Day, ...]
"""Seven days, from Monday on."""


def clock(minute: int) -> str:
    """A time of the day as «09:00». The end of a day is «24:00»; later minutes are times of the next day."""
    shown = minute if minute <= MINUTES_PER_DAY else minute - MINUTES_PER_DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def day_of(intervals: Iterable[Interval]) -> Day:
    """The hours of one day, in order.

    Raises:
        OverlappingHours: two intervals overlap, also when each day has these hours.
    """
    day = tuple(sorted(intervals))
    for first, second in pairwise(day):
        if second.start < first.end:
            raise OverlappingHours(first=str(first), second=str(second))
    if len(day) > 1 and day[-1].end > MINUTES_PER_DAY + day[0].start:
        # The evening's interval would still run when the next day's hours begin, if both days have the same hours.
        raise OverlappingHours(first=str(day[-1]), second=str(day[0]))
    return day


def week_of(days: Sequence[Iterable[Interval]]) -> Week:
    """The week of seven days from Monday on, each with its hours in order.

    Raises:
        OverlappingHours: intervals overlap, within a day or from a night into the next day's hours; Monday follows
            Sunday.
        NoWorkingTime: every day is off.
    """
    week = tuple(_checked(days))
    if not any(week):
        raise NoWorkingTime
    return week


def _checked(days: Sequence[Iterable[Interval]]) -> list[Day]:
    assert len(days) == len(range(0, MINUTES_PER_WEEK, MINUTES_PER_DAY)), "a week has seven days"
    week = [tuple(sorted(day)) for day in days]
    in_order = [(number * MINUTES_PER_DAY, interval) for number, day in enumerate(week) for interval in day]
    around = [*in_order, *((MINUTES_PER_WEEK + midnight, interval) for midnight, interval in in_order[:1])]
    for (midnight, first), (later, second) in pairwise(around):
        if later + second.start < midnight + first.end:
            raise OverlappingHours(first=str(first), second=str(second))
    return week


NEVER: Week = ((),) * 7
ROUND_THE_CLOCK: Week = ((Interval(0, MINUTES_PER_DAY),),) * 7


def weekdays(day: Day) -> Week:
    """A week with these hours from Monday to Friday."""
    return week_of([day if number in MONDAY_TO_FRIDAY else () for number in range(7)])


def written(day: Day) -> list[list[int]]:
    """The day's hours for JSON: pairs of start and end in minutes."""
    return [[interval.start, interval.end] for interval in day]


def read(day: Iterable[Sequence[int]]) -> Day:
    return tuple(Interval(start, end) for start, end in day)
