"""Reads the operator bot's journal: each entry goes through aiogram's routers, and its sender always gets an answer."""

import json
import logging
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Protocol

from aiogram import Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, InaccessibleMessage, Message, Update, User
from pydantic import ValidationError

from bridge.actions.team.sign_in import know_username
from bridge.desk.bot_api.telegram import Telegram
from bridge.desk.messages.sound import sound
from bridge.errors import Refusal
from bridge.text.texts import _, language, translate
from handlers.operator.kit.afterwards import Afterwards
from handlers.operator.kit.context import (
    Operator,
    Place,
    account_of,
    forum_at,
    operator_at,
    place_of,
    raw_account,
    raw_place,
)
from handlers.operator.kit.copied import as_words
from handlers.operator.kit.old_messages import topic_of_old
from handlers.operator.kit.open_questions import OpenQuestion
from handlers.operator.kit.question_kinds import QuestionCause, caused
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.forums import Forum

log = logging.getLogger(__name__)


class BeginEntry(Protocol):
    """Opens a unit of work that marks the journal's entry as handled when it commits."""

    def __call__(self, organization_id: int | None = None) -> AbstractAsyncContextManager[UnitOfWork]: ...


class OperatorReader:
    """Handles one entry at a time; entries of different chats run side by side."""

    def __init__(self, database: Database, telegram: Telegram, dispatcher: Dispatcher) -> None:
        self._database = database
        self._telegram = telegram
        self._dispatcher = dispatcher

    async def __call__(self, raw: str, begin: BeginEntry) -> None:
        payload = as_words(json.loads(raw))
        try:
            update = Update.model_validate(payload, context={"bot": self._telegram.bot})
        except ValidationError:
            await self._unreadable(payload)
            return
        place = place_of(update)
        if place is None:
            return
        forum = await forum_at(self._database, place)
        account = account_of(update, place)
        operator = await operator_at(self._database, account) if account is not None else None
        if operator and forum and operator.organization_id != forum.organization_id:
            operator = None  # a stranger in this group
        if operator is not None:
            await self._keep_username(update, operator)
        owner = forum or operator
        if owner and isinstance(update.event, CallbackQuery) and isinstance(update.event.message, InaccessibleMessage):
            async with self._database.read(owner.organization_id) as uow:
                place = await topic_of_old(uow, update.event, place)
        may_sound = place.is_group or operator is None or operator.has_sound
        with language(operator.language if operator else _spoken(update)), sound(on=may_sound):
            await self._handle(update, place, forum, operator, begin)

    async def _keep_username(self, update: Update, operator: Operator) -> None:
        """Store the account's user name, because people change it and Telegram does not report that."""
        match update.event:
            case Message(from_user=User(is_bot=False, username=username)):
                pass
            case CallbackQuery(from_user=User(username=username)):
                pass
            case _:
                return
        if username != operator.username:
            # `begin` would mark the update as handled before its own handler has seen it.
            async with self._database.begin(operator.organization_id) as uow:
                await know_username(uow, operator.sign_in_id, username)

    async def _handle(
        self, update: Update, place: Place, forum: Forum | None, operator: Operator | None, begin: BeginEntry
    ) -> None:
        owner = forum or operator
        asked_of, now = operator.employee_id if operator else 0, self._database.clock()
        is_typed = _is_typed(update)
        afterwards = Afterwards(self._database, owner.organization_id, asked_of, now, is_typed) if owner else None
        responder = Responder(self._telegram, place, for_account=account_of(update, place), afterwards=afterwards)
        self._close_open_screen(update)
        cause = QuestionCause(
            None if is_typed else self._telegram.settler.ids.highest(place.chat_id), _pressed_on(update)
        )
        try:
            with caused(cause):
                outcome = await self._dispatcher.feed_update(
                    self._telegram.bot,
                    update,
                    place=place,
                    responder=responder,
                    operator=operator,
                    open_question=OpenQuestion(self._database, place, operator, update) if operator else None,
                    forum=forum,
                    begin=partial(begin, owner.organization_id) if owner else begin,
                    database=self._database,
                    telegram=self._telegram,
                )
        except Refusal as refusal:
            await _answer(responder, update, translate(refusal))
            return
        if outcome is UNHANDLED:
            await _answer(responder, update, _("I did not understand that. /help tells what can be done here"))

    def _close_open_screen(self, update: Update) -> None:
        """Close the open screen whose button was pressed; the handler opens another one if it draws one there."""
        if isinstance(update.event, CallbackQuery) and update.event.message is not None:
            shown = update.event.message
            self._telegram.open_screens.close(shown.chat.id, shown.message_id)

    async def _unreadable(self, payload: dict[str, Any]) -> None:
        """Tell the sender that the message is not supported: our library does not know this kind of update yet."""
        message = payload.get("message") or {}
        log.warning("an update of the operator bot could not be read: %s", sorted(payload))
        place = raw_place(message)
        if place is None or (place.is_group and not await self._is_dialog_topic(place)):
            return
        account = raw_account(message, place)
        operator = await operator_at(self._database, account) if account is not None else None
        with language(operator.language if operator else None):
            text = _("This kind of message is not supported yet: it was not sent to the customer")
            responder = Responder(self._telegram, place, for_account=account)
            await responder.say(text, reply_to=message.get("message_id"))

    async def _is_dialog_topic(self, place: Place) -> bool:
        """Whether the topic of a group belongs to a dialog."""
        forum = await forum_at(self._database, place)
        if forum is None or place.thread_id is None:
            return False
        async with self._database.read(forum.organization_id) as uow:
            return await uow.windows.in_thread(place.chat_id, place.thread_id) is not None


async def _answer(responder: Responder, update: Update, text: str) -> None:
    match update.event:
        case CallbackQuery() as query:
            await responder.toast(query, text, alert=True)
        case Message() as message if not is_service(message):
            await responder.say(text, reply_to=message.message_id)


def is_service(message: Message) -> bool:
    """Whether nobody wrote the message: new topics and pins, the bot's own included, come back as messages."""
    if message.sender_chat is not None:
        # Telegram shows a bot of its own as the sender when somebody writes anonymously.
        return False
    return message.from_user is None or message.from_user.is_bot


def _pressed_on(update: Update) -> int | None:
    match update.event:
        case CallbackQuery(message=shown) if shown is not None:
            return shown.message_id
    return None


def _is_typed(update: Update) -> bool:
    """Whether the update is text that may answer a question; presses and commands are not."""
    match update.event:
        case Message(text=text):
            return not (text or "").startswith("/")
    return False


def _spoken(update: Update) -> str | None:
    sender = getattr(update.event, "from_user", None)
    return sender.language_code if sender else None
