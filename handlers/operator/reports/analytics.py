"""«Аналитика»: /stats, the reports, their periods, and the forms in which they are sent."""

from typing import Any

from aiogram import Router
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import BufferedInputFile

from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.reports.analytics import (
    Form,
    PickFirstDay,
    SendReport,
    ShowPeriodCalendar,
    ShowReport,
    ShowSpans,
    days_screen,
    head,
    report_screen,
    spans_screen,
)
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError, Refusal, lazy
from bridge.reports.periods import period
from bridge.reports.report import Report, ReportRequest
from bridge.reports.reporter import Reporter
from bridge.text.texts import _
from bridge.when.days import today
from handlers.operator.kit.context import Place
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press, Request
from handlers.operator.kit.responses import Response
from storage.team.employees import Role

part = BotPart(__name__, in_private=True)


class FileNotSent(Refusal):
    text = lazy("The file could not be sent; press again")


@part.command("stats")
async def open_analytics(order: Order, *, reporter: Reporter) -> Response:
    return _shown(order, ShowReport(), reporter)


@part.reads(ShowReport)
async def show(press: Press, button: ShowReport, *, reporter: Reporter) -> Response:
    return _shown(press, button, reporter)


def _shown(request: Request, button: ShowReport, reporter: Reporter) -> Response:
    wanted = _wanted(request, button)

    async def draw() -> Screen:
        report = await reporter.report(request.operator.organization_id, wanted)
        return report_screen(report, button.span, button.page, sees_all=_sees_all(request))

    return Response(draw=draw)


@part.reads(ShowSpans)
async def show_spans(press: Press, button: ShowSpans) -> Screen:
    return spans_screen(button.kind, button.span)


@part.reads(ShowPeriodCalendar)
async def ask_first_day(press: Press, button: ShowPeriodCalendar) -> Screen:
    return days_screen(button.kind, today(press.uow.now, press.zone), shown=button.shown)


@part.reads(PickFirstDay)
async def ask_last_day(press: Press, button: PickFirstDay) -> Screen:
    return days_screen(button.kind, today(press.uow.now, press.zone), first=button.first, shown=button.shown)


@part.reads(SendReport)
async def send(press: Press, button: SendReport, *, reporter: Reporter, telegram: Telegram) -> Response:
    """Send the report to the employee's private chat. A press makes it again, so a failure is only told."""
    wanted = _wanted(press, button)

    async def draw() -> None:
        report = await reporter.report(press.operator.organization_id, wanted)
        method = await _method(reporter, report, button, press.place)
        try:
            await telegram.send(method)
        except BridgeError as error:
            raise FileNotSent from error

    is_elsewhere = press.query.message is not None and press.query.message.chat.id != press.place.chat_id
    return Response(toast=_("It is in your private chat with me") if is_elsewhere else "", draw=draw)


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


def _wanted(request: Request, button: ShowReport | SendReport) -> ReportRequest:
    whose = None if _sees_all(request) else request.by.id
    return ReportRequest(button.kind, period(button.span, request.zone, request.uow.now), whose)


def _sees_all(request: Request) -> bool:
    return request.by.role is not Role.OPERATOR


def router() -> Router:
    return part.router()
