"""The webhook: Telegram brings the updates. It signs them with a secret that only the two of us know."""

import hmac

from telegram import Bot

from bridge.channels.telegram.failures import repeatable
from bridge.channels.telegram.polling import ALLOWED_UPDATES
from bridge.errors import Undeliverable, WebhookRefused

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

# How many updates Telegram may bring at once; those of one chat come one after another all the same.
MAX_CONNECTIONS = 40


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates brought to `url`.

    Raises:
        WebhookRefused: Telegram does not accept the URL; the text says why.
        TryLater, UnauthorizedToken: as ever.
    """
    try:
        with repeatable():
            await bot.set_webhook(
                url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=MAX_CONNECTIONS
            )
    except Undeliverable as refusal:
        raise WebhookRefused(detail=refusal.params.get("detail", refusal)) from refusal


async def delete_webhook(bot: Bot) -> None:
    """Have updates wait for `getUpdates` again; those that wait already are kept."""
    with repeatable():
        await bot.delete_webhook()


async def has_pending_updates(bot: Bot) -> bool:
    """Whether there are updates that Telegram has not brought yet; raises what a call raises."""
    with repeatable():
        info = await bot.get_webhook_info()
    return info.pending_update_count > 0


def is_authentic(header: str | None, secret: str) -> bool:
    """Did Telegram send this? Takes equally long whatever the header holds; without a secret nothing is authentic."""
    given = (header or "").encode(errors="surrogateescape")
    return hmac.compare_digest(given, secret.encode()) and bool(secret)
