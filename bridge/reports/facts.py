"""Facts: all that reports count of a period, read once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bridge.reports.columns import Columns, different, looked_up
from bridge.reports.periods import Period
from bridge.reports.tallies import Tallies, Tally, tally
from bridge.reports.working import WorkingTime
from storage.figures import Figures
from storage.hours import ALWAYS, Hours
from storage.unit_of_work import UnitOfWork

READ_PERIOD = timedelta(days=7)


@dataclass(frozen=True)
class Facts:
    """
    Args:
        deeds: what was done; besides the columns of `Figures`, "channel", "worked", the seconds of the wait that were
            working time, and "in_hours".
        hours: when each employee works.
    """

    period: Period
    deeds: Columns
    ratings: Columns
    dialogs: Columns
    hours: dict[int, Hours]

    @property
    def whole(self) -> Tally:
        return tally(self.deeds, self.ratings)

    def by(self, column: str) -> Tallies:
        return Tallies(self.deeds, self.ratings, column)

    @property
    def scheduled(self) -> set[int]:
        """Those who do not work round the clock."""
        return {employee_id for employee_id, hours in self.hours.items() if hours != ALWAYS}

    def on_duty(self, employee_id: int) -> float:
        """Seconds by schedule."""
        hours = self.hours[employee_id]
        since, until = (int(at.timestamp()) for at in (self.period.since, self.period.end))
        return WorkingTime(hours, since, until).total


async def facts(uow: UnitOfWork, period: Period, *, whose: int | None = None) -> Facts:
    deeds = Columns.read(Figures.DEEDS, [await uow.figures.deeds(*piece) for piece in _pieces(period)])
    given = await uow.figures.ratings(period.since, period.end)
    ratings = Columns.read(Figures.RATINGS, [given])
    if whose is not None:
        deeds = deeds.where(deeds["employee"] == whose)
        ratings = ratings.where(ratings["employee"] == whose)
    dialogs = Columns.read(Figures.DIALOGS, [await uow.figures.dialogs()])
    employees = await uow.employees.ever()
    hours = await uow.schedules.hours_of_many((it.id for it in employees), since=period.since)
    deeds = deeds.having(channel=looked_up(dialogs["dialog"], dialogs["channel"], deeds["dialog"]))
    return Facts(period, _worked(deeds, hours), ratings, dialogs, hours)


def _pieces(period: Period) -> Iterator[tuple[datetime, datetime]]:
    """So much as is read within some milliseconds: meanwhile nobody else is."""
    since = period.since
    while since < period.end:
        until = min(since + READ_PERIOD, period.end)
        yield since, until
        since = until


def _worked(deeds: Columns, hours: dict[int, Hours]) -> Columns:
    """How long they waited in the working time of whoever answered, and who was on duty."""
    worked, in_hours = np.zeros(len(deeds), dtype=np.int64), np.zeros(len(deeds), dtype=np.int64)
    for employee_id in different(deeds["employee"]):
        if employee_id not in hours:
            continue
        own = deeds["employee"] == employee_id
        until = deeds["at"][own]
        since = until - deeds["waited"][own]
        clock = WorkingTime(hours[int(employee_id)], int(since.min()), int(until.max()) + 1)
        worked[own], in_hours[own] = clock.worked(since, until), clock.is_on(until)
    return deeds.having(worked=worked, in_hours=in_hours)
