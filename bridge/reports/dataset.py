"""Datasets: everything that reports count in a period, read once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bridge.reports.columns import Columns, different, looked_up
from bridge.reports.metrics import GroupedMetrics, Metrics, metrics_of
from bridge.reports.periods import Period
from bridge.reports.working import WorkingTime
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.report_rows import ReportRows
from storage.shifts.hours import ALWAYS, Hours

READ_PERIOD = timedelta(days=7)


@dataclass(frozen=True)
class Dataset:
    """The rows of a period.

    Args:
        events: events with the columns of `ReportRows`, and "channel", "in_hours" and "worked": the seconds of the
            wait that were working time.
        hours: the working hours of each employee.
    """

    period: Period
    events: Columns
    ratings: Columns
    dialogs: Columns
    hours: dict[int, Hours]

    @property
    def whole(self) -> Metrics:
        return metrics_of(self.events, self.ratings)

    def by(self, column: str) -> GroupedMetrics:
        return GroupedMetrics(self.events, self.ratings, column)

    @property
    def scheduled(self) -> set[int]:
        """Ids of the employees who have a schedule and do not work round the clock."""
        return {employee_id for employee_id, hours in self.hours.items() if hours != ALWAYS}

    def on_duty(self, employee_id: int) -> float:
        """Seconds on duty by schedule."""
        hours = self.hours[employee_id]
        since, until = (int(at.timestamp()) for at in (self.period.since, self.period.end))
        return WorkingTime(hours, since, until).total


async def read_dataset(uow: UnitOfWork, period: Period, *, whose: int | None = None) -> Dataset:
    events = Columns.read(ReportRows.EVENTS, [await uow.report_rows.events(*piece) for piece in _pieces(period)])
    given = await uow.report_rows.ratings(period.since, period.end)
    ratings = Columns.read(ReportRows.RATINGS, [given])
    if whose is not None:
        events = events.where(events["employee"] == whose)
        ratings = ratings.where(ratings["employee"] == whose)
    dialogs = Columns.read(ReportRows.DIALOGS, [await uow.report_rows.dialogs()])
    employees = await uow.employees.ever()
    hours = await uow.schedules.hours_of_many((it.id for it in employees), since=period.since)
    events = events.having(channel=looked_up(dialogs["dialog"], dialogs["channel"], events["dialog"]))
    return Dataset(period, _worked(events, hours), ratings, dialogs, hours)


def _pieces(period: Period) -> Iterator[tuple[datetime, datetime]]:
    """Pieces of the period that are read within some milliseconds, because no other task runs meanwhile."""
    since = period.since
    while since < period.end:
        until = min(since + READ_PERIOD, period.end)
        yield since, until
        since = until


def _worked(events: Columns, hours: dict[int, Hours]) -> Columns:
    """Add how much of each wait was working time of the employee who answered, and whether they were on duty."""
    worked, in_hours = np.zeros(len(events), dtype=np.int64), np.zeros(len(events), dtype=np.int64)
    for employee_id in different(events["employee"]):
        if employee_id not in hours:
            continue
        own = events["employee"] == employee_id
        until = events["at"][own]
        since = until - events["waited"][own]
        clock = WorkingTime(hours[int(employee_id)], int(since.min()), int(until.max()) + 1)
        worked[own], in_hours[own] = clock.worked(since, until), clock.is_on(until)
    return events.having(worked=worked, in_hours=in_hours)
