"""The stand-in for Telegram as a process of its own, told what to do over HTTP: `python -m tests.bench.standin`."""

import asyncio
import random
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from bridge.sandbox import SandboxServer, World
from tests.bench.traffic import Traffic


class Server(SandboxServer):
    """Counts calls, and lets each take a while: half of it on the way there, half on the way back."""

    def __init__(self, world: World, traffic: Traffic) -> None:
        super().__init__(world)
        self._traffic = traffic
        self._random = random.Random(7)
        self.delay = 0.0

    def _app(self) -> web.Application:
        app = super()._app()
        app.middlewares.append(self._slow)
        control = Control(self, self._traffic)
        for name in ("open", "phase", "write", "state", "report", "forget_polls", "fail", "recover"):
            app.router.add_post(f"/bench/{name}", getattr(control, name))
        return app

    @web.middleware
    async def _slow(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        method = request.match_info.get("method")
        if method is None:
            return await handler(request)
        if method.lower() == "getupdates":
            self._traffic.polled.add(int(request.match_info["token"].partition(":")[0]))
        else:
            self._traffic.ledger.calls[method] += 1
        half = self.delay * self._random.uniform(0.5, 1.5) / 2
        if half:
            await asyncio.sleep(half)
        response = await handler(request)
        if half:
            await asyncio.sleep(half)
        return response


class Control:
    def __init__(self, server: Server, traffic: Traffic) -> None:
        self._server = server
        self._traffic = traffic
        self._writing: asyncio.Task[None] | None = None

    async def open(self, request: web.Request) -> web.Response:
        """Who there is; answers with tokens and with each customer's operator."""
        traffic = self._traffic
        traffic.open(**await request.json())
        pairs = [(dialog.customer.id, dialog.operator.id) for dialog in traffic.dialogs]
        return web.json_response({"desk": traffic.desk.token, "shop": traffic.shop.token, "pairs": pairs})

    async def phase(self, request: web.Request) -> web.Response:
        """Begin anew, with calls that take `delay` seconds, and Telegram's limits if they are wanted."""
        body = await request.json()
        self._traffic.begin()
        self._server.delay = body["delay"]
        self._traffic.world.limits.enabled = body["limits"]
        return web.json_response({})

    async def write(self, request: web.Request) -> web.Response:
        """Begin to write; see `Traffic.write`."""
        self._writing = asyncio.create_task(self._traffic.write(**await request.json()))
        return web.json_response({})

    async def state(self, request: web.Request) -> web.Response:
        ledger = self._traffic.ledger
        return web.json_response(
            {
                "polled": len(self._traffic.polled),
                "is_writing": self._writing is not None and not self._writing.done(),
                "written": len(ledger.written),
                "arrived": len(ledger.arrived),
            }
        )

    async def fail(self, request: web.Request) -> web.Response:
        """From now on the calls of these methods go wrong; of none: all calls."""
        body = await request.json()
        self._traffic.world.weather.begin(body["kind"], methods=body["methods"])
        return web.json_response({})

    async def recover(self, request: web.Request) -> web.Response:
        """All calls go well again."""
        self._traffic.world.weather.clear()
        self._traffic.ledger.released = time.perf_counter()
        return web.json_response({})

    async def forget_polls(self, request: web.Request) -> web.Response:
        """Another process begins to poll."""
        self._traffic.polled.clear()
        return web.json_response({})

    async def report(self, request: web.Request) -> web.Response:
        if self._writing is not None:
            await self._writing
        return web.json_response(self._traffic.ledger.report())


async def main() -> None:
    world = World()
    async with Server(world, Traffic(world)) as server:
        print(server.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
