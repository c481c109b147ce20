"""An administrator sees who is signed in where, and ends a sign-in."""

from functools import partial

from aiogram import F, Router
from aiogram.filters import MagicData
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.team import sign_out
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.management import RevokePage
from bridge.desk.ui.screen import Screen, button
from bridge.errors import Refusal, lazy
from bridge.text.texts import _, language, short_time
from handlers.operator.kit import commands, pages
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.team.employees import Employee
from storage.team.sign_ins import SignIn


class RevokeSignIn(CallbackData, prefix="revoke"):
    """Asks first."""

    sign_in_id: int


class EndSignIn(CallbackData, prefix="end"):
    """Yes, end it."""

    sign_in_id: int


class OwnSignIn(Refusal):
    text = lazy("This is where you are now; to sign out, write /logout")


async def ask(
    query: CallbackQuery, callback_data: RevokeSignIn, responder: Responder, operator: Operator, database: Database
) -> None:
    if callback_data.sign_in_id == operator.sign_in_id:
        raise OwnSignIn
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_admin()
        found = await uow.sign_ins.get(callback_data.sign_in_id)
        found.ensure_active()
        employee = await uow.employees.get(found.employee_id)
        since = short_time(found.started_at, operator.time_zone, uow.now)
    await responder.toast(query)
    await responder.redraw(query, _question(found, employee, since))


def _question(found: SignIn, employee: Employee, since: str) -> Screen:
    text = _("End the sign-in of {who}? Their dialogs go back to their queues, unless they are signed in elsewhere")
    end = button(_("End the sign-in"), EndSignIn(sign_in_id=found.id), style="danger")
    back = button(_("Back"), RevokePage(page=0))
    who = " · ".join(filter(None, [employee.name, found.telegram_name, since]))
    return Screen(html.quote(text.format(who=who)), [[end, back]])


async def revoke(
    query: CallbackQuery,
    callback_data: EndSignIn,
    responder: Responder,
    operator: Operator,
    begin: Begin,
    database: Database,
    telegram: Telegram,
) -> None:
    if callback_data.sign_in_id == operator.sign_in_id:
        raise OwnSignIn
    async with begin() as uow:
        ended = await sign_out.revoke(uow, callback_data.sign_in_id, by=await operator.employee(uow))
        employee = await uow.employees.get(ended.employee_id)
    await responder.toast(query, _("{name} is signed out there").format(name=employee.name))
    await _tell(telegram, ended, employee)
    await responder.redraw(query, await _screen(operator, database, 0))


async def _tell(telegram: Telegram, ended: SignIn, employee: Employee) -> None:
    with language(employee.language):
        text = _("An administrator has signed you out here. To sign in again: /start")
        await Responder(telegram, Place(ended.chat_id)).say(text)
    await commands.forget(telegram, ended.chat_id)


async def _screen(operator: Operator, database: Database, page: int) -> Screen:
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_admin()
        others = [(at, who) for at, who in await uow.sign_ins.active() if at.id != operator.sign_in_id]
        since = partial(short_time, zone=operator.time_zone, now=uow.now)

    def option(row: tuple[SignIn, Employee]) -> InlineKeyboardButton:
        at, employee = row
        parts = [employee.name, at.telegram_name, since(at.started_at)]
        data = RevokeSignIn(sign_in_id=at.id).pack()
        return button(" · ".join(filter(None, parts)), data, style="danger")

    text = _("Whose sign-in shall end?") if others else _("Nobody else is signed in")
    return Screen(text, pages.rows_of(others, page, option=option, turn=lambda to: RevokePage(page=to).pack()))


def router() -> Router:
    router = Router(name=__name__)
    router.message.filter(MagicData(F.operator))
    router.callback_query.filter(MagicData(F.operator))
    pages.Listing("revoke", RevokePage, _screen).join(router)
    router.callback_query.register(ask, RevokeSignIn.filter())
    router.callback_query.register(revoke, EndSignIn.filter())
    return router
