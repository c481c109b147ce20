"""Keyboards under messages: what is refused, and what is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bridge.sandbox.chats import Chat, PrivateChat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.feed import Event
from bridge.sandbox.messages import Message
from bridge.sandbox.wire import Json
from bridge.sandbox.world import World

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
STYLES = frozenset({"danger", "success", "primary"})
DATA_LIMIT = 64
COPY_LIMIT = 256
MOST_BUTTONS = 100


def inline_keyboard(markup: InlineKeyboardMarkup | None) -> Json | None:
    """The checked keyboard as it is shown; an empty one is no keyboard."""
    if markup is None:
        return None
    for row in markup.inline_keyboard:
        for button in row:
            _check(button)
    if sum(len(row) for row in markup.inline_keyboard) > MOST_BUTTONS:
        raise Refused(Reason.MARKUP_TOO_LONG)
    kept: Json = markup.model_dump(mode="json", exclude_none=True)
    kept["inline_keyboard"] = [row for row in kept["inline_keyboard"] if row]
    return kept if kept["inline_keyboard"] else None


def check_keyboard(chat: Chat, markup: Markup | None) -> Json | None:
    """The inline keyboard, if it is one; a reply keyboard is only checked."""
    if isinstance(markup, InlineKeyboardMarkup):
        shown = inline_keyboard(markup)
        if chat.type != "private" and any(button.web_app for row in markup.inline_keyboard for button in row):
            raise Refused(Reason.BUTTON_TYPE_INVALID)
        return shown
    if isinstance(markup, ReplyKeyboardMarkup):
        _check_reply_keyboard(chat, markup)
    return None


def attach_keyboard(world: World, message: Message, markup: Markup | None) -> None:
    """A reply keyboard belongs to the chat, not to the message that brought it."""
    message.has_reply_keyboard = markup is not None and not isinstance(markup, InlineKeyboardMarkup)
    chat = message.chat
    if not isinstance(chat, PrivateChat) or not isinstance(markup, ReplyKeyboardMarkup | ReplyKeyboardRemove):
        return
    is_shown = isinstance(markup, ReplyKeyboardMarkup)
    chat.reply_keyboard = _dump(markup) if is_shown else None
    world.feed.publish(Event("chat", chat))


def _check(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise Refused(Reason.BUTTON_EMPTY)
    if button.style is not None and button.style not in STYLES:
        raise Refused(Reason.BUTTON_STYLE)
    if button.callback_data is not None:
        if not 1 <= len(button.callback_data.encode()) <= DATA_LIMIT:
            raise Refused(Reason.BUTTON_DATA_INVALID)
    elif button.url is not None:
        if not _is_url(button.url):
            raise Refused(Reason.BUTTON_URL_INVALID)
    elif button.copy_text is not None:
        if not 1 <= len(button.copy_text.text) <= COPY_LIMIT:
            raise Refused(Reason.BUTTON_COPY_TEXT_INVALID)
    elif not _does_something(button):
        raise Refused(Reason.BUTTON_UNALLOWED)


def _does_something(button: InlineKeyboardButton) -> bool:
    plain = {"text", "style", "icon_custom_emoji_id"}
    return any(getattr(button, name) is not None for name in type(button).model_fields.keys() - plain)


def _check_reply_keyboard(chat: Chat, markup: ReplyKeyboardMarkup) -> None:
    for button in (button for row in markup.keyboard for button in row):
        if button.style is not None and button.style not in STYLES:
            raise Refused(Reason.KEY_STYLE)
        if chat.type != "private" and button.request_contact:
            raise Refused(Reason.PHONE_PRIVATE_ONLY)
        if chat.type != "private" and button.web_app:
            raise Refused(Reason.WEB_APP_PRIVATE_ONLY)


def _is_url(url: str) -> bool:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg":
        return True
    # The real server refuses hosts without a dot, "localhost" among them.
    return parts.scheme in ("http", "https", "ton") and "." in (parts.hostname or "") and " " not in url


def _dump(markup: Any) -> Json:
    dumped: Json = markup.model_dump(mode="json", exclude_none=True)
    return dumped
