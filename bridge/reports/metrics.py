"""Metrics: how much was done, and how long customers waited for it."""

from dataclasses import dataclass

import numpy as np

from bridge.reports.columns import Columns, Numbers, different
from storage.reports.report_rows import MetricEvent


@dataclass(frozen=True)
class WaitTimes:
    """How long customers waited: half of the times at most `half` seconds, nine in ten at most `most`."""

    count: int
    half: int = 0
    most: int = 0


@dataclass(frozen=True)
class Metrics:
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
    first: WaitTimes
    first_worked: WaitTimes
    every: WaitTimes
    every_worked: WaitTimes
    in_hours: int
    rated: int
    rating: float | None

    @property
    def out_of_hours(self) -> int:
        return self.answers - self.in_hours


def metrics_of(events: Columns, ratings: Columns) -> Metrics:
    answers = events.where(events["event"] == MetricEvent.ANSWERED)
    waits = answers.where(answers["has_waited"] == 1)
    first = waits.where(waits["is_first"] == 1)
    return Metrics(
        begun=_count(events, MetricEvent.OPENED) + _count(events, MetricEvent.REOPENED),
        answers=len(answers),
        dialogs=len(different(answers["dialog"])),
        taken=_count(events, MetricEvent.TAKEN),
        closed=_count(events, MetricEvent.CLOSED),
        first=wait_times(first["waited"]),
        first_worked=wait_times(first["worked"]),
        every=wait_times(waits["waited"]),
        every_worked=wait_times(waits["worked"]),
        in_hours=int(answers["in_hours"].sum()),
        rated=len(ratings),
        rating=float(ratings["score"].mean()) if len(ratings) else None,
    )


class GroupedMetrics:
    """The metrics of each value in a column; zeros for a value that is not in it."""

    def __init__(self, events: Columns, ratings: Columns, by: str) -> None:
        done, rated = events.by(by), ratings.by(by)
        self.nothing = metrics_of(events.none, ratings.none)
        self._metrics = {
            value: metrics_of(done.get(value, events.none), rated.get(value, ratings.none))
            for value in done.keys() | rated.keys()
        }

    def __getitem__(self, value: int) -> Metrics:
        return self._metrics.get(value, self.nothing)

    @property
    def values(self) -> set[int]:
        return set(self._metrics)


def wait_times(seconds: Numbers) -> WaitTimes:
    count = len(seconds)
    if not count:
        return WaitTimes(0)
    ordered = np.sort(seconds)
    # The smallest time that so many of ten did not exceed: one that really was.
    half, most = (int(ordered[-(-count * tenths // 10) - 1]) for tenths in (5, 9))
    return WaitTimes(count, half, most)


def _count(events: Columns, event: MetricEvent) -> int:
    return int((events["event"] == event).sum())
