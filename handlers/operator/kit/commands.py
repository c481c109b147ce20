"""The commands that Telegram offers in an operator's chat, by the employee's role."""

import logging
import re
from collections.abc import Collection

from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import BridgeError, lazy
from bridge.text.texts import _
from storage.team.employees import Role

log = logging.getLogger(__name__)

OPERATOR_COMMANDS = {
    "menu": lazy("Main menu"),
    "dialogs": lazy("Dialogs: mine, unanswered and others"),
    "search": lazy("Search persons and messages"),
    "take": lazy("Take this dialog"),
    "transfer": lazy("Hand this dialog over"),
    "note": lazy("Note something about this dialog for colleagues"),
    "tags": lazy("Tags of this dialog"),
    "delete": lazy("Delete the message replied to, at the customer's too"),
    "edit": lazy("Change what was sent for you, such as a template: reply to it"),
    "task": lazy("Set a task, with the time if you like"),
    "tasks": lazy("Task list"),
    "templates": lazy("Templates for this dialog"),
    "snooze": lazy("Put this dialog off until a time"),
    "snoozed": lazy("Dialogs that are put off"),
    "later": lazy("Send a message later; what waits to be sent"),
    "close": lazy("Send this dialog to the archive"),
    "board": lazy("Board of who is waiting for an answer"),
    "stats": lazy("Analytics"),
    "schedule": lazy("My work schedule, and a pause"),
    "settings": lazy("Sound, language, time zone and the like"),
    "cancel": lazy("Leave the question that is open here"),
    "help": lazy("What can be done here"),
    "start": lazy("Begin from the main menu"),
    "logout": lazy("Sign out"),
}
MANAGER_COMMANDS = {
    "admin": lazy("What managers and administrators arrange"),
}
ADMIN_COMMANDS = {
    "bind": lazy("Show a department's dialogs in a group"),
    "invite": lazy("Invite an employee by a link"),
    "revoke": lazy("End somebody's sign-in"),
}
# A note begins with "//" or with the command, which Telegram may have completed with the bot's name.
NOTE_PATTERN = re.compile(r"\s*(?://|/note(?:@\w+)?(?=\s|$))\s*", re.IGNORECASE)
# A stranger who types one of these does not mean it as a password.
COMMAND_NAMES = [*OPERATOR_COMMANDS, *MANAGER_COMMANDS, *ADMIN_COMMANDS]

COMMANDS_BY_ROLE = {
    Role.OPERATOR: OPERATOR_COMMANDS,
    Role.MANAGER: OPERATOR_COMMANDS | MANAGER_COMMANDS,
    Role.ADMIN: OPERATOR_COMMANDS | MANAGER_COMMANDS | ADMIN_COMMANDS,
}


async def show(telegram: Telegram, chat_id: int, role: Role) -> None:
    """Offer the commands of the role in this chat, in the current language. A failure is only logged."""
    listed = [BotCommand(command=name, description=_(text)) for name, text in COMMANDS_BY_ROLE[role].items()]
    await _try(telegram, SetMyCommands(commands=listed, scope=BotCommandScopeChat(chat_id=chat_id)))


async def show_in_group(telegram: Telegram, chat_id: int, names: Collection[str]) -> None:
    """Offer these commands to everybody in the group, in the current language. A failure is only logged."""
    listed = [
        BotCommand(command=name, description=_(text)) for name, text in OPERATOR_COMMANDS.items() if name in names
    ]
    await _try(telegram, SetMyCommands(commands=listed, scope=BotCommandScopeChat(chat_id=chat_id)))


async def forget(telegram: Telegram, chat_id: int) -> None:
    """Remove the commands: the account is a stranger again, or the group is unbound. A failure is only logged."""
    await _try(telegram, DeleteMyCommands(scope=BotCommandScopeChat(chat_id=chat_id)))


async def _try(telegram: Telegram, method: SetMyCommands | DeleteMyCommands) -> None:
    try:
        await telegram(method)
    except BridgeError as error:
        log.warning("could not change the list of commands: %s", type(error).__name__)
