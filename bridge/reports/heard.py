"""When customers write: the number of dialogs on each day, and in each hour of a week."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from bridge.reports.columns import Columns, Numbers, different
from bridge.reports.periods import Period
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.report_rows import ID_BITS, ReportRows

# Some time zones differ by only a quarter of an hour.
QUARTER_SECONDS = 900


@dataclass(frozen=True)
class Heard:
    """The messages of customers in a period.

    Args:
        by_day: number of dialogs in which customers wrote, for each day of the period.
        by_hour: number of dialogs for each hour of each weekday, summed over all weeks of the period.
    """

    period: Period
    messages: int
    dialogs: int
    by_day: list[int]
    by_hour: list[list[int]]


async def heard(uow: UnitOfWork, period: Period) -> Heard:
    incoming = Columns.read(ReportRows.HEARD, [await uow.report_rows.heard(*span) for span in period.spans()])
    return Heard(
        period, len(incoming), len(different(incoming["dialog"])), _by_day(incoming, period), _by_hour(incoming, period)
    )


def day_labels(incoming: Heard) -> list[str]:
    return [f"{day:%d.%m}" for day in incoming.period.dates]


def _by_day(incoming: Columns, period: Period) -> list[int]:
    """A dialog counts once on each day."""
    days = _different(incoming["day"], incoming["dialog"])
    return [int(count) for count in np.bincount(days, minlength=period.length)]


def _by_hour(incoming: Columns, period: Period) -> list[list[int]]:
    """A dialog counts once in each hour of local time."""
    quarters, places = np.unique(incoming["at"] // QUARTER_SECONDS, return_inverse=True)
    hours = np.array(
        [_hour_of(int(quarter) * QUARTER_SECONDS, ZoneInfo(period.zone)) for quarter in quarters], dtype=np.int64
    )
    slots = hours[places] if len(hours) else np.empty(0, dtype=np.int64)
    each = _different(slots, incoming["dialog"]) % (7 * 24)
    return np.bincount(each, minlength=7 * 24).reshape(7, 24).tolist()


def _hour_of(at: int, zone: ZoneInfo) -> int:
    """Hours of local time since a Monday long ago; modulo 168 they give the hour of the week."""
    local = datetime.fromtimestamp(at, UTC).astimezone(zone)
    return (local.date() - date(2000, 1, 3)).days * 24 + local.hour


def _different(times: Numbers, dialogs: Numbers) -> Numbers:
    """The times of the distinct pairs of a time and a dialog."""
    return different(times << ID_BITS | dialogs) >> ID_BITS
