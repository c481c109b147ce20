"""One long poll of the customers' bot."""

from datetime import timedelta
from typing import Any

from telegram import Bot

from bridge.channels.telegram.calls import raw
from bridge.channels.telegram.failures import repeatable

# Sent with every request: Telegram keeps the last list that it was given, and leaves reactions out of its own.
ALLOWED_UPDATES = ("message", "edited_message", "my_chat_member", "message_reaction", "poll_answer", "callback_query")

LONG_POLL = timedelta(seconds=25)
# How long the answer to a long poll may take on the network.
TRANSIT_TIMEOUT = timedelta(seconds=10)


async def poll(bot: Bot, offset: int) -> list[dict[str, Any]]:
    """Wait for the raw updates from `offset` on; returns none when nobody writes for a while.

    Telegram deletes updates below `offset`, so they must be in the journal.

    Raises:
        ReadElsewhere, UnauthorizedToken: a person has to repair it.
        TryLater: the poll may be repeated; `Unreachable` when no answer came.
    """
    asked = {"offset": offset, "timeout": LONG_POLL.seconds, "allowed_updates": ALLOWED_UPDATES}
    with repeatable():
        updates: list[dict[str, Any]] = await raw(bot, "get_updates", asked, answer_within=LONG_POLL + TRANSIT_TIMEOUT)
    return updates
