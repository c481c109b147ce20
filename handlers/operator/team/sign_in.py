"""Signing in: a stranger gives a phone number and a password, or follows an invite link."""

import logging
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart, MagicData, or_f
from aiogram.types import CallbackQuery, Contact, Message, TelegramObject, Update

from bridge.actions.team import invites, sign_in
from bridge.actions.team.sign_in import SignInRefused, TelegramAccount
from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import Refusal, lazy
from bridge.security.passwords import Passwords
from bridge.text import phones
from bridge.text.phones import InvalidPhone
from bridge.text.texts import _, translate
from handlers.operator.kit import commands
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.responder import Responder
from handlers.operator.team import entrance
from handlers.operator.team.typed_passwords import erase, hide_name, redact
from handlers.operator.templates.inline import SIGN_IN_PARAMETER, offer_sign_in
from storage.engine.database import Database
from storage.inbox.questions import QuestionKind

log = logging.getLogger(__name__)

SERVICE_MESSAGE = F.forum_topic_created | F.forum_topic_edited | F.pinned_message | F.message_auto_delete_timer_changed


class NotYourNumber(Refusal):
    text = lazy("This is somebody else's contact. Share your own number with the button, or type it")


# Filters: which handler an update is for


async def awaits_phone(_event: TelegramObject, place: Place, database: Database) -> bool:
    """Whether the last question was for the phone number. A number is no secret, so an answer is never too late."""
    async with database.read() as uow:
        question = await sign_in.open_question(uow, place.chat_id)
        return question is not None and question.kind is QuestionKind.PHONE


async def names_no_phone(message: Message, place: Place, database: Database) -> bool:
    """Whether a new topic may have a password as its name, typed in the place of the phone number."""
    name = message.forum_topic_created.name if message.forum_topic_created else ""
    is_harmless = name.removeprefix("/") in commands.COMMAND_NAMES or not may_be_password(name)
    return not is_harmless and await awaits_phone(message, place, database)


async def awaits_password(_event: TelegramObject, place: Place, database: Database) -> bool | dict[str, Any]:
    """Passes on the `phone` of the password; it is None when the question was asked too long ago."""
    async with database.read() as uow:
        question = await sign_in.open_question(uow, place.chat_id)
        if question is None or question.kind is not QuestionKind.PASSWORD:
            return False
        return {"phone": question.data["phone"] if sign_in.is_fresh(uow, question) else None}


async def is_locked_out(_event: TelegramObject, place: Place, database: Database) -> bool:
    """Whether the account is locked out. Text that is typed then may be a password, whatever the last question was."""
    async with database.read() as uow:
        return await sign_in.is_locked(uow, place.chat_id)


def may_be_password(text: str) -> bool:
    """Whether a stranger's text is more than a phone number."""
    try:
        phones.parse(text)
    except InvalidPhone:
        return True
    # A number with letters around it, such as "Anna 8 999 123-45-67", may contain a password.
    return any(character.isalpha() for character in text)


# Handlers for strangers


async def ask(message: Message, responder: Responder, place: Place, begin: Begin) -> None:
    await _ask_phone(responder, place, begin, _("Hello! This is the operators' place of work; please sign in"))


async def ignore(message: Message) -> None:
    """Do nothing: nobody wrote topics, pins and the like."""


async def edited(message: Message, responder: Responder) -> None:
    await responder.say(
        _("Edited messages are not read while you sign in: write a new one"), reply_to=message.message_id
    )


async def edited_text(message: Message, text: str, responder: Responder, begin: Begin, event_update: Update) -> None:
    if may_be_password(text) and await _erase(message, responder, begin, event_update):
        await responder.say(_("Edited messages are not read while you sign in: write a new one"))
    else:
        await edited(message, responder)


async def share(message: Message, contact: Contact, responder: Responder, place: Place, begin: Begin) -> None:
    if contact.user_id != place.chat_id:
        raise NotYourNumber
    await _ask_password(responder, place, begin, phones.parse(contact.phone_number))


async def phone(
    message: Message, text: str, responder: Responder, place: Place, begin: Begin, event_update: Update
) -> None:
    is_erased = may_be_password(text) and await _erase(message, responder, begin, event_update)
    try:
        number = phones.parse(text)
    except InvalidPhone as refusal:
        why = _("Your message is deleted, in case it was a password.") if is_erased else ""
        await responder.say(f"{why} {translate(refusal)}".strip())
        return
    await _ask_password(responder, place, begin, number)


async def password(
    message: Message,
    text: str,
    phone: str,
    responder: Responder,
    place: Place,
    begin: Begin,
    database: Database,
    telegram: Telegram,
    passwords: Passwords,
    event_update: Update,
) -> None:
    await erase(message, responder)
    async with database.read() as uow:
        known = await sign_in.password_hash(uow, phone)
    proven = known if await passwords.verify(text, against=known) else None
    async with begin() as uow:
        await redact(uow, event_update)
        outcome = await sign_in.enter(uow, _account(message), phone, proven=proven)
        if isinstance(outcome, SignInRefused):
            await sign_in.ask_password(uow, place.chat_id, phone)
    await entrance.tell_outcome(responder, telegram, outcome, wrong=entrance.wrong_password)


async def typed_while_locked(
    message: Message, responder: Responder, place: Place, begin: Begin, event_update: Update
) -> None:
    await _erase(message, responder, begin, event_update)
    await _ask_phone(responder, place, begin)


async def late_password(
    message: Message, responder: Responder, place: Place, begin: Begin, event_update: Update
) -> None:
    await erase(message, responder)
    async with begin() as uow:
        await redact(uow, event_update)
        await sign_in.ask_phone(uow, place.chat_id)
    await entrance.ask_phone(responder, _("You were asked for the password too long ago; let us start over"))


async def remind(message: Message, responder: Responder, place: Place, database: Database) -> None:
    async with database.read() as uow:
        await sign_in.ensure_unlocked(uow, place.chat_id)
    await responder.say(_("First sign in: write your password, or start over with /start"))


async def follow(
    message: Message, command: CommandObject, responder: Responder, place: Place, begin: Begin, telegram: Telegram
) -> None:
    async with begin() as uow:
        outcome = await invites.accept(uow, _account(message), command.args or "")
        if isinstance(outcome, SignInRefused):
            await sign_in.ask_phone(uow, place.chat_id)
    await entrance.tell_outcome(responder, telegram, outcome, wrong=entrance.wrong_link)


async def change_number(query: CallbackQuery, responder: Responder, place: Place, begin: Begin) -> None:
    await _ask_phone(responder, place, begin)
    await responder.toast(query)


async def press(query: CallbackQuery, responder: Responder) -> None:
    await responder.toast(query, _("You are not signed in here. Write /start"), alert=True)


# Handlers for people who are already signed in


async def follow_again(message: Message, responder: Responder, operator: Operator) -> None:
    text = _("You are signed in already, as {name}; the link was not used. To sign in by it, leave first: /logout")
    await responder.say(text.format(name=operator.name), reply_to=message.message_id)


async def change_number_again(query: CallbackQuery, responder: Responder, operator: Operator) -> None:
    await responder.toast(query, _("You are signed in already, as {name}").format(name=operator.name), alert=True)


async def _erase(message: Message, responder: Responder, begin: Begin, update: Update) -> bool:
    """Delete a possible password from the chat and the journal; returns whether it is deleted from the chat."""
    is_erased = await erase(message, responder)
    async with begin() as uow:
        await redact(uow, update)
    return is_erased


async def _ask_phone(responder: Responder, place: Place, begin: Begin, why: str = "") -> None:
    async with begin() as uow:
        await sign_in.ensure_unlocked(uow, place.chat_id)
        await sign_in.ask_phone(uow, place.chat_id)
    await entrance.ask_phone(responder, why)


async def _ask_password(responder: Responder, place: Place, begin: Begin, phone: str) -> None:
    async with begin() as uow:
        await sign_in.ensure_unlocked(uow, place.chat_id)
        await sign_in.ask_password(uow, place.chat_id, phone)
    await entrance.ask_password(responder)


def _account(message: Message) -> TelegramAccount:
    # The id of a private chat is the id of the person's account.
    return TelegramAccount(message.chat.id, message.chat.full_name, message.chat.username)


def router() -> Router:
    router = Router(name=__name__)
    router.include_routers(_of_strangers(), _of_operators())
    return router


def _of_strangers() -> Router:
    router = Router(name=f"{__name__}:strangers")
    # New topics and pins come back as messages of the bot itself.
    router.message.filter(MagicData(~F.operator), ~F.from_user.is_bot)
    router.edited_message.filter(MagicData(~F.operator))
    router.callback_query.filter(MagicData(~F.operator))
    router.inline_query.filter(MagicData(~F.operator))
    router.inline_query.register(offer_sign_in)
    router.message.register(hide_name, F.forum_topic_created, or_f(awaits_password, is_locked_out, names_no_phone))
    router.message.register(ignore, SERVICE_MESSAGE)
    router.message.register(ask, CommandStart(deep_link=True, magic=F.args == SIGN_IN_PARAMETER))
    router.message.register(follow, CommandStart(deep_link=True))
    router.message.register(ask, CommandStart())
    router.message.register(typed_while_locked, F.text, ~Command(*commands.COMMAND_NAMES), is_locked_out)
    router.message.register(share, F.contact.as_("contact"))
    router.message.register(remind, Command(*commands.COMMAND_NAMES), awaits_password)
    router.message.register(password, F.text.as_("text"), awaits_password, MagicData(F.phone))
    router.message.register(late_password, F.text, awaits_password)
    router.message.register(remind, awaits_password)
    router.message.register(phone, F.text.as_("text"), ~Command(*commands.COMMAND_NAMES), awaits_phone)
    router.message.register(ask)
    router.edited_message.register(typed_while_locked, F.text, ~Command(*commands.COMMAND_NAMES), is_locked_out)
    begun = or_f(awaits_password, awaits_phone)
    router.edited_message.register(edited_text, F.text.as_("text"), ~Command(*commands.COMMAND_NAMES), begun)
    router.edited_message.register(edited)
    router.callback_query.register(change_number, entrance.OtherNumber.filter())
    router.callback_query.register(press)
    return router


def _of_operators() -> Router:
    router = Router(name=f"{__name__}:operators")
    router.message.filter(MagicData(F.operator))
    router.callback_query.filter(MagicData(F.operator))
    router.message.register(follow_again, CommandStart(deep_link=True))
    router.callback_query.register(change_number_again, entrance.OtherNumber.filter())
    return router
