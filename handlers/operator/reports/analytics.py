"""«Аналитика»: /stats, the reports, their periods, and what is sent of them."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.reports.analytics import (
    CALENDAR_PURPOSE,
    Form,
    SendReport,
    ShowPeriodCalendar,
    ShowReport,
    ShowSpans,
    days_screen,
    head,
    read_key,
    report_screen,
    spans_screen,
)
from bridge.desk.ui.calendars import PickDay, TurnMonth
from bridge.errors import BridgeError
from bridge.reports.periods import period, span_of
from bridge.reports.report import Report, ReportKind, ReportRequest
from bridge.reports.reporter import Reporter
from bridge.text.texts import _
from bridge.when.days import today
from handlers.operator.kit import private_replies
from handlers.operator.kit.context import Operator, Place
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.team.employees import Role


async def open_analytics(
    message: Message, operator: Operator, database: Database, reporter: Reporter, responder: Responder
) -> None:
    button = ShowReport()
    report = await _report(reporter, operator, database.clock(), button.kind, button.span)
    await private_replies.show(report_screen(report, button.span, 0, sees_all=_sees_all(operator)), operator, responder)


async def show(
    query: CallbackQuery,
    callback_data: ShowReport,
    operator: Operator,
    database: Database,
    reporter: Reporter,
    responder: Responder,
) -> None:
    button = callback_data
    report = await _report(reporter, operator, database.clock(), button.kind, button.span)
    screen = report_screen(report, button.span, button.page, sees_all=_sees_all(operator))
    await private_replies.redraw(query, screen, operator, responder)


async def show_spans(query: CallbackQuery, callback_data: ShowSpans, operator: Operator, responder: Responder) -> None:
    await private_replies.redraw(query, spans_screen(callback_data.kind, callback_data.span), operator, responder)


async def show_days(
    query: CallbackQuery,
    callback_data: ShowPeriodCalendar,
    operator: Operator,
    database: Database,
    responder: Responder,
) -> None:
    day = today(database.clock(), operator.time_zone)
    await private_replies.redraw(query, days_screen(callback_data.kind, day), operator, responder)


async def turn_month(
    query: CallbackQuery, callback_data: TurnMonth, operator: Operator, database: Database, responder: Responder
) -> None:
    kind, first = read_key(callback_data.key)
    day = today(database.clock(), operator.time_zone)
    await private_replies.redraw(
        query, days_screen(kind, day, first=first, shown=callback_data.day), operator, responder
    )


async def pick_day(
    query: CallbackQuery,
    callback_data: PickDay,
    operator: Operator,
    database: Database,
    reporter: Reporter,
    responder: Responder,
) -> None:
    """The first day asks for the last one, which shows the report."""
    kind, first = read_key(callback_data.key)
    if first is None:
        day = today(database.clock(), operator.time_zone)
        await private_replies.redraw(query, days_screen(kind, day, first=callback_data.day), operator, responder)
        return
    span = span_of(first, callback_data.day)
    report = await _report(reporter, operator, database.clock(), kind, span)
    await private_replies.redraw(
        query, report_screen(report, span, 0, sees_all=_sees_all(operator)), operator, responder
    )


async def send(
    query: CallbackQuery,
    callback_data: SendReport,
    operator: Operator,
    database: Database,
    reporter: Reporter,
    telegram: Telegram,
    responder: Responder,
) -> None:
    """To the private chat of whoever asks. It is made again at a press: when it does not arrive they are told."""
    button = callback_data
    report = await _report(reporter, operator, database.clock(), button.kind, button.span)
    method = await _method(
        reporter, report, button, Place(operator.chat_id) if responder.place.is_group else responder.place
    )
    try:
        await telegram.send(method)
    except BridgeError:
        await responder.toast(query, _("The file could not be sent; press again"), alert=True)
        return
    await responder.toast(query, _("It is in your private chat with me") if responder.place.is_group else "")


async def _method(reporter: Reporter, report: Report, button: SendReport, place: Place) -> SendPhoto | SendDocument:
    name = f"{report.title} {report.period.first:%Y-%m-%d} {report.period.last:%Y-%m-%d}"
    caption = "\n".join(head(report, button.span)[:2])
    where: dict[str, Any] = {
        "chat_id": place.chat_id,
        "message_thread_id": place.thread_id,
        "caption": caption,
        "parse_mode": "HTML",
    }
    match button.form:
        case Form.PICTURE:
            picture = BufferedInputFile(await reporter.picture(report), f"{name}.png")
            return SendPhoto(photo=picture, **where)
        case Form.CSV:
            file = BufferedInputFile(await reporter.csv(report), f"{name}.csv")
        case Form.XLSX:
            file = BufferedInputFile(await reporter.xlsx(report), f"{name}.xlsx")
    return SendDocument(document=file, **where)


async def _report(reporter: Reporter, operator: Operator, now: datetime, kind: ReportKind, span: str) -> Report:
    whose = None if _sees_all(operator) else operator.employee_id
    request = ReportRequest(kind, period(span, operator.time_zone, now), whose)
    return await reporter.report(operator.organization_id, request)


def _sees_all(operator: Operator) -> bool:
    return operator.role is not Role.OPERATOR


def router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_analytics, Command("stats"))
    router.callback_query.register(show, ShowReport.filter())
    router.callback_query.register(show_spans, ShowSpans.filter())
    router.callback_query.register(show_days, ShowPeriodCalendar.filter())
    router.callback_query.register(turn_month, TurnMonth.filter(F.purpose == CALENDAR_PURPOSE))
    router.callback_query.register(pick_day, PickDay.filter(F.purpose == CALENDAR_PURPOSE))
    router.callback_query.register(send, SendReport.filter())
    return router
