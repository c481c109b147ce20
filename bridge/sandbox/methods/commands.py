"""The bot's menu of commands, per scope and language."""

from __future__ import annotations

import re
from typing import Any

from aiogram.methods import DeleteMyCommands, GetMyCommands, SetMyCommands
from aiogram.types import BotCommand

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.feed import Event
from bridge.sandbox.methods.addresses import known_chat, writable_chat
from bridge.sandbox.wire import Json

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
DESCRIPTION_LIMIT = 256


def set_my_commands(call: Call, ask: SetMyCommands) -> bool:
    commands = [_checked(command) for command in ask.commands]
    if len(commands) > MOST_COMMANDS:
        raise Refused(Reason.COMMAND_INVALID)
    key = (_scope(call, ask.scope), ask.language_code or "")
    if commands:
        call.bot.commands[key] = commands
    else:
        call.bot.commands.pop(key, None)
    call.world.feed.publish(Event("reset"))
    return True


def get_my_commands(call: Call, ask: GetMyCommands) -> list[Json]:
    return call.bot.commands.get((_scope(call, ask.scope), ask.language_code or ""), [])


def delete_my_commands(call: Call, ask: DeleteMyCommands) -> bool:
    call.bot.commands.pop((_scope(call, ask.scope), ask.language_code or ""), None)
    call.world.feed.publish(Event("reset"))
    return True


def _checked(command: BotCommand) -> Json:
    name = command.command.strip().removeprefix("/")
    if not name:
        raise Refused(Reason.COMMAND_EMPTY)
    if not command.description.strip():
        raise Refused(Reason.COMMAND_DESCRIPTION_EMPTY)
    if not COMMAND.fullmatch(name) or len(command.description) > DESCRIPTION_LIMIT:
        raise Refused(Reason.COMMAND_INVALID)
    return {"command": name, "description": command.description.strip()}


def _scope(call: Call, scope: Any) -> str:
    """The scope as a key. A chat's scope asks that the bot knows the chat."""
    if scope is None:
        return "default"
    parts = [str(scope.type)]
    if (chat_id := getattr(scope, "chat_id", None)) is not None:
        chat = writable_chat(call, chat_id) if scope.type == "chat" else known_chat(call, chat_id)
        parts.append(str(chat.id))
    if (user_id := getattr(scope, "user_id", None)) is not None:
        parts.append(str(user_id))
    return ":".join(parts)


METHODS: Table = {
    SetMyCommands: set_my_commands,
    GetMyCommands: get_my_commands,
    DeleteMyCommands: delete_my_commands,
}
