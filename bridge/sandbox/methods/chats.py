"""Chats and their members."""

from __future__ import annotations

from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    GetUserProfilePhotos,
    LeaveChat,
)

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.chats import Chat, Group, PrivateChat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.members import ORDINARY_RIGHTS, SEND_RIGHTS, Member
from bridge.sandbox.methods.addresses import ensure_known, known_chat, user_of
from bridge.sandbox.wire import Json

NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(call: Call, ask: GetChat) -> Json:
    chat = _seen(call, ask.chat_id)
    full = chat.wire | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    if isinstance(chat, Group):
        full["permissions"] = {right: right in ORDINARY_RIGHTS for right in SEND_RIGHTS}
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].wire(call.bot, deep=False)
    return full


def get_chat_member(call: Call, ask: GetChatMember) -> Json:
    chat = _seen(call, ask.chat_id)
    account = user_of(call, ask.user_id)
    if isinstance(chat, Group):
        return (chat.members.get(account.id) or Member(account, "left")).wire()
    return Member(account).wire()


def get_chat_administrators(call: Call, ask: GetChatAdministrators) -> list[Json]:
    """Bots are left out, but for the one that asks."""
    return [
        member.wire()
        for member in _group(call, ask.chat_id).members.values()
        if member.is_admin and (not member.account.is_bot or member.account is call.bot)
    ]


def get_chat_member_count(call: Call, ask: GetChatMemberCount) -> int:
    chat = _seen(call, ask.chat_id)
    return len(chat.people()) + len(chat.bots())


def leave_chat(call: Call, ask: LeaveChat) -> bool:
    chat = known_chat(call, ask.chat_id)
    if not isinstance(chat, Group):
        raise Refused(Reason.LEAVE_PRIVATE)
    chat.members[call.bot.id].status = "left"
    return True


def get_user_profile_photos(call: Call, ask: GetUserProfilePhotos) -> Json:
    user_of(call, ask.user_id)
    return {"total_count": 0, "photos": []}


def _seen(call: Call, chat_id: int | str) -> Chat:
    chat = known_chat(call, chat_id)
    if isinstance(chat, PrivateChat):
        try:
            ensure_known(chat, call)
        except Refused as error:
            # Who shares a group with the bot is known to it, but for writing.
            if error.reason is not Reason.NEVER_STARTED:
                raise
    return chat


def _group(call: Call, chat_id: int | str) -> Group:
    chat = _seen(call, chat_id)
    if not isinstance(chat, Group):
        raise Refused(Reason.NO_ADMINISTRATORS)
    return chat


METHODS: Table = {
    GetChat: get_chat,
    GetChatMember: get_chat_member,
    GetChatAdministrators: get_chat_administrators,
    GetChatMemberCount: get_chat_member_count,
    LeaveChat: leave_chat,
    GetUserProfilePhotos: get_user_profile_photos,
}
