"""The sandbox's server: everything on one port, the page included, and the Bot API alone on another."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import ClientSession, web

from bridge.sandbox.accounts import Bot
from bridge.sandbox.answers import refusal
from bridge.sandbox.api_port import ApiPort
from bridge.sandbox.bot_api import BotApi
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.methods.table import all_methods
from bridge.sandbox.people_api import PeopleApi
from bridge.sandbox.people_events import PeopleEvents
from bridge.sandbox.same_origin import same_origin
from bridge.sandbox.weather_api import WeatherApi
from bridge.sandbox.webhooks import WebhookDelivery
from bridge.sandbox.world import World

PAGE = Path(__file__).parent / "page"
GRACE = 0.2
LARGEST_BODY = 60 << 20


class SandboxServer:
    """`async with SandboxServer(world) as server:` serves the world at `server.url` (port 0: any free one).

    `server.api_url` is the Bot API alone: a port that is closed in weather which refuses connections.
    """

    def __init__(
        self, world: World, host: str = "127.0.0.1", port: int = 0, *, api_port: int = 0, page: Path = PAGE
    ) -> None:
        self._world = world
        self._host = host
        self._port = port
        self._api_port = api_port
        self._page = page
        self._bot_api = BotApi(world, all_methods())
        self._stack = AsyncExitStack()
        self._deliveries: dict[int, asyncio.Task[None]] = {}
        self._clearing: asyncio.TimerHandle | None = None
        self.url = ""
        self.api_url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        runner = await self._runner(self._app())
        site = web.TCPSite(runner, self._host, self._port)
        await site.start()
        await self._open_api()
        self._session = await self._stack.enter_async_context(ClientSession())
        self._stack.push_async_callback(self._end_waiting)
        port = runner.addresses[0][1]
        self.url = self._address(port)
        self._world.on_bot = self._deliver_to
        for bot in self._world.bots.values():
            self._deliver_to(bot)

    async def stop(self) -> None:
        """Waiting polls are answered, everything else is cut off. Stopping twice does no harm."""
        await self._stack.aclose()

    async def _runner(self, app: web.Application) -> web.AppRunner:
        runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=GRACE, handler_cancellation=True, handle_signals=False
        )
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        return runner

    async def _open_api(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        self._bot_api.add_routes(app)
        app.router.add_route("*", "/{other:.*}", _not_found)
        runner = await self._runner(app)
        assert runner.server
        self._api = ApiPort(runner.server, self._host, self._api_port)
        self._stack.callback(self._close_api)
        self.api_url = self._address(self._api.number)
        self._world.weather.on_change = self._follow_weather
        self._follow_weather()

    def _address(self, port: int) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{port}"

    def _close_api(self) -> None:
        self._world.weather.on_change = lambda: None
        if self._clearing:
            self._clearing.cancel()
        self._api.give_up()

    def _follow_weather(self) -> None:
        """Open or close the port, and look again when the next spell is over."""
        weather = self._world.weather
        (self._api.close if weather.refuses else self._api.open)()
        if self._clearing:
            self._clearing.cancel()
        ends = [spell.until for spell in weather.spells if spell.until]
        left = min(ends) - self._world.clock.now() if ends else None
        self._clearing = self._loop.call_later(left.total_seconds(), self._weather_ends) if left is not None else None

    def _weather_ends(self) -> None:
        self._world.weather.look()
        self._follow_weather()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[same_origin])
        self._bot_api.add_routes(app)
        PeopleEvents(self._world).add_routes(app)
        PeopleApi(self._world).add_routes(app)
        WeatherApi(self._world).add_routes(app)
        app.router.add_get("/", self._index)
        if self._page.is_dir():
            app.router.add_static("/page/", self._page)
        app.router.add_route("*", "/{other:.*}", _not_found)
        return app

    async def _index(self, request: web.Request) -> web.StreamResponse:
        index = self._page / "index.html"
        if not index.is_file():
            return web.Response(text="The sandbox is running; its page is not there yet.")
        return web.FileResponse(index, headers={"Cache-Control": "no-cache"})

    def _deliver_to(self, bot: Bot) -> None:
        delivery = WebhookDelivery(bot, self._world.clock, self._world.weather, self._bot_api.perform)
        running = delivery.run(self._session)
        # Bots also appear in plain functions, such as a test's fixture, where no loop is running.
        self._deliveries[bot.id] = self._loop.create_task(running, name=f"webhook of bot {bot.id}")

    async def _end_waiting(self) -> None:
        """Let waiting polls end at once, so that closing does not wait for them."""
        self._world.on_bot = None
        for bot in self._world.bots.values():
            bot.updates.end_poll(None)
        for task in self._deliveries.values():
            task.cancel()
        await asyncio.gather(*self._deliveries.values(), return_exceptions=True)


async def _not_found(request: web.Request) -> web.Response:
    return refusal(Refused(Reason.NOT_FOUND))
