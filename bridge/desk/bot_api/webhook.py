"""Sets where Telegram sends the operator bot's updates: to our address, or nowhere while we poll."""

from aiogram.methods import DeleteWebhook, SetWebhook

from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import Undeliverable, WebhookRefused

# Telegram sends updates of one chat one at a time anyway, and updates of several chats side by side.
MAX_CONNECTIONS = 40


async def set_webhook(telegram: Telegram, url: str, secret: str, allowed: list[str]) -> None:
    """Have updates sent to `url`; with an empty `url` they are polled. Waiting updates are never dropped.

    Raises:
        WebhookRefused: Telegram does not accept the URL; the text says why.
        TryLater, OutcomeUnknown: as for any call.
    """
    if not url:
        await telegram(DeleteWebhook(drop_pending_updates=False))
        return
    method = SetWebhook(
        url=url,
        secret_token=secret,
        allowed_updates=allowed,
        max_connections=MAX_CONNECTIONS,
        drop_pending_updates=False,
    )
    try:
        await telegram(method)
    except Undeliverable as refusal:
        raise WebhookRefused(detail=refusal.params.get("detail", refusal)) from refusal
