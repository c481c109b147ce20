"""getUpdates and the webhook."""

from __future__ import annotations

import ipaddress
import math
import re
from datetime import timedelta
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused, too_many_requests
from bridge.sandbox.webhooks import Webhook
from bridge.sandbox.wire import Json

PORTS = frozenset({80, 88, 443, 8443})
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LIMIT = 256
SET_EVERY = timedelta(seconds=1)


async def get_updates(call: Call, ask: GetUpdates) -> list[Json]:
    updates = call.bot.updates
    updates.ask_for(ask.allowed_updates)
    limit = 100 if ask.limit is None else ask.limit
    return await updates.take(ask.offset or 0, limit, ask.timeout or 0)


def set_webhook(call: Call, ask: SetWebhook) -> bool:
    """An empty URL is deleteWebhook; the wanted kinds stay when they are not given."""
    bot = call.bot
    if ask.drop_pending_updates:
        bot.updates.clear()
    if not ask.url:
        return _remove(call)
    _ensure_not_too_often(call)
    _check_url(ask.url)
    _check_secret(ask.secret_token or "")
    bot.updates.ask_for(ask.allowed_updates)
    bot.webhook = Webhook(ask.url, ask.secret_token, ask.max_connections or 40, ask.ip_address)
    bot.updates.under_webhook = True
    bot.updates.end_poll(Reason.POLL_TERMINATED_BY_WEBHOOK)
    bot.updates.arrived.set()
    return True


def delete_webhook(call: Call, ask: DeleteWebhook) -> bool:
    if ask.drop_pending_updates:
        call.bot.updates.clear()
    return _remove(call)


def get_webhook_info(call: Call, ask: GetWebhookInfo) -> Json:
    bot = call.bot
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(bot.updates.pending())}
    if bot.updates.allowed:
        info["allowed_updates"] = sorted(bot.updates.allowed)
    if (webhook := bot.webhook) is None:
        return info
    info |= {"url": webhook.url, "max_connections": webhook.max_connections}
    if webhook.ip_address:
        info["ip_address"] = webhook.ip_address
    if webhook.last_error_date:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error_message}
    return info


def _remove(call: Call) -> bool:
    call.bot.webhook = None
    call.bot.updates.under_webhook = False
    return True


def _ensure_not_too_often(call: Call) -> None:
    now = call.world.clock.now()
    if call.bot.webhook_set_at and now - call.bot.webhook_set_at < SET_EVERY:
        raise too_many_requests(math.ceil(SET_EVERY.total_seconds()))
    call.bot.webhook_set_at = now


def _check_url(url: str) -> None:
    """As the real server, but plain http and any port are let through on loopback (see DIFFERENCES.md)."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise Refused(Reason.WEBHOOK_URL) from None
    if not host:
        raise Refused(Reason.WEBHOOK_URL)
    address = _address(host)
    if host == "localhost" or (address and address.is_loopback):
        return
    if parts.scheme != "https":
        raise Refused(Reason.WEBHOOK_HTTPS)
    if port not in PORTS:
        raise Refused(Reason.WEBHOOK_PORT)
    if address and not address.is_global:
        raise Refused(Reason.WEBHOOK_RESERVED, address=host)


def _check_secret(secret: str) -> None:
    if len(secret) > SECRET_LIMIT:
        raise Refused(Reason.SECRET_TOO_LONG)
    if not SECRET.fullmatch(secret):
        raise Refused(Reason.SECRET_CHARACTERS)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


METHODS: Table = {
    GetUpdates: get_updates,
    SetWebhook: set_webhook,
    DeleteWebhook: delete_webhook,
    GetWebhookInfo: get_webhook_info,
}
