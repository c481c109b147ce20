"""A bot's life in the process: connected as soon as Telegram answers, then listened to until the end."""

import asyncio
from datetime import timedelta
from typing import Any, Protocol

import structlog

from bridge.app.parts import Parts
from bridge.errors import BridgeError, ReadElsewhere, TryLater, UnauthorizedToken
from bridge.journal.polling import Listener

log = structlog.get_logger(__name__)

# Between tries to reach Telegram, and to have a refused token accepted after all.
RECONNECT = timedelta(seconds=5)
REFUSED = timedelta(minutes=1)


class Bot(Protocol):
    """The operator bot, or the bot of a customers' channel. `name` is its source in the journal."""

    name: str

    def lane_of(self, update: dict[str, Any]) -> str:
        """The chat whose updates are read in order with this one."""

    async def connect(self) -> None:
        """Ask Telegram who we are; raises what a call raises."""

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to `url`; an empty one means that they are polled."""

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        """Poll: the updates from `offset` on."""

    def join(self) -> None:
        """From now on its journal is read and its deliveries are carried."""

    async def close(self) -> None: ...


async def live(bot: Bot, parts: Parts) -> None:
    """Connect, then listen; for ever. Until it is connected what concerns it waits in the two books."""
    while True:
        parts.states[bot.name] = "connecting"
        try:
            await bot.connect()
            await bot.set_webhook(webhook_url(parts, bot.name), parts.vault.webhook_secret(bot.name))
        except UnauthorizedToken as error:
            parts.states[bot.name] = state(error)
            log.error("Telegram does not accept the bot's token: give the right one and start again", bot=bot.name)
            await asyncio.sleep(REFUSED.total_seconds())
        except BridgeError as error:
            wait = error.after if isinstance(error, TryLater) else RECONNECT
            log.warning("Telegram cannot be reached, trying again", bot=bot.name, error=type(error).__name__)
            await asyncio.sleep(max(wait, RECONNECT).total_seconds())
        else:
            break
    bot.join()
    parts.states[bot.name] = state(None)
    log.info("bot.serving", bot=bot.name)
    parts.journal.wake()
    parts.outbox.wake()
    if not parts.settings.http.public_url:

        def changed(problem: Exception | None) -> None:
            parts.states[bot.name] = state(problem)

        await Listener(bot.name, bot.updates, parts.recorder(bot.name), bot.lane_of, on_change=changed).run()


def state(problem: Exception | None) -> str:
    """How a bot is doing, as health tells it."""
    match problem:
        case None:
            return "serving"
        case UnauthorizedToken():
            return "its token is not accepted"
        case ReadElsewhere():
            return "another process takes its updates"
        case TryLater():
            return "Telegram cannot be reached"
    return "its updates cannot be written down"


def webhook_url(parts: Parts, name: str) -> str:
    """Where Telegram shall send a bot's updates; empty when they are polled."""
    root = parts.settings.http.public_url
    return f"{root}/webhooks/{name}" if root else ""
