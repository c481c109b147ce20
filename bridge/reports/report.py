"""Reports: the figures of a period in words, as a table and as drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bridge.errors import Refusal, lazy
from bridge.reports.periods import Period

Cell = str | int | float | timedelta | None


class ReportNotAllowed(Refusal):
    text = lazy("Only managers and administrators see this report")


class ReportKind(StrEnum):
    OVERVIEW = "o"
    EMPLOYEES = "e"
    DEPARTMENTS = "d"
    CHANNELS = "c"
    TAGS = "t"
    WORKING_TIME = "w"
    DAYS = "h"


REPORT_TITLES = {
    ReportKind.OVERVIEW: lazy("Analytics"),
    ReportKind.EMPLOYEES: lazy("Employees"),
    ReportKind.DEPARTMENTS: lazy("Departments"),
    ReportKind.CHANNELS: lazy("Channels"),
    ReportKind.TAGS: lazy("Tags"),
    ReportKind.WORKING_TIME: lazy("Working time"),
    ReportKind.DAYS: lazy("Days and hours"),
}
# The reports that an operator may see, with their own figures only.
OPERATOR_REPORTS = (ReportKind.OVERVIEW, ReportKind.EMPLOYEES, ReportKind.TAGS, ReportKind.WORKING_TIME)


@dataclass(frozen=True)
class ReportRequest:
    """A request for a report.

    Args:
        whose: the employee whose figures are counted; None means everybody's.
    """

    kind: ReportKind
    period: Period
    whose: int | None = None

    def ensure_allowed(self) -> None:
        if self.whose is not None and self.kind not in OPERATOR_REPORTS:
            raise ReportNotAllowed


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Bars:
    """Bars with labels; a label can have several bars, side by side or stacked.

    Args:
        series: the name of each series with its numbers, one for each label.
        stacked: whether the bars of a label are stacked.
        upright: whether bars stand from left to right, as time goes, instead of lying from top to bottom.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float]]]
    stacked: bool = False
    upright: bool = False

    @property
    def has_anything(self) -> bool:
        return any(number for _name, numbers in self.series for number in numbers)


@dataclass(frozen=True)
class Heat:
    """A number for each hour of each weekday, Monday first."""

    title: str
    weekdays: Sequence[str]
    counts: Sequence[Sequence[float]]

    @property
    def has_anything(self) -> bool:
        return any(any(row) for row in self.counts)


Drawing = Bars | Heat


@dataclass(frozen=True)
class Report:
    """A finished report.

    Args:
        blocks: Telegram HTML; each block has a few lines that stay together.
        drawings: shown one above the other in one picture.
    """

    kind: ReportKind
    title: str
    period: Period
    blocks: Sequence[str]
    table: Table
    drawings: Sequence[Drawing]
