"""Sends the metrics of the last week to a manager."""

from aiogram.methods import SendMessage
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.reports.weekly import WeekPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import chat_of
from bridge.desk.render.renderer import Plain, renders
from bridge.desk.reports.analytics import ShowReport
from bridge.desk.ui.screen import Screen, button
from bridge.reports.periods import period, span_of
from bridge.reports.report import Report, ReportKind, ReportRequest
from bridge.text.texts import _, language
from storage.delivery.deliveries import Delivery
from storage.team.employees import Role


@renders(WeekPayload)
class WeekRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        chat_id = chat_of(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            sign_in = await uow.sign_ins.of_account_anywhere(chat_id)
            reader = await uow.employees.get(sign_in.employee_id if sign_in else 0)
            zone = (await uow.organizations.get(delivery.organization_id)).time_zone
        if reader.role is Role.OPERATOR:
            # The employee is no longer a manager.
            return EMPTY_RECEIPT
        payload = WeekPayload.of(delivery)
        span = span_of(payload.first, payload.last)
        with language(reader.language):
            wish = ReportRequest(ReportKind.OVERVIEW, period(span, zone, self._database.clock()))
            screen = week(await self._reporter.report(delivery.organization_id, wish), span)
        await self._telegram.send(
            SendMessage(chat_id=chat_id, text=screen.text, parse_mode="HTML", reply_markup=screen.keyboard)
        )
        return EMPTY_RECEIPT


def week(report: Report, span: str) -> Screen:
    """The metrics, and the buttons to the other reports of that week."""
    head = html.bold(html.quote(_("The week: {period}").format(period=report.period.title)))
    foot = html.italic(html.quote(_("Every Monday; it can be switched off in /settings")))
    more = button("📊 " + _("More"), ShowReport(span=span))
    return Screen("\n\n".join([f"📊 {head}", *report.blocks, foot]), [[more]])
