"""Who writes to the operator bot, where they write, and the unit of work for their action."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    InaccessibleMessage,
    InlineQuery,
    Message,
    MessageReactionUpdated,
    TelegramObject,
    Update,
)

from bridge.desk.bot_api.destinations import is_group
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee, Role
from storage.team.forums import Forum
from storage.team.sign_ins import SignIn

# Nobody works in Telegram channels.
CHAT_TYPES = ("private", "group", "supergroup")

Begin = Callable[[], AbstractAsyncContextManager[UnitOfWork]]
"""Opens the unit of work in which an update is handled; committing it marks the journal's entry as handled too."""


@dataclass(frozen=True)
class Operator:
    """A signed-in employee and the chat of their account."""

    employee_id: int
    organization_id: int
    sign_in_id: int
    chat_id: int
    name: str
    role: Role
    language: str
    time_zone: str
    has_sound: bool = True
    # The account's user name, as we last saw it.
    username: str | None = None
    # We believe that they have blocked the bot.
    is_blocked: bool = False

    def sees_hidden(self, place: "Place") -> bool:
        """Whether they see what customers wrote while blocked; never in a group, where others would see it, too."""
        return self.role.is_manager and not place.is_group

    async def employee(self, uow: UnitOfWork) -> Employee:
        return await uow.employees.get(self.employee_id)

    async def sign_in(self, uow: UnitOfWork) -> SignIn:
        return await uow.sign_ins.get(self.sign_in_id)


@dataclass(frozen=True)
class Place:
    """Where an update happened: the private chat of an account or a group, and the topic in it."""

    chat_id: int
    thread_id: int | None = None

    @property
    def is_group(self) -> bool:
        return is_group(self.chat_id)


async def operator_at(database: Database, telegram_user_id: int) -> Operator | None:
    """The employee who is signed in from this account; None for a stranger."""
    async with database.read() as uow:
        found = await uow.sign_ins.whose_anywhere(telegram_user_id)
    if found is None:
        return None
    sign_in, employee, organization = found
    if not employee.is_active:
        return None
    return Operator(
        employee_id=employee.id,
        organization_id=organization.id,
        sign_in_id=sign_in.id,
        chat_id=sign_in.chat_id,
        name=employee.name,
        role=employee.role,
        language=employee.language,
        time_zone=employee.time_zone or organization.time_zone,
        has_sound=employee.has_sound,
        username=sign_in.telegram_username,
        is_blocked=sign_in.blocked_at is not None,
    )


async def forum_at(database: Database, place: Place) -> Forum | None:
    """The forum of a group, even when it is in trouble; None when the group is bound to no department."""
    if not place.is_group:
        return None
    async with database.read() as uow:
        return await uow.forums.at_anywhere(place.chat_id)


def place_of(event: TelegramObject) -> Place | None:
    """Where a message, a press or a change of the bot's membership happened; None in chats where nobody works.

    An inline query does not say where it was typed: its place is the person's private chat.
    """
    match event:
        case Update():
            return place_of(event.event)
        case Message(chat=chat) if chat.type in CHAT_TYPES:
            # A thread id without is_topic_message belongs to a chain of replies, not to a topic.
            return Place(chat.id, event.message_thread_id if event.is_topic_message else None)
        case ChatMemberUpdated(chat=chat) | MessageReactionUpdated(chat=chat) if chat.type in CHAT_TYPES:
            return Place(chat.id)
        case CallbackQuery(message=Message() as shown):
            return place_of(shown)
        case CallbackQuery(message=InaccessibleMessage(chat=chat)) if chat.type in CHAT_TYPES:
            # A press on an old message has no topic. Its button carries the dialog's id for that reason.
            return Place(chat.id)
        case InlineQuery(from_user=sender):
            return Place(sender.id)
    return None


def raw_place(message: Mapping[str, Any]) -> Place | None:
    """The place of a raw message that could not be parsed; None when it does not name its chat."""
    chat_id = (message.get("chat") or {}).get("id")
    if not isinstance(chat_id, int):
        return None
    return Place(chat_id, message.get("message_thread_id") if message.get("is_topic_message") else None)


def raw_account(message: Mapping[str, Any], place: Place) -> int | None:
    """The Telegram account that wrote a raw message; None when it is unknown or writes in the name of a group."""
    if not place.is_group:
        return place.chat_id
    sender = (message.get("from") or {}).get("id")
    return sender if isinstance(sender, int) and "sender_chat" not in message else None


def account_of(update: Update, place: Place) -> int | None:
    """The Telegram account that wrote or pressed; None for bots, and for people who write in the name of a group."""
    if not place.is_group:
        # The id of a private chat is the id of the person's account.
        return place.chat_id
    if isinstance(update.event, Message) and update.event.sender_chat is not None:
        return None
    sender = getattr(update.event, "from_user", None) or getattr(update.event, "user", None)
    return sender.id if sender is not None and not sender.is_bot else None
