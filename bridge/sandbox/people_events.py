"""What the page sees over HTTP: the state once, then every event (docs/sandbox-api.md)."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from aiohttp import WSMsgType, web

from bridge.sandbox.feed import Subscription
from bridge.sandbox.people_view import event_view, state_view
from bridge.sandbox.world import World

# Somebody's HTML file must not become a page of the sandbox.
HARMLESS = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


class PeopleEvents:
    """Shows the world to the page."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/sandbox/state", self.state)
        app.router.add_get("/sandbox/events", self.events)
        app.router.add_get("/sandbox/files/{id}", self.file)

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(state_view(self._world))

    async def events(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        with self._world.feed.subscribe() as news:
            sending = asyncio.create_task(self._send_events(socket, news))
            try:
                async for message in socket:
                    if message.type is WSMsgType.ERROR:
                        break
            finally:
                sending.cancel()
        return socket

    async def _send_events(self, socket: web.WebSocketResponse, news: Subscription) -> None:
        with suppress(ConnectionError):  # the page went away
            while True:
                event = await news.get()
                await socket.send_str(json.dumps(event_view(self._world, event), ensure_ascii=False))

    async def file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime, headers=HARMLESS)
