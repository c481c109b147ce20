"""The webhooks of all bots, to which Telegram sends updates."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bridge.app.bots import Bot
from bridge.app.components import Components
from bridge.app.damped import Damped
from bridge.channels.telegram.webhook import SECRET_HEADER, is_authentic
from bridge.journal.polling import as_entry
from storage.engine.trouble import is_database_trouble

# From the headers until the body has arrived; Telegram sends both at once.
BODY_TIMEOUT = timedelta(seconds=15)
# Ids of updates have 32 bits in practice, and at most 53 bits by Telegram's rules for numbers.
MAX_UPDATE_ID = 1 << 63


class NotAnUpdate(Exception):
    """The body is not an update of Telegram's."""


class Webhooks:
    """Receives updates. An update is in the journal before it is answered with 200."""

    def __init__(self, components: Components, bots: Mapping[str, Bot], damped: Damped) -> None:
        self._components = components
        self._bots = bots
        self._damped = damped

    async def receive(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        bot = self._bots.get(name)
        given = request.headers.get(SECRET_HEADER)
        if bot is None or not is_authentic(given, self._components.vault.webhook_secret(name)):
            self._damped.warning("webhook.refused", bot=name if bot else "unknown")
            return web.Response(status=403)
        try:
            async with asyncio.timeout(BODY_TIMEOUT.total_seconds()):
                body = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        try:
            update = update_in(body)
            entry = as_entry(update, bot.lane_of)
            bot.settler.ids.learn_update(update)
        except (NotAnUpdate, ValueError, TypeError, AttributeError, RecursionError):
            self._damped.warning("webhook.not_an_update", bot=name)
            return web.Response(status=400)
        try:
            await self._components.recorder(name).record([entry])
        except (SQLAlchemyError, OSError) as error:
            # Telegram sends the update again, for a day.
            if not is_database_trouble(error):
                self._damped.warning("webhook.not_recorded", bot=name, error=type(error).__name__)
            return web.Response(status=503)
        return web.Response()


def update_in(body: bytes) -> dict[str, Any]:
    """Return the update in a request's body.

    Raises:
        NotAnUpdate: the body is not JSON in UTF-8, is nested too deep, or contains values that JSON or a database
            cannot store.
    """
    try:
        update = json.loads(body.decode())
        # An unpaired surrogate and an infinite number can be parsed, but not be written again.
        json.dumps(update, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise NotAnUpdate from None
    match update:
        case {"update_id": int(number)} if not isinstance(number, bool) and abs(number) < MAX_UPDATE_ID:
            return dict(update)
    raise NotAnUpdate
