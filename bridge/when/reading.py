"""Reads a time: combines the parts of phrases into a moment, as seen from `now` in a time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bridge.errors import Refusal, lazy
from bridge.when.parts import After, Day, Half, ImpossibleTime, Often, Part, PastTime, TimeOfDay, Weekday
from bridge.when.phrases import Phrase, phrases, plain
from storage.tasks.repeats import Repeat

# Something that is due on a day is due by its last minute.
LAST_MINUTE = time(23, 59)
MAX_DISTANCE = timedelta(days=5 * 366)
DAY = timedelta(days=1)
WORKDAYS_PER_WEEK = 5

Kind = TypeVar("Kind")


class NotATime(Refusal):
    text = lazy("I did not understand the time. Write it like this: tomorrow at 10:30, in 2 hours, on Friday morning")


class TooFar(Refusal):
    text = lazy("«{said}» is too far away: the limit is five years")


@dataclass(frozen=True)
class When:
    """A moment in UTC. For a whole day it is the day's last minute."""

    at: datetime
    is_all_day: bool = False
    repeat: Repeat | None = None


@dataclass(frozen=True)
class FoundTime:
    """The time that was found among other words.

    Args:
        rest: the other words.
        when: None when the text names no time, or an impossible one.
        fault: why the named time is impossible.
    """

    rest: str
    when: When | None = None
    fault: Refusal | None = None


def read(text: str, now: datetime, zone: str) -> When:
    """Read a text that contains only a time.

    Raises:
        NotATime, ImpossibleTime, PastTime, TooFar
    """
    said = list(phrases(plain(text)))
    rest = _without(text, said)
    if not said or rest.strip(" ,;.!"):
        raise NotATime
    return _resolve([part for phrase in said for part in phrase.parts], text.strip(), now, zone)


def begin(text: str, now: datetime, zone: str) -> tuple[When | None, int]:
    """Read the time at the beginning of a text. Return it with the index where the rest begins.

    The result is None and 0 when the text begins with something else.

    Raises:
        ImpossibleTime, PastTime, TooFar
    """
    first = next(phrases(plain(text)), None)
    if first is None or text[: first.start].strip():
        return None, 0
    end = len(text) - len(text[first.end :].lstrip(" ,;:.—-\n"))
    return _resolve(list(first.parts), text[: first.end].strip(), now, zone), end


def find(text: str, now: datetime, zone: str) -> FoundTime:
    """Find the time that a text names among other words."""
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    said = _chosen_phrases(text, list(phrases(plain(text))))
    if not said:
        return FoundTime(text)
    words = " ".join(text[phrase.start : phrase.end] for phrase in said)
    rest = _without(text, said)
    try:
        return FoundTime(rest, _resolve([part for phrase in said for part in phrase.parts], words, now, zone))
    except Refusal as fault:
        return FoundTime(rest, fault=fault)


def _chosen_phrases(text: str, said: list[Phrase]) -> list[Phrase]:
    """Choose the phrases that count: the first sure one, and at most one more that completes it.

    A phrase that names only an hour is completed by a day, and a day is completed by an hour.
    """
    sure = [one for one in said if not one.is_weak or one.start == 0 or one.end == len(text)]
    if not sure:
        return []
    first = sure[0]
    for other in sure[1:]:
        if (first.names_only_hour and not other.names_hour) or (other.names_only_hour and not first.names_hour):
            return [first, other]
    return [first]


def _without(text: str, said: Iterable[Phrase]) -> str:
    for phrase in sorted(said, key=lambda phrase: -phrase.start):
        before, after = text[: phrase.start].rstrip(" ,;:—-"), text[phrase.end :].lstrip(" ,;:—-")
        text = f"{before} {after}" if before and after and after[0] not in ".!?)\n" else before + after
    return text.strip()


def _resolve(parts: list[Part], words: str, now: datetime, zone: str) -> When:
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    try:
        found = _found(parts, now, local, zone)
    except (ValueError, OverflowError, StopIteration):
        raise ImpossibleTime(said=words) from None
    if found.at <= now:
        raise PastTime(said=words)
    if found.at > now + MAX_DISTANCE:
        raise TooFar(said=words)
    return found


def _found(parts: list[Part], now: datetime, local: datetime, zone: str) -> When:
    often = _only(parts, Often)
    repeat = often.repeat if often else None
    clock, half, after = _only(parts, TimeOfDay), _only(parts, Half), _only(parts, After)
    if after is not None:
        if len(parts) > 1:
            raise ValueError("an hour or a day besides a span")
        return When((now + after.span).replace(second=0, microsecond=0))
    if clock is None and half is not None:
        clock = TimeOfDay(half.begins.hour)
    elif clock is not None:
        clock = clock.within(half)
    if clock is not None and not clock.is_possible:
        raise ValueError("no such hour")
    day = _day(parts, local, clock, repeat)
    if clock is None:
        return When(_moment(datetime.combine(day, LAST_MINUTE), now, zone), is_all_day=True, repeat=repeat)
    return When(_moment(clock.on(day), now, zone), repeat=repeat)


def _only(parts: list[Part], kind: type[Kind]) -> Kind | None:
    """Return the only part of that kind, or None.

    The same part may stand twice; two different ones raise ValueError.
    """
    found = {part for part in parts if isinstance(part, kind)}
    if len(found) > 1:
        raise ValueError("two of a kind")
    return found.pop() if found else None


def _day(parts: list[Part], local: datetime, clock: TimeOfDay | None, repeat: Repeat | None) -> date:
    """Return the day that all parts agree on.

    When no part names a day, it is the next day on which the hour is still ahead.
    """
    today = local.date()
    said = {part.find(today) for part in parts if isinstance(part, Day)}
    weekday = _only(parts, Weekday)
    if len(said) > 1:
        raise ValueError("two days")
    if said:
        day = said.pop()
        if weekday is not None and day.isoweekday() != weekday.number:
            raise ValueError("another day of the week")
        return day
    if weekday is not None:
        return today + DAY * ((weekday.number - today.isoweekday() - 1) % 7 + 1)
    if clock is not None and clock.on(today) <= local:
        today += DAY
    while repeat is Repeat.WEEKDAYS and today.isoweekday() > WORKDAYS_PER_WEEK:
        today += DAY
    return today


def _moment(local: datetime, now: datetime, zone: str) -> datetime:
    """Return the moment at which the zone's clocks show `local`.

    In spring the clocks skip some hours: then it is one hour later. In autumn they show some hours twice: then it is
    the first one that is still ahead.
    """
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first > now or second < first else second
