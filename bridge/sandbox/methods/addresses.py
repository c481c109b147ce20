"""Which chat or user a call names, and whether the bot may reach it."""

from __future__ import annotations

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.calls import Call
from bridge.sandbox.chats import Chat, Group, PrivateChat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.members import Member


def writable_chat(call: Call, chat_id: int | str) -> Chat:
    """The chat, when the bot is there and not shut out."""
    chat = known_chat(call, chat_id)
    if isinstance(chat, PrivateChat):
        _ensure_reachable(call, chat)
    return chat


def known_chat(call: Call, chat_id: int | str) -> Chat:
    """The chat, as far as the bot may know that it exists."""
    number = number_of(chat_id)
    if number is None:
        group = call.world.find_username(str(chat_id).removeprefix("@"))
    elif number > 0:
        return _private_chat(call, number)
    else:
        group = call.world.find_group(number)
    if group is None or (member := group.members.get(call.bot.id)) is None:
        raise Refused(Reason.CHAT_NOT_FOUND)
    _ensure_alive(group, member)
    return group


def ensure_known(chat: PrivateChat, call: Call) -> None:
    if chat.started:
        return
    if call.world.share_a_group(call.bot, chat.user):
        raise Refused(Reason.NEVER_STARTED)
    raise Refused(Reason.CHAT_NOT_FOUND)


def user_of(call: Call, user_id: int) -> User | Bot:
    if person := call.world.people.get(user_id):
        return person.user
    if bot := call.world.bots.get(user_id):
        return bot
    raise Refused(Reason.USER_NOT_FOUND)


def number_of(chat_id: int | str) -> int | None:
    if isinstance(chat_id, str) and not chat_id:
        raise Refused(Reason.CHAT_ID_EMPTY)
    try:
        return int(chat_id)
    except ValueError:
        return None


def _private_chat(call: Call, user_id: int) -> PrivateChat:
    if user_id in call.world.bots and user_id != call.bot.id:
        raise Refused(Reason.TO_A_BOT)
    chat = call.world.chats.get(f"{call.bot.id}:{user_id}")
    if isinstance(chat, PrivateChat):
        return chat
    person = call.world.people.get(user_id)
    if person is None:
        raise Refused(Reason.CHAT_NOT_FOUND)
    return call.world.private_chat(call.bot, person.user)


def _ensure_reachable(call: Call, chat: PrivateChat) -> None:
    ensure_known(chat, call)
    if chat.user.deactivated:
        raise Refused(Reason.USER_DEACTIVATED)
    if chat.blocked:
        raise Refused(Reason.BLOCKED)


def _ensure_alive(group: Group, member: Member) -> None:
    if group.upgraded_to:
        raise Refused(Reason.GROUP_UPGRADED, {"migrate_to_chat_id": group.upgraded_to})
    if group.is_deleted:
        raise Refused(Reason.GROUP_DELETED)
    if member.status == "kicked":
        raise Refused(Reason.KICKED, kind=group.type)
    if not member.is_inside:
        raise Refused(Reason.NOT_A_MEMBER, kind=group.type)
