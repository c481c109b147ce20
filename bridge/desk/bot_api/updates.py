"""The operator bot's raw updates. No model stands between Telegram and the journal."""

from datetime import timedelta
from typing import Any

from aiogram.methods import TelegramMethod

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import OutcomeUnknown, Unreachable

# The kinds are named, because aiogram would only ask for those with handlers, and Telegram sends reactions only when
# asked.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "message_reaction"]

LONG_POLL = timedelta(seconds=25)
# Telegram answers within the long poll. A longer wait means a dead connection.
POLL_TIMEOUT = LONG_POLL + timedelta(seconds=10)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` with a raw answer, so that an update of an unknown kind cannot stop the batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int
    timeout: int
    allowed_updates: list[str]


class DeskUpdates:
    """Polls the operator bot's updates."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        """Return the next updates. It waits for them; the list is empty when none comes within the long poll."""
        method = GetRawUpdates(offset=offset, timeout=int(LONG_POLL.total_seconds()), allowed_updates=ALLOWED_UPDATES)
        try:
            return await self._telegram(method, seconds=int(POLL_TIMEOUT.total_seconds()))
        except OutcomeUnknown as error:
            # The poll can be repeated safely: Telegram forgets updates only when a higher offset is asked for.
            raise Unreachable from error


def lane_of(payload: dict[str, Any]) -> str:
    """Return the lane of an update: its private chat or group.

    Unknown kinds of updates are read, too; "?" without a chat.
    """
    for part in payload.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message") if isinstance(part.get("message"), dict) else part
        for holder in (message, part):
            for key in ("chat", "from", "user"):
                found = (holder or {}).get(key)
                if isinstance(found, dict) and "id" in found:
                    return str(found["id"])
    return "?"
