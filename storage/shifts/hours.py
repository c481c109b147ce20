"""Hours: the exact moments at which people work, also across clock changes. No code here uses a database or a clock."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from heapq import merge
from zoneinfo import ZoneInfo

from storage.shifts.public_holidays import days_off
from storage.shifts.weeks import DAY, Day, Week

# Searches look ahead this far. A change that does not come within this time counts as never.
HORIZON = timedelta(days=366)
# The hours that begin on one day never last longer, also when clocks are put back.
MAX_HOURS_LENGTH = timedelta(days=2)
MOMENT = timedelta(microseconds=1)
NO_TIME = timedelta()

Span = tuple[datetime, datetime]
"""Start and end of a period; the end is not included."""


class Hours(ABC):
    """Working time. Arguments are aware moments; returned moments are in UTC."""

    @abstractmethod
    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        """The working time between two moments, in order and without overlaps.

        The first span may begin before `since`, and the last one may end after `until`.
        """

    def is_on(self, at: datetime) -> bool:
        first = next(self.spans(at, at + MOMENT), None)
        return first is not None and first[0] <= at

    def ends(self, at: datetime) -> datetime | None:
        """The end of the working time that includes this moment.

        None when the moment is outside working time, or when there is no end within a year.
        """
        span = self._span_at(at)
        return span[1] if span is not None and span[1] < at + HORIZON else None

    def next_start(self, after: datetime) -> datetime | None:
        """The next beginning of working time after that moment; None when there is none within a year."""
        starts = (start for start, _ in self.spans(after, after + HORIZON) if start > after)
        return next(starts, None)

    def next_change(self, after: datetime) -> datetime | None:
        """The next end or beginning of working time; None when there is none within a year."""
        return self.ends(after) or self.next_start(after)

    def working_time(self, since: datetime, until: datetime) -> timedelta:
        return sum((end - start for start, end in self.shifts(since, until)), NO_TIME)

    def after(self, since: datetime, working: timedelta) -> datetime | None:
        """The moment at which this much working time has passed since `since`; None when that takes over a year."""
        if working <= NO_TIME:
            return since
        for start, end in self.spans(since, since + HORIZON):
            begun = max(start, since)
            if end - begun >= working:
                return begun + working
            working -= end - begun
        return None

    def shifts(self, since: datetime, until: datetime) -> list[Span]:
        """The working time between two moments, in order; the first and last spans are cut at these moments."""
        if until <= since:
            return []
        return [(max(start, since), min(end, until)) for start, end in self.spans(since, until)]

    def _span_at(self, at: datetime) -> Span | None:
        first = next(self.spans(at, at + HORIZON), None)
        return first if first is not None and first[0] <= at else None


@dataclass(frozen=True)
class Always(Hours):
    """Hours round the clock, without an end."""

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        yield since.astimezone(UTC), until.astimezone(UTC)


@dataclass(frozen=True)
class Exempt:
    """A period of exempt days with their own hours, or with none; the last day is included."""

    first: date
    last: date
    hours: Day = ()


@dataclass(frozen=True)
class Weekly(Hours):
    """Hours that repeat every week, except on exempt days and public holidays.

    Hours belong to the day on which they begin: a night shift that leads into a day off is worked to its end.

    Args:
        zone: the time zone's IANA name.
        exempt: when two of them include the same day, the later one in the tuple counts. They override holidays.
        country: ISO 3166 code of the country whose public holidays are days off; None for no holidays.
    """

    zone: str
    week: Week
    exempt: tuple[Exempt, ...] = ()
    country: str | None = None

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        return within(joined(self._spans(since, until)), since, until)

    def of(self, day: date) -> Day:
        """The hours that begin on this day."""
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
                # Nothing is left of an interval that clocks skip when they are put forward.
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
    """Hours without some periods, such as pauses."""

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
    """The times at which at least one of several people works."""

    hours: tuple[Hours, ...]

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        return joined(merge(*(each.spans(since, until) for each in self.hours)))


@dataclass(frozen=True)
class WithBreaks(Hours):
    """Whole shifts: gaps up to `length` between working times count as part of the shift."""

    hours: Hours
    length: timedelta

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        near = self.hours.spans(since - self.length - MAX_HOURS_LENGTH, until + self.length)
        return within(joined(near, self.length), since, until)


ALWAYS: Hours = Always()


def together(hours: Iterable[Hours]) -> Hours:
    """The times at which at least one of these hours includes working time; never when there are no hours."""
    different = tuple(dict.fromkeys(hours))
    if ALWAYS in different:
        return ALWAYS
    return different[0] if len(different) == 1 else Together(different)


def within(spans: Iterable[Span], since: datetime, until: datetime) -> Iterator[Span]:
    """The spans that are at least partly between the two moments."""
    return (span for span in spans if since < span[1] and span[0] < until)


def joined(spans: Iterable[Span], gap: timedelta = NO_TIME) -> Iterator[Span]:
    """The spans with overlapping and touching ones merged; gaps up to `gap` are closed too.

    The spans must come in the order of their starts.
    """
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
    """The first moment at which clocks in the zone show this time or a later one; clocks skip some times in spring.

    A later time on the clock never gives an earlier moment, so hours that do not overlap on the clock never overlap.
    """
    found = local.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local:
        return found
    return _change_before(found, local.replace(tzinfo=zone, fold=1).astimezone(UTC), zone)


def _change_before(after: datetime, before: datetime, zone: ZoneInfo) -> datetime:
    """The moment of the zone's clock change between `before` and `after`, found by bisection."""
    offset = before.astimezone(zone).utcoffset()
    seconds = int((after - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        at = before + timedelta(seconds=middle)
        low, high = (middle, high) if at.astimezone(zone).utcoffset() == offset else (low, middle)
    return before + timedelta(seconds=high)
