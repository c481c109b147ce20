"""The HTTP server: health, metrics, and the webhooks of all bots."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from aiohttp import web

from bridge.app.bots import Bot, states
from bridge.app.components import Components
from bridge.app.connections import KEEP_ALIVE_TIMEOUT, Connections, Site, library_log
from bridge.app.damped import Damped
from bridge.app.listening import cannot_listen
from bridge.app.tasks import tasks
from bridge.app.webhooks import Webhooks
from handlers.web.health import Health

# An update has a few kilobytes.
MAX_BODY_BYTES = 1 << 20
# Requests that are under way when the process is told to stop get this long; Telegram sends the others again.
SHUTDOWN_TIMEOUT = timedelta(seconds=3)


@asynccontextmanager
async def web_server(components: Components, bots: Mapping[str, Bot]) -> AsyncIterator[int]:
    """Serve until the block ends. Yields the port that is in use, also when HTTP_PORT is 0.

    Raises:
        Misconfigured: HTTP_HOST and HTTP_PORT, or METRICS_ADDRESS, cannot be listened on.
    """
    damped = Damped()
    health = Health(
        components.database, lambda: states(components), components.away, components.faults, lambda: components.names
    )
    routes = [health.route(), web.post("/webhooks/{name}", Webhooks(components, bots, damped).receive)]
    settings = components.settings.http
    metrics = settings.metrics
    async with AsyncExitStack() as stack:
        if metrics is None:
            routes.append(health.metrics_route())
        else:
            listening = _listening([health.metrics_route()], "METRICS_ADDRESS", *metrics, damped)
            await stack.enter_async_context(listening)
        serving = _listening(routes, "HTTP_HOST and HTTP_PORT", settings.http_host, settings.http_port, damped)
        yield await stack.enter_async_context(serving)


@asynccontextmanager
async def _listening(
    routes: Sequence[web.RouteDef], names: str, host: str, port: int, damped: Damped
) -> AsyncIterator[int]:
    """Serve the routes until the block ends. Yields the port; `names` are the settings with the address."""
    connections = Connections(damped)
    app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[connections.middleware])
    app.add_routes(routes)
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=library_log(damped),
        keepalive_timeout=KEEP_ALIVE_TIMEOUT.total_seconds(),
        shutdown_timeout=SHUTDOWN_TIMEOUT.total_seconds(),
    )
    await runner.setup()
    try:
        try:
            await Site(runner, connections, host, port).start()
        except (OSError, UnicodeError) as error:
            raise cannot_listen(names, host, port, error) from error
        async with tasks(connections.run()):
            yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
