"""Screens of «Аналитика»: reports, their periods, and the forms in which they are sent."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui import calendars
from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.menus import back_to_menu
from bridge.desk.ui.paging import in_rows, page_of, turning
from bridge.desk.ui.screen import Screen, back, button, choice
from bridge.reports.periods import DEFAULT_SPAN, span_of, span_title
from bridge.reports.periods import PRESET_TITLES as PERIODS
from bridge.reports.report import OPERATOR_REPORTS, REPORT_TITLES, Report, ReportKind
from bridge.text.texts import _

Button = InlineKeyboardButton

# Letters of a screen; a message has room for more, but a longer page is hard to read.
MAX_PAGE_LENGTH = 1500
REPORT_ICONS = {
    ReportKind.OVERVIEW: "📊",
    ReportKind.EMPLOYEES: "👤",
    ReportKind.DEPARTMENTS: "👥",
    ReportKind.CHANNELS: "✈️",
    ReportKind.TAGS: "🏷",
    ReportKind.WORKING_TIME: "🕓",
    ReportKind.DAYS: "📆",
}


class Form(StrEnum):
    """The form in which a report is sent."""

    PICTURE = "p"
    CSV = "c"
    XLSX = "x"


class ShowReport(CallbackData, prefix="an"):
    """Show a report; `span` is its period, see `bridge.reports.periods`."""

    kind: ReportKind = ReportKind.OVERVIEW
    span: str = DEFAULT_SPAN
    page: Number = 0


class ShowSpans(CallbackData, prefix="anp"):
    """Show the periods to choose from."""

    kind: ReportKind
    span: str


class ShowPeriodCalendar(CallbackData, prefix="and"):
    """Show the calendar that asks for the first day.

    Args:
        shown: a day of the month to show; None for the current month.
    """

    kind: ReportKind
    shown: calendars.Day | None = None


class PickFirstDay(CallbackData, prefix="anf"):
    """Choose the first day, and show the calendar that asks for the last one.

    Args:
        shown: a day of the month to show; None for the first day's month.
    """

    kind: ReportKind
    first: calendars.Day
    shown: calendars.Day | None = None


class SendReport(CallbackData, prefix="ans"):
    kind: ReportKind
    span: str
    form: Form


def report_screen(report: Report, span: str, page: int, *, sees_all: bool) -> Screen:
    """A page of the report with its buttons."""
    shown = page_of(_pages(report.blocks), page, size=1)
    lines = [*head(report, span), "", *(shown.items[0] if shown.items else [])]
    here = {"kind": report.kind, "span": span}
    rows = []
    if shown.last:
        rows.append(turning(shown.number, shown.last, lambda number: ShowReport(**here, page=number)))
    rows.append(_forms(report, span))
    rows.append([button("📅 " + _("Period"), ShowSpans(**here))])
    if report.kind is ReportKind.OVERVIEW:
        rows += [*in_rows(_others(span, sees_all=sees_all)), [back_to_menu()]]
    else:
        rows.append([back(ShowReport(span=span))])
    return Screen("\n".join(lines), rows)


def head(report: Report, span: str) -> list[str]:
    """The report's title, its period, and the period that it is compared with."""
    title, period = span_title(span, report.period), report.period
    days = period.title if title == period.title else f"{title}: {period.title}"
    compared = _("compared with {period}").format(period=period.before().title)
    return [
        f"{REPORT_ICONS[report.kind]} {html.bold(html.quote(report.title))}",
        html.quote(days),
        html.quote(compared),
    ]


def spans_screen(kind: ReportKind, span: str) -> Screen:
    """The periods that one press chooses."""
    presets = [
        choice(_(title), ShowReport(kind=kind, span=preset.value), is_chosen=preset == span)
        for preset, title in PERIODS.items()
    ]
    own = button("🗓 " + _("Other days"), ShowPeriodCalendar(kind=kind))
    way_back = back(ShowReport(kind=kind, span=span))
    return Screen("📅 " + html.quote(_("Which period?")), [*in_rows(presets), [own], [way_back]])


def days_screen(kind: ReportKind, today: date, *, first: date | None = None, shown: date | None = None) -> Screen:
    """The calendar that asks for the first day; when `first` is known, for the last day."""

    def pick(day: date) -> CallbackData:
        return ShowReport(kind=kind, span=span_of(first, day)) if first else PickFirstDay(kind=kind, first=day)

    def turn(day: date) -> CallbackData:
        if first:
            return PickFirstDay(kind=kind, first=first, shown=day)
        return ShowPeriodCalendar(kind=kind, shown=day)

    rows = calendars.month(
        shown or first or today,
        pick=pick,
        turn=turn,
        today=today,
        chosen=first,
        earliest=first or calendars.EARLIEST_DAY,
        latest=today,
    )
    asked = _("The first day?") if first is None else _("The last day?")
    return Screen("🗓 " + html.quote(asked), [*rows, [back(ShowSpans(kind=kind, span=DEFAULT_SPAN))]])


def _forms(report: Report, span: str) -> list[Button]:
    captions = {Form.PICTURE: "📈 " + _("Chart"), Form.CSV: "CSV", Form.XLSX: "XLSX"}
    if not any(drawing.has_anything for drawing in report.drawings):
        del captions[Form.PICTURE]
    return [button(caption, SendReport(kind=report.kind, span=span, form=form)) for form, caption in captions.items()]


def _others(span: str, *, sees_all: bool) -> list[Button]:
    kinds = [kind for kind in ReportKind if kind is not ReportKind.OVERVIEW and (sees_all or kind in OPERATOR_REPORTS)]
    return [
        button(REPORT_ICONS[kind] + " " + _(REPORT_TITLES[kind]), ShowReport(kind=kind, span=span)) for kind in kinds
    ]


def _pages(blocks: Sequence[str]) -> list[list[str]]:
    """The blocks as pages: each page has as many as fit, with an empty line between them."""
    pages: list[list[str]] = []
    for block in blocks:
        if not pages or sum(map(len, pages[-1])) + len(block) > MAX_PAGE_LENGTH:
            pages.append([block])
        else:
            pages[-1] += ["", block]
    return pages
