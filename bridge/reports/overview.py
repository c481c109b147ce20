"""The overview: the main figures of a period."""

from bridge.reports import heard, words
from bridge.reports.dataset import read_dataset
from bridge.reports.metrics import Metrics
from bridge.reports.report import REPORT_TITLES, Bars, Report, ReportKind, ReportRequest, Table
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork


async def overview(uow: UnitOfWork, request: ReportRequest) -> Report:
    earlier = request.period.before()
    now = (await read_dataset(uow, request.period, whose=request.whose)).whole
    before = (await read_dataset(uow, earlier, whose=request.whose)).whole
    rows = _mine(now, before) if request.whose is not None else _all(now, before)
    drawings = []
    if request.whose is None:
        incoming, incoming_before = await heard.heard(uow, request.period), await heard.heard(uow, earlier)
        rows = [(_("Dialogs in which customers wrote"), incoming.dialogs, incoming_before.dialogs), *rows]
        drawings = [Bars(_("Dialogs by day"), heard.day_labels(incoming), [("", incoming.by_day)], upright=True)]
    lines = [f"{title}: {words.counted(value, former)}" for title, value, former in rows]
    times = _times(now)
    blocks = ["\n".join(lines), *(["\n".join(times)] if times else [])]
    table = Table((_("Figure"), request.period.title, earlier.title), rows)
    return Report(ReportKind.OVERVIEW, _(REPORT_TITLES[ReportKind.OVERVIEW]), request.period, blocks, table, drawings)


def _all(now: Metrics, before: Metrics) -> list[tuple[str, int, int]]:
    return [
        (_("Opened and reopened"), now.begun, before.begun),
        (_("Dialogs closed"), now.closed, before.closed),
        (_("Answers"), now.answers, before.answers),
    ]


def _mine(now: Metrics, before: Metrics) -> list[tuple[str, int, int]]:
    return [
        (_("Answers"), now.answers, before.answers),
        (_("Dialogs answered in"), now.dialogs, before.dialogs),
        (_("Taken"), now.taken, before.taken),
        (_("Dialogs closed"), now.closed, before.closed),
    ]


def _times(now: Metrics) -> list[str]:
    return [
        *words.waits(_("First answer"), now.first, now.first_worked),
        *words.waits(_("Every answer"), now.every, now.every_worked),
        *words.rating(now),
    ]
