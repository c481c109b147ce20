"""The HTTP server: health, metrics, and the webhooks of all bots."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bridge.app.bots import Bot
from bridge.app.parts import Parts
from bridge.channels.telegram.webhook import SECRET_HEADER, is_authentic
from bridge.errors import Misconfigured
from bridge.journal.polling import as_entry
from bridge.settings import Http
from handlers.web.health import Health
from storage.trouble import is_database_trouble

log = structlog.get_logger(__name__)


class Webhooks:
    """Telegram brings updates: they are in the journal before they are answered with 200."""

    def __init__(self, parts: Parts, bots: Mapping[str, Bot]) -> None:
        self._parts = parts
        self._bots = bots

    async def receive(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        bot = self._bots.get(name)
        given = request.headers.get(SECRET_HEADER)
        if bot is None or not is_authentic(given, self._parts.vault.webhook_secret(name)):
            log.warning("webhook.refused", bot=name if bot else "unknown")
            return web.Response(status=403)
        try:
            update = await request.json()
            entry = as_entry(update, bot.lane_of)
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
            log.warning("webhook.not_an_update", bot=name)
            return web.Response(status=400)
        bot.settler.ids.learn_update(update)
        try:
            await self._parts.recorder(name).record([entry])
        except (SQLAlchemyError, OSError) as error:
            # Telegram brings it again, for a day.
            if not is_database_trouble(error):
                log.error("webhook.not_recorded", bot=name, error=type(error).__name__)
            return web.Response(status=503)
        return web.Response()


@asynccontextmanager
async def web_server(parts: Parts, bots: Mapping[str, Bot]) -> AsyncIterator[int]:
    """Serve until the block ends; yields the port.

    Raises:
        Misconfigured: HTTP_HOST and HTTP_PORT cannot be listened on.
    """
    app = web.Application()
    app.add_routes(Health(parts.database, lambda: parts.states, parts.away).routes())
    app.router.add_post("/webhooks/{name}", Webhooks(parts, bots).receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    settings = parts.settings.http
    try:
        await _listen(runner, settings)
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Http) -> None:
    try:
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Misconfigured(
            "HTTP_HOST and HTTP_PORT: {host}:{port} cannot be listened on: {reason}",
            host=settings.http_host,
            port=settings.http_port,
            reason=reason,
        ) from error
