"""An administrator creates links by which employees sign in without a password."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import GetMe
from aiogram.types import CallbackQuery
from aiogram.utils.link import create_telegram_link

from bridge.actions.team import invites
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.management import InvitePage, managed_list
from bridge.desk.ui.screen import Screen, button
from bridge.errors import BridgeError, Refusal, lazy
from bridge.text.texts import _, short_time
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press, Request
from handlers.operator.kit.responder import Responder
from storage.team.employees import Role

part = BotPart(__name__, role=Role.ADMIN)


class InviteEmployee(CallbackData, prefix="invite"):
    employee_id: int


class TelegramSilent(Refusal):
    text = lazy("Telegram does not answer; try again in a minute")


@part.command("invite")
async def open_list(order: Order) -> Screen:
    return await _list(order)


@part.reads(InvitePage)
async def turn(press: Press, button: InvitePage) -> Screen:
    return await _list(press, button.page)


async def invite(
    query: CallbackQuery,
    callback_data: InviteEmployee,
    responder: Responder,
    operator: Operator,
    begin: Begin,
    telegram: Telegram,
) -> None:
    """Show the link. No link is made while Telegram does not tell the bot's name."""
    username = await _username(telegram)
    async with begin() as uow:
        token = await invites.invite(uow, callback_data.employee_id, by=await operator.employee(uow))
        invited = await uow.employees.get(callback_data.employee_id)
        until = short_time(uow.now + invites.INVITE_LIFETIME, operator.time_zone, uow.now)
    text = _("The link for {name} works once, until {until}. Whoever follows it is signed in as {name}:\n{link}")
    link = create_telegram_link(username, start=token)
    await responder.toast(query)
    await responder.say(text.format(name=invited.name, until=until, link=link))


async def _list(request: Request, page: int = 0) -> Screen:
    employees = await request.uow.employees.all()
    options = [button(employee.name, InviteEmployee(employee_id=employee.id)) for employee in employees]
    return managed_list(_("Whom shall the link sign in?"), options, page, turn=lambda to: InvitePage(page=to))


async def _username(telegram: Telegram) -> str:
    try:
        return (await telegram(GetMe())).username or ""
    except BridgeError as error:
        raise TelegramSilent from error


def router() -> Router:
    router = part.router()
    router.callback_query.register(invite, InviteEmployee.filter())
    return router
