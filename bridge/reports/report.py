"""A report: what is counted for a period, in words, as a table and as what a picture shows."""

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
# What an operator sees, of themselves alone.
OPERATOR_REPORTS = (ReportKind.OVERVIEW, ReportKind.EMPLOYEES, ReportKind.TAGS, ReportKind.WORKING_TIME)


@dataclass(frozen=True)
class ReportRequest:
    """Which report somebody asks for.

    Args:
        whose: the employee whose figures alone are counted; None for everybody's.
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
    """One bar to a label, or several beside or upon each other.

    Args:
        series: the name of each with its numbers, one for each label.
        stacked: upon each other.
        upright: from left to right, as time goes, instead of from top to bottom.
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
    """How much there is in each hour of each day of a week, Monday first."""

    title: str
    weekdays: Sequence[str]
    counts: Sequence[Sequence[float]]

    @property
    def has_anything(self) -> bool:
        return any(any(row) for row in self.counts)


Drawing = Bars | Heat


@dataclass(frozen=True)
class Report:
    """
    Args:
        blocks: Telegram HTML, each a few lines that stay together.
        drawings: one above the other in one picture.
    """

    kind: ReportKind
    title: str
    period: Period
    blocks: Sequence[str]
    table: Table
    drawings: Sequence[Drawing]
