"""The life of a bot in the process: it is connected when Telegram answers, and then its updates are received."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

import structlog

from bridge.app.components import Components
from bridge.delivery.payloads import DESK
from bridge.delivery.retry import patiently, traced
from bridge.errors import (
    BridgeError,
    OutcomeUnknown,
    ReadElsewhere,
    TryLater,
    UnauthorizedToken,
    Unreachable,
    WebhookRefused,
)
from bridge.journal.polling import Listener
from bridge.journal.recalling import recall
from bridge.network.faults import CertificateNotTrusted, ProxyUnusable
from bridge.sending.settling import Settler

log = structlog.get_logger(__name__)

# The pause between tries to connect while Telegram answers.
RECONNECT_INTERVAL = timedelta(seconds=5)


class Bot(Protocol):
    """The operator bot, or the bot of a customers' channel. `name` is its source in the journal."""

    name: str

    @property
    def settler(self) -> Settler: ...

    async def answers(self) -> None:
        """Make the cheapest call; raises what a call raises."""

    async def has_pending_updates(self) -> bool:
        """Whether Telegram has updates that it has not sent to the webhook yet; raises what a call raises."""

    def lane_of(self, update: dict[str, Any]) -> str:
        """Return the lane of the update: the chat whose updates are read in order."""

    async def connect(self) -> None:
        """Ask Telegram about this bot; raises what a call raises."""

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to `url`; with an empty `url` they are polled."""

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        """Poll the updates from `offset` on."""

    def join(self) -> None:
        """Add the bot's journal reader and its carrier."""

    async def close(self) -> None: ...


async def live(bot: Bot, components: Components) -> None:
    """Connect the bot, then receive its updates until cancelled.

    Until the bot is connected, its updates and deliveries wait in the two books.
    """
    await _connect(bot, components)
    await patiently(lambda: recall(components.database, bot.name, bot.settler.ids))
    bot.join()
    components.states[bot.name] = state(None)
    log.info("bot.serving", bot=bot.name, called=components.names[bot.name])
    components.journal.wake()
    components.outbox.wake()
    if components.settings.http.public_url:
        bot.settler.are_updates_in = partial(_are_updates_in, bot)
        return

    def changed(problem: Exception | None) -> None:
        components.states[bot.name] = state(problem)
        if problem is None:
            components.problems.pop(bot.name, None)
        else:
            components.problems[bot.name] = problem

    listener = Listener(
        bot.name,
        bot.updates,
        components.recorder(bot.name),
        bot.lane_of,
        ids=bot.settler.ids,
        availability=components.availability[bot.name],
        on_change=changed,
    )
    bot.settler.are_updates_in = listener.are_updates_in
    await listener.run()


async def _connect(bot: Bot, components: Components) -> None:
    """Try until the bot is connected."""
    availability = components.availability[bot.name]
    components.states[bot.name] = "connecting"
    while True:
        try:
            await bot.connect()
            await bot.set_webhook(webhook_url(components, bot.name), components.vault.webhook_secret(bot.name))
        except BridgeError as error:
            is_news = type(error) is not type(components.problems.get(bot.name))
            components.problems[bot.name] = error
            if isinstance(error, UnauthorizedToken | WebhookRefused):
                components.states[bot.name] = state(error)
            if isinstance(error, Unreachable | OutcomeUnknown | UnauthorizedToken):
                availability.doubt(error)
            elif is_news:
                # Telegram's text about a webhook contains only our own address, so it may be logged.
                why = str(error) if isinstance(error, WebhookRefused) else ""
                log.warning("bot.not_connected", bot=bot.name, error=traced(error), why=why)
            await asyncio.sleep(RECONNECT_INTERVAL.total_seconds())
            await availability.wait()
        else:
            components.problems.pop(bot.name, None)
            return


async def _are_updates_in(bot: Bot, since: float) -> bool:
    """Whether all updates are in the journal: those that Telegram has sent to the webhook are."""
    return not await bot.has_pending_updates()


def states(components: Components) -> dict[str, str]:
    """The state of each bot by its name, for /health.

    A broken proxy or an untrusted certificate replaces any other state: somebody has to repair it. This covers a bot
    that was never connected, and a bot whose poll has ended without a reason.
    """
    reasons = {
        name: components.availability[name].reason for name in components.states if name in components.availability
    }
    on_the_way = {name: why for name, why in reasons.items() if isinstance(why, ProxyUnusable | CertificateNotTrusted)}
    return components.states | {name: state(why) for name, why in on_the_way.items()}


def state(problem: Exception | None) -> str:
    """The state of a bot with this problem, for /health."""
    match problem:
        case None:
            return "serving"
        case UnauthorizedToken():
            return "its token is not accepted"
        case WebhookRefused():
            return f"its webhook is refused: {problem.params['detail']}"
        case ReadElsewhere():
            return "another process takes its updates"
        case ProxyUnusable():
            return f"the proxy cannot be used: {problem.reason}"
        case CertificateNotTrusted():
            return "the certificate of Telegram's server is not trusted"
        case TryLater():
            return "Telegram cannot be reached"
    return "its updates cannot be written down"


def renewal(components: Components, name: str) -> str:
    """How the owner renews the token of a bot when Telegram refuses it, for the log."""
    if name == DESK:
        return (
            "Telegram refuses OPERATOR_BOT_TOKEN: check it with `bridge doctor`, take the bot's token from @BotFather,"
            " put it into OPERATOR_BOT_TOKEN and start the bridge anew"
        )
    return (
        f"Telegram refuses the token of {components.names[name]}: take the bot's token from @BotFather and run"
        " `bridge apply team.yaml` with it; `bridge doctor` checks it"
    )


def webhook_url(components: Components, name: str) -> str:
    """The address of a bot's webhook; empty when its updates are polled."""
    root = components.settings.http.public_url
    return f"{root}/webhooks/{name}" if root else ""
