"""Signing out, after a question."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData

from bridge.actions.team import sign_out
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.screen import Screen, button
from bridge.errors import Refusal, lazy
from bridge.text.texts import _, ngettext
from handlers.operator.kit import commands
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.requests import Order, Press
from handlers.operator.kit.responses import Response

part = BotPart(__name__)


class Leave(CallbackData, prefix="leave"):
    sign_in_id: int


class Stay(CallbackData, prefix="stay"):
    """Do not sign out."""


class OldQuestion(Refusal):
    text = lazy("You have signed in anew since; to sign out, write /logout")


@part.command("logout")
async def ask(order: Order) -> Screen:
    leave = button(_("Sign out"), Leave(sign_in_id=order.operator.sign_in_id), style="danger")
    stay = button(_("Stay"), Stay())
    text = _("Sign out here? Your dialogs go back to their queues, unless you are signed in elsewhere")
    return Screen(text, [[leave, stay]])


@part.writes(Leave)
async def leave(press: Press, button: Leave, *, telegram: Telegram) -> Response:
    sign_in_id, chat_id = press.operator.sign_in_id, press.operator.chat_id
    if button.sign_in_id != sign_in_id:
        raise OldQuestion
    returned = await sign_out.leave(press.uow, sign_in_id, by=press.by)
    return Response(Screen(_goodbye(returned)), then=lambda _responder: commands.forget(telegram, chat_id))


@part.reads(Stay)
async def stay(press: Press, button: Stay) -> Screen:
    return Screen(_("You stay signed in"))


def _goodbye(returned: int) -> str:
    lines = [_("You are signed out. To sign in again: /start")]
    if returned:
        went = ngettext("{n} dialog went back to its queue", "{n} dialogs went back to their queues", returned)
        lines.append(went.format(n=returned))
    return "\n".join(lines)


def router() -> Router:
    return part.router()
