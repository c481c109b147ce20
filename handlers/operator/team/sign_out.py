"""Signing out, with a question first."""

from aiogram import F, Router
from aiogram.filters import Command, MagicData
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bridge.actions.team import sign_out
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.screen import Screen, button
from bridge.errors import Refusal, lazy
from bridge.text.texts import _, ngettext
from handlers.operator.kit import commands
from handlers.operator.kit.context import Begin, Operator
from handlers.operator.kit.responder import Responder


class Leave(CallbackData, prefix="leave"):
    sign_in_id: int


class Stay(CallbackData, prefix="stay"):
    """No, after all."""


class OldQuestion(Refusal):
    text = lazy("You have signed in anew since; to sign out, write /logout")


async def ask(message: Message, responder: Responder, operator: Operator) -> None:
    leave = button(_("Sign out"), Leave(sign_in_id=operator.sign_in_id), style="danger")
    stay = button(_("Stay"), Stay())
    text = _("Sign out here? Your dialogs go back to their queues, unless you are signed in elsewhere")
    await responder.show(Screen(text, [[leave, stay]]))


async def leave(
    query: CallbackQuery,
    callback_data: Leave,
    responder: Responder,
    operator: Operator,
    begin: Begin,
    telegram: Telegram,
) -> None:
    if callback_data.sign_in_id != operator.sign_in_id:
        raise OldQuestion
    async with begin() as uow:
        returned = await sign_out.leave(uow, operator.sign_in_id, by=await operator.employee(uow))
    await responder.toast(query)
    await responder.redraw(query, Screen(_goodbye(returned)))
    await commands.forget(telegram, operator.chat_id)


async def stay(query: CallbackQuery, responder: Responder) -> None:
    await responder.toast(query)
    await responder.redraw(query, Screen(_("You stay signed in")))


def _goodbye(returned: int) -> str:
    lines = [_("You are signed out. To sign in again: /start")]
    if returned:
        went = ngettext("{n} dialog went back to its queue", "{n} dialogs went back to their queues", returned)
        lines.append(went.format(n=returned))
    return "\n".join(lines)


def router() -> Router:
    router = Router(name=__name__)
    router.message.filter(MagicData(F.operator))
    router.callback_query.filter(MagicData(F.operator))
    router.message.register(ask, Command("logout"))
    router.callback_query.register(leave, Leave.filter())
    router.callback_query.register(stay, Stay.filter())
    return router
