"""The port of the Bot API, which can be closed and opened again under the same number."""

from __future__ import annotations

import asyncio
import socket

from aiohttp import web

BACKLOG = 128


class ApiPort:
    """Has the requests to one port answered by `serve`, an aiohttp application's server. It begins closed."""

    def __init__(self, serve: web.Server, host: str, port: int = 0) -> None:
        self._serve = serve
        self._host = host
        self._loop = asyncio.get_running_loop()
        # Bound and silent: while the port is closed, nobody else is given its number.
        self._held = _bound(host, port)
        self.number: int = self._held.getsockname()[1]
        self._listening: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._accepting: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Listen; whoever connects from now on is answered. Opening twice does no harm."""
        if self._listening is None:
            self._listening = _bound(self._host, self.number)
            self._listening.listen(BACKLOG)
            self._accepting = self._loop.create_task(self._accept(self._listening))

    def close(self) -> None:
        """Refuse connections, and cut those that are open. Closing twice does no harm."""
        self._stop_listening()
        for connection in self._serve.connections:
            if connection.transport:
                connection.transport.abort()

    def give_up(self) -> None:
        """Let go of the number; connections that are open stay so."""
        self._stop_listening()
        self._held.close()

    def _stop_listening(self) -> None:
        if self._listening is None:
            return
        if self._accepting:
            self._accepting.cancel()
        if self._server:
            self._server.close()
        else:
            self._listening.close()
        self._listening = self._server = self._accepting = None

    async def _accept(self, listening: socket.socket) -> None:
        self._server = await self._loop.create_server(self._serve, sock=listening, start_serving=False)
        await self._server.start_serving()


def _bound(host: str, port: int) -> socket.socket:
    """A socket that shares its number with others of ours; only the one that listens is connected to."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind((host, port))
    return bound
