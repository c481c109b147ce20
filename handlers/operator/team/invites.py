"""An administrator hands out links by which employees sign in without a password."""

from aiogram import F, Router
from aiogram.filters import MagicData
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import GetMe
from aiogram.types import CallbackQuery, InlineKeyboardButton
from aiogram.utils.link import create_telegram_link

from bridge.actions.team import invites
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.management import InvitePage
from bridge.desk.ui.screen import Screen, button
from bridge.errors import BridgeError, Refusal, lazy
from bridge.text.texts import _, short_time
from handlers.operator.kit import pages
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.team.employees import Employee


class InviteEmployee(CallbackData, prefix="invite"):
    employee_id: int


class TelegramSilent(Refusal):
    text = lazy("Telegram does not answer; try again in a minute")


async def invite(
    query: CallbackQuery,
    callback_data: InviteEmployee,
    responder: Responder,
    operator: Operator,
    begin: Begin,
    telegram: Telegram,
) -> None:
    username = await _username(telegram)
    async with begin() as uow:
        token = await invites.invite(uow, callback_data.employee_id, by=await operator.employee(uow))
        invited = await uow.employees.get(callback_data.employee_id)
        until = short_time(uow.now + invites.INVITE_LIFETIME, operator.time_zone, uow.now)
    text = _("The link for {name} works once, until {until}. Whoever follows it is signed in as {name}:\n{link}")
    link = create_telegram_link(username, start=token)
    await responder.toast(query)
    await responder.say(text.format(name=invited.name, until=until, link=link))


async def _screen(operator: Operator, database: Database, page: int) -> Screen:
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_admin()
        employees = await uow.employees.all()
    rows = pages.rows_of(employees, page, option=_button, turn=lambda to: InvitePage(page=to).pack())
    return Screen(_("Whom shall the link sign in?"), rows)


def _button(employee: Employee) -> InlineKeyboardButton:
    return button(employee.name, InviteEmployee(employee_id=employee.id))


async def _username(telegram: Telegram) -> str:
    try:
        return (await telegram(GetMe())).username or ""
    except BridgeError as error:
        raise TelegramSilent from error


def router() -> Router:
    router = Router(name=__name__)
    router.message.filter(MagicData(F.operator))
    router.callback_query.filter(MagicData(F.operator))
    pages.Listing("invite", InvitePage, _screen).join(router)
    router.callback_query.register(invite, InviteEmployee.filter())
    return router
