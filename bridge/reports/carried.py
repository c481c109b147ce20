"""Which dialogs had a tag in a period, computed from all tag events since the first one."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from bridge.reports.columns import Columns
from bridge.reports.periods import Period
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.reports.report_rows import TAG_KINDS, ReportRows

CHANGE_COLUMNS = ("event", "tag", "into", "employee", "dialog", "department")
# Events of this period are read at once.
READ_PERIOD = timedelta(days=30)

ChannelDepartment = tuple[int, int]
"""A dialog's channel id and its department id."""


@dataclass
class Carried:
    """The use of one tag.

    Args:
        put: how often it was put on a dialog in the period, by channel and department.
        dialogs: ids of dialogs that had it at any moment of the period, each with its department when it got the tag.
    """

    put: Counter[ChannelDepartment] = field(default_factory=Counter)
    dialogs: dict[int, int] = field(default_factory=dict)


async def carried(
    uow: UnitOfWork, period: Period, channels: Columns, *, whose: int | None = None
) -> dict[int, Carried]:
    """The use of each tag, by the tag's id. With `whose`, only tags that this employee has put on."""
    channel_of = dict(zip(channels["dialog"].tolist(), channels["channel"].tolist(), strict=True))
    story = _Story(channel_of, whose)
    for since, until in await _pieces(uow, period):
        story.tell(Columns.read(ReportRows.TAGS, [await uow.report_rows.tagged(since, until)]))
        if until == period.since:
            story.begin()
    return dict(story.told)


async def _pieces(uow: UnitOfWork, period: Period) -> list[tuple[datetime, datetime]]:
    """Periods to read, from the first tag event until the period's end, with a cut where the period begins."""
    first = min(await uow.report_rows.first_tagged() or period.since, period.since - READ_PERIOD)
    pieces, at = [], first
    while at < period.since:
        pieces.append((at, min(at + READ_PERIOD, period.since)))
        at = pieces[-1][1]
    return [*pieces, (period.since, period.end)]


class _Story:
    def __init__(self, channel_of: dict[int, int], whose: int | None) -> None:
        self._channel_of = channel_of
        self._whose = whose
        # The dialogs that have each tag now, with their departments when they got it. A deleted tag counts for no
        # dialog.
        self._on: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._deleted: set[int] = set()
        self._has_begun = False
        self.told: defaultdict[int, Carried] = defaultdict(Carried)

    def begin(self) -> None:
        """Begin the period: it includes the tags that dialogs have at this moment."""
        self._has_begun = True
        for tag in self._on:
            self._carry(tag)

    def tell(self, changes: Columns) -> None:
        order = np.argsort(changes["id"])
        columns = (changes[name][order].tolist() for name in CHANGE_COLUMNS)
        for event, tag, into, employee, dialog, department in zip(*columns, strict=True):
            match TAG_KINDS[event]:
                case EventKind.DIALOG_TAGGED if self._whose in (None, employee):
                    self._put(tag, dialog, department)
                case EventKind.DIALOG_UNTAGGED:
                    self._on[tag].pop(dialog, None)
                case EventKind.TAG_DELETED:
                    self._deleted.add(tag)
                case EventKind.TAG_RESTORED:
                    self._deleted.discard(tag)
                    self._carry(tag)
                case EventKind.TAG_MERGED:
                    self._on[into] = {**self._on.pop(tag, {}), **self._on[into]}
                    self._carry(into)

    def _put(self, tag: int, dialog: int, department: int) -> None:
        self._on[tag][dialog] = department
        if self._has_begun:
            self.told[tag].put[self._channel_of.get(dialog, 0), department] += 1
            self.told[tag].dialogs[dialog] = department

    def _carry(self, tag: int) -> None:
        if self._has_begun and tag not in self._deleted and self._on[tag]:
            self.told[tag].dialogs = {**self._on[tag], **self.told[tag].dialogs}
