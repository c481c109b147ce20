"""The webhook: Telegram delivers the updates, signed with a secret that only Telegram and we know."""

import hmac

from telegram import Bot

from bridge.channels.telegram.failures import repeatable
from bridge.channels.telegram.polling import ALLOWED_UPDATES
from bridge.errors import Undeliverable, WebhookRefused

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

# How many updates Telegram may deliver at the same time; updates of one chat still come one after another.
MAX_CONNECTIONS = 40


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates delivered to `url`.

    Raises:
        WebhookRefused: Telegram does not accept the URL; the text says why.
        TryLater, UnauthorizedToken: as for every call.
    """
    try:
        with repeatable():
            await bot.set_webhook(
                url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=MAX_CONNECTIONS
            )
    except Undeliverable as refusal:
        raise WebhookRefused(detail=refusal.params.get("detail", refusal)) from refusal


async def delete_webhook(bot: Bot) -> None:
    """Have updates wait for `getUpdates` again; updates that wait already are kept."""
    with repeatable():
        await bot.delete_webhook()


async def has_pending_updates(bot: Bot) -> bool:
    """Whether Telegram has updates that it has not delivered yet; raises what a call raises."""
    with repeatable():
        info = await bot.get_webhook_info()
    return info.pending_update_count > 0


def is_authentic(header: str | None, secret: str) -> bool:
    """Whether the request comes from Telegram.

    The comparison takes equal time for every header. Without a secret no request is authentic.
    """
    given = (header or "").encode(errors="surrogateescape")
    return hmac.compare_digest(given, secret.encode()) and bool(secret)
