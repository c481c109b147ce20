"""«Время работы»: how long each employee was on duty, and how much they answered on duty and off duty."""

from html import escape

from bridge.reports import words
from bridge.reports.dataset import read_dataset
from bridge.reports.metrics import Metrics
from bridge.reports.report import REPORT_TITLES, Bars, Cell, Report, ReportKind, ReportRequest, Table
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork

HOUR_SECONDS = 3600


async def shifts(uow: UnitOfWork, request: ReportRequest) -> Report:
    now = await read_dataset(uow, request.period, whose=request.whose)
    metrics = now.by("employee")
    blocks, rows, bars = [], [], []
    for employee in sorted(await uow.employees.ever(), key=lambda it: it.name):
        if request.whose not in (None, employee.id) or not (employee.is_active or employee.id in metrics.values):
            continue
        one = metrics[employee.id]
        on_duty = now.on_duty(employee.id) if employee.id in now.scheduled else None
        blocks.append(_block(employee.name, on_duty, one))
        rows.append(_row(employee.name, on_duty, one))
        if one.answers:
            bars.append((employee.name, one.in_hours, one.out_of_hours))
    series = [(_("In working time"), [each[1] for each in bars]), (_("Out of it"), [each[2] for each in bars])]
    drawings = [Bars(_("Answers"), [each[0] for each in bars], series, stacked=True)]
    head = [_("Employee"), _("Hours on duty"), _("In working time"), _("Out of it"), *words.times_head()]
    title = _(REPORT_TITLES[ReportKind.WORKING_TIME])
    return Report(ReportKind.WORKING_TIME, title, request.period, blocks, Table(head, rows), drawings)


def _block(name: str, on_duty: float | None, one: Metrics) -> str:
    duty = _("without a schedule: round the clock")
    if on_duty is not None:
        duty = _("on duty by schedule: {hours}").format(hours=f"<b>{words.hours(on_duty)}</b>")
    answers = _("answers in working time <b>{inside}</b>, out of it <b>{outside}</b>")
    answered = answers.format(inside=words.number(one.in_hours), outside=words.number(one.out_of_hours))
    times = words.both(_("First answer"), one.first, one.first_worked)
    times += words.both(_("Every answer"), one.every, one.every_worked)
    return "\n".join([f"<b>{escape(name, quote=False)}</b>", duty, answered, *times])


def _row(name: str, on_duty: float | None, one: Metrics) -> list[Cell]:
    hours = None if on_duty is None else round(on_duty / HOUR_SECONDS, 2)
    return [name, hours, one.in_hours, one.out_of_hours, *words.times(one)]
