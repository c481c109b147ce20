"""An administrator sees who is signed in where, and ends a sign-in."""

from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.actions.team import sign_out
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.management import RevokePage, managed_list
from bridge.desk.ui.screen import Screen, button
from bridge.errors import Refusal, lazy
from bridge.text.texts import _, language, short_time
from handlers.operator.kit import commands
from handlers.operator.kit.context import Place
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press, Request
from handlers.operator.kit.responder import Responder
from handlers.operator.kit.responses import Response
from storage.team.employees import Employee, Role
from storage.team.sign_ins import SignIn

part = BotPart(__name__, role=Role.ADMIN)


class RevokeSignIn(CallbackData, prefix="revoke"):
    """Ask whether to end the sign-in."""

    sign_in_id: int


class EndSignIn(CallbackData, prefix="end"):
    """End the sign-in."""

    sign_in_id: int


class OwnSignIn(Refusal):
    text = lazy("This is where you are now; to sign out, write /logout")


@part.command("revoke")
async def open_list(order: Order) -> Screen:
    return await _list(order)


@part.reads(RevokePage)
async def turn(press: Press, button: RevokePage) -> Screen:
    return await _list(press, button.page)


@part.reads(RevokeSignIn)
async def ask(press: Press, button: RevokeSignIn) -> Screen:
    if button.sign_in_id == press.operator.sign_in_id:
        raise OwnSignIn
    found = await press.uow.sign_ins.get(button.sign_in_id)
    found.ensure_active()
    employee = await press.uow.employees.get(found.employee_id)
    return _question(found, employee, short_time(found.started_at, press.zone, press.uow.now))


@part.writes(EndSignIn)
async def revoke(press: Press, button: EndSignIn, *, telegram: Telegram) -> Response:
    if button.sign_in_id == press.operator.sign_in_id:
        raise OwnSignIn
    ended = await sign_out.revoke(press.uow, button.sign_in_id, by=press.by)
    employee = await press.uow.employees.get(ended.employee_id)
    return Response(
        await _list(press),
        toast=_("{name} is signed out there").format(name=employee.name),
        then=lambda _responder: tell_signed_out(telegram, ended.chat_id, employee.language),
    )


async def tell_signed_out(telegram: Telegram, chat_id: int, spoken: str) -> None:
    with language(spoken):
        text = _("An administrator has signed you out here. To sign in again: /start")
        await Responder(telegram, Place(chat_id)).say(text)
    await commands.forget(telegram, chat_id)


def _question(found: SignIn, employee: Employee, since: str) -> Screen:
    text = _("End the sign-in of {who}? Their dialogs go back to their queues, unless they are signed in elsewhere")
    end = button(_("End the sign-in"), EndSignIn(sign_in_id=found.id), style="danger")
    back = button(_("Back"), RevokePage())
    who = " · ".join(filter(None, [employee.name, found.telegram_name, since]))
    return Screen(html.quote(text.format(who=who)), [[end, back]])


async def _list(request: Request, page: int = 0) -> Screen:
    active = await request.uow.sign_ins.active()
    since = partial(short_time, zone=request.zone, now=request.uow.now)

    def option(sign_in: SignIn, employee: Employee) -> InlineKeyboardButton:
        parts = [employee.name, sign_in.telegram_name, since(sign_in.started_at)]
        return button(" · ".join(filter(None, parts)), RevokeSignIn(sign_in_id=sign_in.id), style="danger")

    options = [option(at, who) for at, who in active if at.id != request.operator.sign_in_id]
    text = _("Whose sign-in shall end?") if options else _("Nobody else is signed in")
    return managed_list(text, options, page, turn=lambda to: RevokePage(page=to))


def router() -> Router:
    return part.router()
