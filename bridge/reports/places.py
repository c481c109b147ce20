"""«Отделы» and «Каналы»: where customers write, and how they are answered there."""

from collections.abc import Mapping
from html import escape

from bridge.reports import words
from bridge.reports.dataset import read_dataset
from bridge.reports.metrics import Metrics
from bridge.reports.report import REPORT_TITLES, Bars, Report, ReportRequest, Table
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.report_rows import NO_ID


async def departments(uow: UnitOfWork, request: ReportRequest) -> Report:
    names = {it.id: it.name for it in await uow.departments.all()}
    return await _places(uow, request, "department", {**names, NO_ID: _("Without a department")})


async def channels(uow: UnitOfWork, request: ReportRequest) -> Report:
    return await _places(uow, request, "channel", {it.id: it.name for it in await uow.channels.all()})


async def _places(uow: UnitOfWork, request: ReportRequest, column: str, names: Mapping[int, str]) -> Report:
    now = await read_dataset(uow, request.period)
    before = (await read_dataset(uow, request.period.before())).by(column)
    metrics = now.by(column)
    places = {place for place in names if place != NO_ID} | metrics.values
    shown = sorted(places, key=lambda it: (it == NO_ID, names[it]))
    each = [(names[place], metrics[place], before[place]) for place in shown]
    title = _(REPORT_TITLES[request.kind])
    labels = [name for name, *_metrics in each]
    series = [
        (_("Opened and reopened"), [one.begun for _name, one, _before in each]),
        (_("Answers"), [one.answers for _name, one, _before in each]),
    ]
    table = Table([title, *_head()], [[name, *_counts(one), *words.times(one)] for name, one, _before in each])
    blocks = [_block(*place) for place in each]
    return Report(request.kind, title, request.period, blocks, table, [Bars(title, labels, series)])


def _block(name: str, now: Metrics, before: Metrics) -> str:
    begun = _("opened {count}").format(count=words.counted(now.begun, before.begun))
    answers = _("answers {count}").format(count=words.counted(now.answers, before.answers))
    closed = _("closed {count}").format(count=words.counted(now.closed, before.closed))
    times = words.waits(_("First answer"), now.first, now.first_worked)
    times += words.waits(_("Every answer"), now.every, now.every_worked)
    times += words.rating(now)
    return "\n".join([f"<b>{escape(name, quote=False)}</b>", " · ".join([begun, answers, closed]), *times])


def _head() -> list[str]:
    return [_("Opened and reopened"), _("Answers"), _("Dialogs closed"), *words.times_head()]


def _counts(one: Metrics) -> list[int]:
    return [one.begun, one.answers, one.closed]
