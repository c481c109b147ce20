"""Hours: when somebody works, exact to the moment whatever the clocks do. Nothing here asks a database or a clock."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from heapq import merge
from zoneinfo import ZoneInfo

from storage.shifts.public_holidays import days_off
from storage.shifts.weeks import DAY, Day, Week

# What does not begin or end within so long never does.
HORIZON = timedelta(days=366)
# No hours of a day last longer, clocks that are put back included.
MAX_HOURS_LENGTH = timedelta(days=2)
MOMENT = timedelta(microseconds=1)
NO_TIME = timedelta()

Span = tuple[datetime, datetime]
"""From a moment on, up to and without another one."""


class Hours(ABC):
    """When somebody works. Moments are aware; what is returned is in UTC."""

    @abstractmethod
    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        """Whatever working time there is between the two, in order, with no overlaps; the first and the last may jut
        out."""

    def is_on(self, at: datetime) -> bool:
        first = next(self.spans(at, at + MOMENT), None)
        return first is not None and first[0] <= at

    def ends(self, at: datetime) -> datetime | None:
        """When the time that is running then is over; None when none is, or it has no end."""
        span = self._span_at(at)
        return span[1] if span is not None and span[1] < at + HORIZON else None

    def next_start(self, after: datetime) -> datetime | None:
        """When work begins next; None when it does not within a year."""
        starts = (start for start, _ in self.spans(after, after + HORIZON) if start > after)
        return next(starts, None)

    def next_change(self, after: datetime) -> datetime | None:
        """When work ends or begins next; None when neither happens within a year."""
        return self.ends(after) or self.next_start(after)

    def working_time(self, since: datetime, until: datetime) -> timedelta:
        return sum((end - start for start, end in self.shifts(since, until)), NO_TIME)

    def after(self, since: datetime, working: timedelta) -> datetime | None:
        """The moment when so much working time has passed since; None when that is not within a year."""
        if working <= NO_TIME:
            return since
        for start, end in self.spans(since, since + HORIZON):
            begun = max(start, since)
            if end - begun >= working:
                return begun + working
            working -= end - begun
        return None

    def shifts(self, since: datetime, until: datetime) -> list[Span]:
        """The working time between the two, cut off there."""
        if until <= since:
            return []
        return [(max(start, since), min(end, until)) for start, end in self.spans(since, until)]

    def _span_at(self, at: datetime) -> Span | None:
        first = next(self.spans(at, at + HORIZON), None)
        return first if first is not None and first[0] <= at else None


@dataclass(frozen=True)
class Always(Hours):
    """Round the clock."""

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        yield since.astimezone(UTC), until.astimezone(UTC)


@dataclass(frozen=True)
class Exempt:
    """Days, the last one included, that are unlike others: with hours of their own, or none."""

    first: date
    last: date
    hours: Day = ()


@dataclass(frozen=True)
class Weekly(Hours):
    """The same every week, but for some days.

    Hours belong to the day on which they begin: a night that leads into a day off is worked to its end.

    Args:
        exempt: of two that name the same day the later one holds; all hold before holidays.
        country: whose public holidays are days off, as ISO 3166 names it.
    """

    zone: str
    week: Week
    exempt: tuple[Exempt, ...] = ()
    country: str | None = None

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        return within(joined(self._spans(since, until)), since, until)

    def of(self, day: date) -> Day:
        """The hours that begin on that day."""
        exempt = next((each for each in self._latest_first if each.first <= day <= each.last), None)
        if exempt is not None:
            return exempt.hours
        if self.country is not None and day in days_off(self.country, day.year):
            return ()
        return self.week[day.weekday()]

    def _spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        day = (since - MAX_HOURS_LENGTH).astimezone(self._zone).date()
        last = until.astimezone(self._zone).date()
        while day <= last:
            for interval in self.of(day):
                start, end = self._moment(day, interval.start), self._moment(day, interval.end)
                # Clocks that are put forward may leave nothing of it.
                if start < end:
                    yield start, end
            day += DAY

    def _moment(self, day: date, minute: int) -> datetime:
        return moment(datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute), self._zone)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _latest_first(self) -> tuple[Exempt, ...]:
        return self.exempt[::-1]


@dataclass(frozen=True)
class InterruptedHours(Hours):
    """Hours without what is left out of them, such as pauses."""

    hours: Hours
    without: tuple[Span, ...]

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        pieces = (piece for span in self.hours.spans(since, until) for piece in self._pieces(*span))
        return within(pieces, since, until)

    def _pieces(self, start: datetime, end: datetime) -> Iterator[Span]:
        for gone_from, gone_until in joined(sorted(self.without)):
            if gone_from >= end:
                break
            if start < gone_from:
                yield start, gone_from
            start = max(start, gone_until)
        if start < end:
            yield start, end


@dataclass(frozen=True)
class Together(Hours):
    """Whenever any of several is at work."""

    hours: tuple[Hours, ...]

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        return joined(merge(*(each.spans(since, until) for each in self.hours)))


@dataclass(frozen=True)
class WithBreaks(Hours):
    """Whole shifts: pauses up to that length are a part of them."""

    hours: Hours
    length: timedelta

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        near = self.hours.spans(since - self.length - MAX_HOURS_LENGTH, until + self.length)
        return within(joined(near, self.length), since, until)


ALWAYS: Hours = Always()


def together(hours: Iterable[Hours]) -> Hours:
    """Whenever any of them is at work; never when there are none."""
    different = tuple(dict.fromkeys(hours))
    if ALWAYS in different:
        return ALWAYS
    return different[0] if len(different) == 1 else Together(different)


def within(spans: Iterable[Span], since: datetime, until: datetime) -> Iterator[Span]:
    """Those of them that are between the two at least in part."""
    return (span for span in spans if since < span[1] and span[0] < until)


def joined(spans: Iterable[Span], gap: timedelta = NO_TIME) -> Iterator[Span]:
    """Spans that come in the order of their starts, with those made one that touch, or almost do."""
    whole: Span | None = None
    for start, end in spans:
        if whole is None:
            whole = (start, end)
        elif start <= whole[1] + gap:
            whole = (whole[0], max(whole[1], end))
        else:
            yield whole
            whole = (start, end)
    if whole is not None:
        yield whole


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """When clocks in the zone first show that time, or a later one: some times are skipped in spring.

    Later times are never earlier moments, so what does not overlap on the wall does not overlap at all.
    """
    found = local.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local:
        return found
    return _change_before(found, local.replace(tzinfo=zone, fold=1).astimezone(UTC), zone)


def _change_before(after: datetime, before: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which clocks in the zone are changed."""
    offset = before.astimezone(zone).utcoffset()
    seconds = int((after - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        at = before + timedelta(seconds=middle)
        low, high = (middle, high) if at.astimezone(zone).utcoffset() == offset else (low, middle)
    return before + timedelta(seconds=high)
