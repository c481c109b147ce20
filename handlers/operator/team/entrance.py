"""Texts of the sign-in: questions, refusals, the welcome."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bridge.actions.team.sign_in import Entered, SignInLocked, SignInRefused
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.ui.screen import button
from bridge.text.texts import _, language, translate
from handlers.operator.kit import commands
from handlers.operator.kit.responder import Responder
from storage.team.employees import LOCK_PERIOD, MAX_WRONG_PASSWORDS

log = logging.getLogger(__name__)

NO_KEYBOARD = ReplyKeyboardRemove(remove_keyboard=True)
PHONE_PATTERN = "7XXXXXXXXXX"


class OtherNumber(CallbackData, prefix="other_number"):
    """Start again with another phone number."""


async def ask_phone(responder: Responder, why: str = "") -> None:
    how = _("Press “Share my number” below, or write your phone number: {pattern}").format(pattern=PHONE_PATTERN)
    await responder.say(f"{why}\n\n{how}".strip(), markup=_share_button())


async def ask_password(responder: Responder) -> None:
    text = _("Now write the password; I will delete the message with it at once. Another number: /start")
    await responder.say(text, markup=NO_KEYBOARD)


async def tell_outcome(
    responder: Responder,
    telegram: Telegram,
    outcome: Entered | SignInRefused,
    *,
    wrong: Callable[[Responder], Awaitable[None]],
) -> None:
    """Tell the outcome of an attempt; `wrong` says what was wrong with it."""
    match outcome:
        case Entered():
            await _welcome(responder, telegram, outcome)
        case SignInRefused(wait=None):
            await wrong(responder)
        case SignInRefused(wait=timedelta() as wait):
            log.warning("sign-in: a Telegram account is locked after %d wrong tries", MAX_WRONG_PASSWORDS)
            await responder.say(translate(SignInLocked(wait)))


async def wrong_link(responder: Responder) -> None:
    await ask_phone(
        responder, _("This link does not work: it was used already, or its time is over. Ask for a new one")
    )


async def wrong_password(responder: Responder) -> None:
    text = _(
        "The phone number or the password is wrong. Try the password once more.\n\n"
        "After {tries} wrong tries in a row a number is closed for {minutes} min to accounts that have not signed in "
        "with it before, to the right password too"
    )
    filled = text.format(tries=MAX_WRONG_PASSWORDS, minutes=LOCK_PERIOD // timedelta(minutes=1))
    await responder.say(filled, markup=_other_number())


async def _welcome(responder: Responder, telegram: Telegram, entered: Entered) -> None:
    employee = entered.employee
    with language(employee.language):
        lines = [_("Welcome, {name}! You are signed in").format(name=employee.name)]
        if entered.departments:
            lines.append(_("Departments: {names}").format(names=", ".join(entered.departments)))
        else:
            lines.append(_("You are in no department yet; an administrator can add you to one"))
        lines.append(_("New dialogs come here by themselves. /menu opens the menu, /help tells what else there is"))
        await responder.say("\n".join(lines), markup=NO_KEYBOARD)
        await commands.show(telegram, responder.place.chat_id, employee.role)


def _share_button() -> ReplyKeyboardMarkup:
    return ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text=_("Share my number"), request_contact=True)]],
        resize_keyboard=True,
        one_time_keyboard=True,
        input_field_placeholder=PHONE_PATTERN,
    )


def _other_number() -> InlineKeyboardMarkup:
    option = button(_("Another number"), OtherNumber())
    return InlineKeyboardMarkup(inline_keyboard=[[option]])
