"""Working hours as people write them: «9-18», «9:00–13:00, 14:00–18:00», «22-06», «пн-пт 9-18, обед 13-14»."""

import re
from collections.abc import Iterator

from bridge.when.phrases import plain
from bridge.when.vocabulary import WEEKDAY, WEEKDAYS
from storage.shifts.weeks import (
    MINUTES_PER_DAY,
    MONDAY_TO_FRIDAY,
    Day,
    ImpossibleHours,
    Interval,
    Week,
    day_of,
    week_of,
)

CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
TO = r"\s*(?:-|–|—|−|\bдо\b|\bto\b|\btill\b|\buntil\b)\s*"
DAYS_TO = r"\s*(?:-|–|—|−|\bпо\b|\bto\b)\s*"
GROUPS = {
    r"будни|будням|рабочие дни|weekdays|workdays": range(5),
    r"выходные|выходным|weekends?": range(5, 7),
    r"каждый день|ежедневно|все дни|every ?day|daily": range(7),
}
TOKENS = re.compile(
    rf"(?P<span>\b(?:{WEEKDAY}){DAYS_TO}(?:{WEEKDAY})(?!\w))|(?P<day>\b(?:{WEEKDAY})(?!\w))"
    rf"|(?P<group>\b(?:{'|'.join(GROUPS)})\b)"
    rf"|(?P<hours>{CLOCK}{TO}{CLOCK}(?!\d))"
    r"|(?P<always>\b(?:круглосуточно|24/7|round the clock)(?!\w))"
    r"|(?P<off>\b(?:выходной|не работаю|нерабочий(?: день)?|off|closed)\b)"
    r"|(?P<gap>\b(?:перерыв|обед|break|lunch)\b)"
    r"|(?P<filler>[\s,;.:()]+|\b(?:с|и|на|в|по|кроме|from|and|at|on)\b)"
)

Clause = tuple[list[int] | None, Day]
"""The named days, None when the text names none, and their hours."""


def read_day(text: str) -> Day:
    """Read the hours of one day; a day off has none.

    Raises:
        ImpossibleHours, OverlappingHours
    """
    clauses = list(_clauses(text))
    if len(clauses) != 1 or clauses[0][0] is not None:
        raise ImpossibleHours
    return clauses[0][1]


def read_week(text: str, week: Week) -> Week:
    """Apply the text to a week. Hours without named days replace those of all working days.

    Raises:
        ImpossibleHours, OverlappingHours, NoWorkingTime
    """
    days = list(week)
    worked = [number for number, day in enumerate(week) if day] or list(MONDAY_TO_FRIDAY)
    for named, day in _clauses(text):
        for number in worked if named is None else named:
            days[number] = day
    return week_of(days)


def _clauses(text: str) -> Iterator[Clause]:
    named: list[int] | None = None
    hours: list[Interval] | None = None
    gaps: list[Interval] = []
    is_gap = False
    for kind, part in _tokens(plain(text.strip())):
        match kind:
            case "span" | "day" | "group":
                if hours is not None:
                    yield named, _day(hours, gaps)
                    named, hours, gaps = None, None, []
                named = [*(named or []), *_days(kind, part)]
            case "gap":
                is_gap = True
            case "off" | "always" | "hours":
                found = [] if kind == "off" else [Interval(0, MINUTES_PER_DAY) if kind == "always" else _interval(part)]
                if is_gap:
                    gaps += found
                else:
                    hours = [*(hours or []), *found]
                is_gap = False
    if hours is None or is_gap:
        raise ImpossibleHours
    yield named, _day(hours, gaps)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        token = TOKENS.match(text, at)
        if token is None or token.lastgroup is None:
            raise ImpossibleHours
        at = token.end()
        kind = next(name for name, part in token.groupdict().items() if part is not None)
        if kind != "filler":
            yield kind, token[0]


def _days(kind: str, part: str) -> list[int]:
    if kind == "group":
        return next(list(days) for words, days in GROUPS.items() if re.fullmatch(words, part))
    first, *rest = (_weekday(each) for each in re.findall(rf"(?:{WEEKDAY})", part))
    last = rest[0] if rest else first
    # «сб-вт» runs over the end of the week.
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _weekday(part: str) -> int:
    return next(number for beginning, number in WEEKDAYS.items() if part.startswith(beginning)) - 1


def _interval(part: str) -> Interval:
    clock = re.fullmatch(CLOCK + TO + CLOCK, part)
    if clock is None:
        raise ImpossibleHours
    start, end = (_minute(*clock.group(at, at + 1)) for at in (1, 3))
    if start == end:
        raise ImpossibleHours
    return Interval(start, end if end > start else end + MINUTES_PER_DAY)


def _minute(hour: str, minute: str | None) -> int:
    if int(minute or 0) >= 60 or int(hour) * 60 + int(minute or 0) > MINUTES_PER_DAY:
        raise ImpossibleHours
    return int(hour) * 60 + int(minute or 0)


def _day(hours: list[Interval], gaps: list[Interval]) -> Day:
    day = list(day_of(hours))
    for gap in gaps:
        day = [piece for interval in day for piece in _without(gap, interval)]
    return day_of(day)


def _without(gap: Interval, interval: Interval) -> list[Interval]:
    """Return the interval without the gap. A gap after midnight belongs to the night shift that began before."""
    shift = MINUTES_PER_DAY if gap.end <= interval.start else 0
    start, end = gap.start + shift, gap.end + shift
    if end <= interval.start or interval.end <= start:
        return [interval]
    edges = [(interval.start, start), (end, interval.end)]
    return [Interval(*edge) for edge in edges if edge[0] < edge[1]]
