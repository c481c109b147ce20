"""How the bot introduces itself: name, descriptions, menu button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.methods import (
    GetChatMenuButton,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    SetChatMenuButton,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.methods.addresses import writable_chat
from bridge.sandbox.wire import Json

LIMITS = {"name": 64, "description": 512, "short_description": 120}
DEFAULT_BUTTON = {"type": "commands"}


def _setter(part: str) -> Callable[[Call, Any], bool]:
    def set_part(call: Call, ask: Any) -> bool:
        """An empty text takes the words of this language away."""
        text = getattr(ask, part) or ""
        if len(text) > LIMITS[part]:
            raise Refused(Reason.PROFILE_TOO_LONG, part=part.replace("_", " "))
        call.bot.profile[part, ask.language_code or ""] = text
        return True

    return set_part


def _getter(part: str) -> Callable[[Call, Any], Json]:
    def get_part(call: Call, ask: Any) -> Json:
        default = call.bot.name if part == "name" else ""
        words = call.bot.profile
        return {part: words.get((part, ask.language_code or "")) or words.get((part, "")) or default}

    return get_part


def set_chat_menu_button(call: Call, ask: SetChatMenuButton) -> bool:
    button = ask.menu_button.model_dump(mode="json", exclude_none=True) if ask.menu_button else DEFAULT_BUTTON
    call.bot.menu_buttons[_chat_id(call, ask.chat_id)] = button
    return True


def get_chat_menu_button(call: Call, ask: GetChatMenuButton) -> Json:
    buttons = call.bot.menu_buttons
    return buttons.get(_chat_id(call, ask.chat_id)) or buttons.get(0) or DEFAULT_BUTTON


def _chat_id(call: Call, chat_id: int | None) -> int:
    """The private chat the button is for; 0 is the default of all chats."""
    return writable_chat(call, chat_id).id if chat_id else 0


METHODS: Table = {
    SetMyName: _setter("name"),
    GetMyName: _getter("name"),
    SetMyDescription: _setter("description"),
    GetMyDescription: _getter("description"),
    SetMyShortDescription: _setter("short_description"),
    GetMyShortDescription: _getter("short_description"),
    SetChatMenuButton: set_chat_menu_button,
    GetChatMenuButton: get_chat_menu_button,
}
