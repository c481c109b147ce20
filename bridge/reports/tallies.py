"""A tally: what was done, and how long customers waited for it."""

from dataclasses import dataclass

import numpy as np

from bridge.reports.columns import Columns, Numbers, different
from storage.figures import Deed


@dataclass(frozen=True)
class Waits:
    """How long customers waited: half of the times at most `half` seconds, nine in ten at most `most`."""

    count: int
    half: int = 0
    most: int = 0


@dataclass(frozen=True)
class Tally:
    """
    Args:
        begun: dialogs that customers opened, or were opened again.
        dialogs: how many different ones were answered in.
        first, later: from the opening to the first answer; any wait for any answer. `…_worked`: in working time alone.
        in_hours: answers given while whoever gave them was on duty.
        rated: how often customers gave a rating, and the average of those; None without any.
    """

    begun: int
    answers: int
    dialogs: int
    taken: int
    closed: int
    first: Waits
    first_worked: Waits
    every: Waits
    every_worked: Waits
    in_hours: int
    rated: int
    rating: float | None

    @property
    def out_of_hours(self) -> int:
        return self.answers - self.in_hours


def tally(deeds: Columns, ratings: Columns) -> Tally:
    answers = deeds.where(deeds["deed"] == Deed.ANSWERED)
    waits = answers.where(answers["has_waited"] == 1)
    first = waits.where(waits["is_first"] == 1)
    return Tally(
        begun=_count(deeds, Deed.OPENED) + _count(deeds, Deed.REOPENED),
        answers=len(answers),
        dialogs=len(different(answers["dialog"])),
        taken=_count(deeds, Deed.TAKEN),
        closed=_count(deeds, Deed.CLOSED),
        first=measured(first["waited"]),
        first_worked=measured(first["worked"]),
        every=measured(waits["waited"]),
        every_worked=measured(waits["worked"]),
        in_hours=int(answers["in_hours"].sum()),
        rated=len(ratings),
        rating=float(ratings["score"].mean()) if len(ratings) else None,
    )


class Tallies:
    """One for each value in a column; an empty one for whatever is not in it."""

    def __init__(self, deeds: Columns, ratings: Columns, by: str) -> None:
        done, rated = deeds.by(by), ratings.by(by)
        self.nothing = tally(deeds.none, ratings.none)
        self._tallies = {
            value: tally(done.get(value, deeds.none), rated.get(value, ratings.none))
            for value in done.keys() | rated.keys()
        }

    def __getitem__(self, value: int) -> Tally:
        return self._tallies.get(value, self.nothing)

    @property
    def values(self) -> set[int]:
        return set(self._tallies)


def measured(seconds: Numbers) -> Waits:
    count = len(seconds)
    if not count:
        return Waits(0)
    ordered = np.sort(seconds)
    # The smallest time that so many of ten did not exceed: one that really was.
    half, most = (int(ordered[-(-count * tenths // 10) - 1]) for tenths in (5, 9))
    return Waits(count, half, most)


def _count(deeds: Columns, deed: Deed) -> int:
    return int((deeds["deed"] == deed).sum())
