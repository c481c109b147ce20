"""An administrator sees who is signed in where, and ends a sign-in."""

from functools import partial

from aiogram import F, Router
from aiogram.filters import Command, MagicData
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bridge.actions import sign_out
from bridge.desk.screen import Screen
from bridge.desk.telegram import Telegram
from bridge.errors import Refusal, lazy
from bridge.texts import _, language, short_time
from handlers.operator import commands, pages
from handlers.operator.context import Begin, Operator, Place
from handlers.operator.talk import Talk
from storage.database import Database
from storage.employees import Employee
from storage.sign_ins import SignIn


class RevokeSignIn(CallbackData, prefix="revoke"):
    sign_in_id: int


class RevokePage(CallbackData, prefix="revokes"):
    page: int


class OwnSignIn(Refusal):
    text = lazy("This is where you are now; to sign out, write /logout")


async def show(message: Message, talk: Talk, operator: Operator, database: Database) -> None:
    await talk.show(await _screen(operator, database, page=0))


async def turn(
    query: CallbackQuery, callback_data: RevokePage, talk: Talk, operator: Operator, database: Database
) -> None:
    await talk.redraw(query, await _screen(operator, database, callback_data.page))
    await talk.toast(query)


async def revoke(
    query: CallbackQuery,
    callback_data: RevokeSignIn,
    talk: Talk,
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
    await talk.toast(query, _("{name} is signed out there").format(name=employee.name))
    await _tell(telegram, ended, employee)
    await talk.redraw(query, await _screen(operator, database, page=0))


async def _tell(telegram: Telegram, ended: SignIn, employee: Employee) -> None:
    with language(employee.language):
        text = _("An administrator has signed you out here. To sign in again: /start")
        await Talk(telegram, Place(ended.chat_id)).say(text)
    await commands.forget(telegram, ended.chat_id)


async def _screen(operator: Operator, database: Database, page: int) -> Screen:
    async with database.read(operator.organization_id) as uow:
        (await operator.employee(uow)).ensure_admin()
        others = [(at, who) for at, who in await uow.sign_ins.active() if at.id != operator.sign_in_id]
        since = partial(short_time, zone=operator.time_zone, now=uow.now)

    def button(row: tuple[SignIn, Employee]) -> InlineKeyboardButton:
        at, employee = row
        parts = [employee.name, at.telegram_name, since(at.started_at)]
        data = RevokeSignIn(sign_in_id=at.id).pack()
        return InlineKeyboardButton(text=" · ".join(filter(None, parts)), callback_data=data, style="danger")

    text = _("Whose sign-in shall end?") if others else _("Nobody else is signed in")
    return Screen(text, pages.keyboard(others, page, button=button, turn=lambda to: RevokePage(page=to).pack()))


def router() -> Router:
    router = Router(name=__name__)
    router.message.filter(MagicData(F.operator))
    router.callback_query.filter(MagicData(F.operator))
    router.message.register(show, Command("revoke"))
    router.callback_query.register(turn, RevokePage.filter())
    router.callback_query.register(revoke, RevokeSignIn.filter())
    return router
