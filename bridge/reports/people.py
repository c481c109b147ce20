"""«Сотрудники»: how much each employee answered, and how soon."""

from html import escape

from bridge.reports import words
from bridge.reports.dataset import Dataset, read_dataset
from bridge.reports.metrics import Metrics
from bridge.reports.report import REPORT_TITLES, Bars, Cell, Report, ReportKind, ReportRequest, Table
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee

HOUR_SECONDS = 3600


async def people(uow: UnitOfWork, request: ReportRequest) -> Report:
    now = await read_dataset(uow, request.period, whose=request.whose)
    before = (await read_dataset(uow, request.period.before(), whose=request.whose)).by("employee")
    metrics = now.by("employee")
    known = [it for it in await uow.employees.ever() if request.whose in (None, it.id)]
    staff = [it for it in known if it.is_active or it.id in metrics.values]
    ordered = sorted(staff, key=lambda it: (-metrics[it.id].answers, it.name))
    shown = [_Person(it, metrics[it.id], before[it.id], now) for it in ordered]
    worked = [it for it in shown if it.now.answers]
    drawings = [Bars(_("Answers"), [it.employee.name for it in worked], [("", [it.now.answers for it in worked])])]
    table = Table(_head(), [it.row() for it in shown])
    title = _(REPORT_TITLES[ReportKind.EMPLOYEES])
    return Report(ReportKind.EMPLOYEES, title, request.period, [it.block() for it in shown], table, drawings)


class _Person:
    def __init__(self, employee: Employee, now: Metrics, before: Metrics, dataset: Dataset) -> None:
        self.employee = employee
        self.now = now
        self._before = before
        assigned = (dataset.dialogs["assignee"] == employee.id) & (dataset.dialogs["is_open"] == 1)
        self._open = int(assigned.sum())
        on_duty = dataset.on_duty(employee.id) if employee.id in dataset.scheduled else 0
        self._load = now.answers / (on_duty / HOUR_SECONDS) if on_duty else None

    def block(self) -> str:
        now, before = self.now, self._before
        work = [
            _("answers {count}").format(count=words.counted(now.answers, before.answers)),
            _("dialogs {count}").format(count=words.counted(now.dialogs, before.dialogs)),
        ]
        dialogs = [
            _("taken {count}").format(count=words.number(now.taken)),
            _("closed {count}").format(count=words.number(now.closed)),
            _("has now {count}").format(count=words.number(self._open)),
        ]
        if self._load is not None:
            dialogs.append(_("answers per hour of work {count}").format(count=words.number(self._load)))
        times = words.waits(_("First answer"), now.first, now.first_worked)
        times += words.waits(_("Every answer"), now.every, now.every_worked)
        times += words.rating(now)
        name = f"<b>{escape(self.employee.name, quote=False)}</b>"
        return "\n".join([name, " · ".join(work), " · ".join(dialogs), *times])

    def row(self) -> list[Cell]:
        now = self.now
        counts: list[Cell] = [self.employee.name, now.answers, now.dialogs, now.taken, now.closed, self._open]
        load = None if self._load is None else round(self._load, 1)
        return [*counts, load, *words.times(now)]


def _head() -> list[str]:
    counts = [_("Employee"), _("Answers"), _("Dialogs answered in"), _("Taken"), _("Dialogs closed"), _("Has now")]
    return [*counts, _("Answers per hour of work"), *words.times_head()]
