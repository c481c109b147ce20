"""One long poll of the customers' bot."""

from datetime import timedelta
from typing import Any

from telegram import Bot

from bridge.channels.telegram.calls import raw
from bridge.channels.telegram.failures import repeatable

# Said with every request: Telegram keeps the last list that it was given, and leaves reactions out of its own.
ALLOWED_UPDATES = ("message", "edited_message", "my_chat_member", "message_reaction", "poll_answer", "callback_query")

LONG_POLL = timedelta(seconds=25)
# What the answer to a long poll may take on its way.
TRANSIT_TIMEOUT = timedelta(seconds=10)


async def poll(bot: Bot, offset: int) -> list[dict[str, Any]]:
    """The updates from `offset` on, raw, after waiting for them; none when nobody writes for a while.

    Telegram forgets those below `offset`: they have to be in the journal.

    Raises:
        ReadElsewhere, UnauthorizedToken: a person has to mend it.
        TryLater: it may be repeated, `Unreachable` too when no answer came.
    """
    asked = {"offset": offset, "timeout": LONG_POLL.seconds, "allowed_updates": ALLOWED_UPDATES}
    with repeatable():
        updates: list[dict[str, Any]] = await raw(bot, "get_updates", asked, answer_within=LONG_POLL + TRANSIT_TIMEOUT)
    return updates
