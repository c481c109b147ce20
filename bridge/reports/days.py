"""«Дни и часы»: when customers write."""

from bridge.reports import heard, words
from bridge.reports.heard import Heard
from bridge.reports.report import REPORT_TITLES, Bars, Cell, Drawing, Heat, Report, ReportKind, ReportRequest, Table
from bridge.text.texts import _, short_day, weekday_title, weekdays
from storage.engine.unit_of_work import UnitOfWork

HOURS_PER_DAY = 24
# A longer period is not listed in words; the picture and the table show all of its days.
MAX_DAYS_LISTED = 14


async def days(uow: UnitOfWork, request: ReportRequest) -> Report:
    incoming = await heard.heard(uow, request.period)
    before = await heard.heard(uow, request.period.before())
    counts = [
        (_("Dialogs in which customers wrote"), incoming.dialogs, before.dialogs),
        (_("Messages of customers"), incoming.messages, before.messages),
    ]
    lines = [f"{title}: {words.counted(value, former)}" for title, value, former in counts]
    blocks = ["\n".join(lines), *_busiest(incoming), *_by_day(incoming)]
    title = _(REPORT_TITLES[ReportKind.DAYS])
    drawings: list[Drawing] = [
        Bars(_("Dialogs by day"), heard.day_labels(incoming), [("", incoming.by_day)], upright=True),
        Heat(_("Dialogs by hour"), weekdays(), incoming.by_hour),
    ]
    return Report(ReportKind.DAYS, title, request.period, blocks, _table(incoming), drawings)


def _busiest(incoming: Heard) -> list[str]:
    count, weekday, hour = max(
        (count, -weekday, -hour) for weekday, row in enumerate(incoming.by_hour) for hour, count in enumerate(row)
    )
    if not count:
        return []
    day = next(date for date in incoming.period.dates if date.weekday() == -weekday)
    said_when = _("The busiest hour: {weekday}, {hour}:00–{hour}:59, {count} dialogs")
    return [said_when.format(weekday=weekday_title(day), hour=f"{-hour:02}", count=words.number(count))]


def _by_day(incoming: Heard) -> list[str]:
    if len(incoming.period.dates) > MAX_DAYS_LISTED:
        return []
    today = incoming.period.dates[-1]
    each = zip(incoming.period.dates, incoming.by_day, strict=True)
    return ["\n".join(f"{short_day(day, today)}: <b>{words.number(count)}</b>" for day, count in each)]


def _table(incoming: Heard) -> Table:
    """A row for each day, and below them a row for each day of the week."""
    head = (_("Day"), _("Dialogs"), *(f"{hour}:00" for hour in range(HOURS_PER_DAY)))
    nothing: list[Cell] = [None] * HOURS_PER_DAY
    by_day: list[list[Cell]] = [
        [day.isoformat(), count, *nothing] for day, count in zip(incoming.period.dates, incoming.by_day, strict=True)
    ]
    by_hour: list[list[Cell]] = [[name, sum(row), *row] for name, row in zip(weekdays(), incoming.by_hour, strict=True)]
    return Table(head, [*by_day, *by_hour])
