"""Metrics: how much was done, and how long customers waited."""

from dataclasses import dataclass

import numpy as np

from bridge.reports.columns import Columns, Numbers, different
from storage.reports.report_rows import MetricEvent


@dataclass(frozen=True)
class WaitTimes:
    """How long customers waited, in seconds: half of the waits took at most `half`, nine in ten at most `most`."""

    count: int
    half: int = 0
    most: int = 0


@dataclass(frozen=True)
class Metrics:
    """The metrics of a dataset or of a part of it.

    Args:
        begun: number of dialogs that were opened or reopened.
        dialogs: number of distinct dialogs with an answer.
        first: waits from the opening to the first answer. `first_worked`: the same in working time only.
        every: all waits for an answer. `every_worked`: the same in working time only.
        in_hours: number of answers that employees gave while on duty.
        rated: number of ratings. `rating`: their average; None without ratings.
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
    """The metrics for each value of a column; zeros for a value that the column does not have."""

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
    # The smallest real wait that this many tenths of the waits did not exceed.
    half, most = (int(ordered[-(-count * tenths // 10) - 1]) for tenths in (5, 9))
    return WaitTimes(count, half, most)


def _count(events: Columns, event: MetricEvent) -> int:
    return int((events["event"] == event).sum())
