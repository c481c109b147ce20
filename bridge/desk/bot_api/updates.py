"""The operator bot's updates, raw: no model may stand between Telegram and the journal."""

from datetime import timedelta
from typing import Any

from aiogram.methods import TelegramMethod

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import OutcomeUnknown, Unreachable

# Asked for by name: aiogram would ask for what has handlers, and Telegram leaves reactions out unless asked.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "message_reaction"]

LONG_POLL = timedelta(seconds=25)
# Telegram answers within the long poll; what takes longer than this is a dead connection.
POLL_TIMEOUT = LONG_POLL + timedelta(seconds=10)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates`, whose answer stays as it came: an update of an unknown kind must not stop the batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int
    timeout: int
    allowed_updates: list[str]


class DeskUpdates:
    """Where the operator bot's updates are polled from."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        """The next ones, after waiting for them; none when nobody does anything for a while."""
        method = GetRawUpdates(offset=offset, timeout=int(LONG_POLL.total_seconds()), allowed_updates=ALLOWED_UPDATES)
        try:
            return await self._telegram(method, seconds=int(POLL_TIMEOUT.total_seconds()))
        except OutcomeUnknown as error:
            # Asking again is harmless: nothing is forgotten before a higher offset is asked for.
            raise Unreachable from error


def lane_of(payload: dict[str, Any]) -> str:
    """The private chat, or the group, that an update comes from; tolerant of kinds that do not exist yet."""
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
