"""The connections to our HTTP port. Each must send its request within a time, so that nobody can hold all of them.

aiohttp alone waits an hour for the first line of a request. It waits without limit for a body, and for a client that
does not read the answer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bridge.app.damped import Damped
from bridge.delivery.retry import traced

# From the connection's start until the request's headers have arrived.
HEADERS_TIMEOUT = timedelta(seconds=15)
# From the headers until the answer is written. The time includes the body and the database's commit.
REQUEST_TIMEOUT = timedelta(seconds=60)
# From an answer until the next request. Reverse proxies keep a connection for 60 seconds. The side that sends requests
# must close first, so our time is longer.
KEEP_ALIVE_TIMEOUT = timedelta(seconds=75)
# Two bots with 40 webhook connections each need far fewer, and the usual limit of open files, 1024, is higher.
MAX_CONNECTIONS = 256
SWEEP_INTERVAL = timedelta(seconds=1)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Deadline:
    """By the loop's time: when the connection was accepted, and when it will be closed."""

    accepted_at: float
    ends_at: float


class Connections:
    """Accepts the connections of one aiohttp server, and closes those whose time is over."""

    def __init__(self, damped: Damped) -> None:
        self._damped = damped
        self._deadlines: dict[web.RequestHandler, Deadline] = {}
        self._loop = asyncio.get_running_loop()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Start the time of the request. The log of a failed request contains neither its bytes nor a traceback."""
        self._set_deadline(request.protocol, REQUEST_TIMEOUT)
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except (ConnectionError, web.RequestPayloadError):
            return _closing_response(400)
        except Exception as error:
            self._damped.warning("http.failed", error=traced(error))
            return _closing_response(500)
        finally:
            self._set_deadline(request.protocol, KEEP_ALIVE_TIMEOUT)

    def accept(self, server: web.Server) -> web.RequestHandler:
        """Accept a new connection of `server`. When there are too many, the one with the nearest deadline is closed."""
        if len(self._deadlines) >= MAX_CONNECTIONS:
            self._forget_closed()
        if len(self._deadlines) >= MAX_CONNECTIONS:
            self._damped.warning("http.too_many_connections", limit=MAX_CONNECTIONS)
            self._end(min(self._deadlines, key=lambda each: self._deadlines[each].ends_at))
        connection = server()
        now = self._loop.time()
        self._deadlines[connection] = Deadline(now, now + HEADERS_TIMEOUT.total_seconds())
        return connection

    async def run(self) -> None:
        """Close overdue connections until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_INTERVAL.total_seconds())
            self._forget_closed()
            now = self._loop.time()
            for connection in [each for each, deadline in self._deadlines.items() if deadline.ends_at <= now]:
                self._end(connection)

    def _set_deadline(self, connection: web.RequestHandler, time: timedelta) -> None:
        if (deadline := self._deadlines.get(connection)) is not None:
            deadline.ends_at = self._loop.time() + time.total_seconds()

    def _end(self, connection: web.RequestHandler) -> None:
        del self._deadlines[connection]
        # `close` would wait until the other side has read what was written.
        if connection.transport is not None:
            connection.transport.abort()

    def _forget_closed(self) -> None:
        # A connection that was just accepted gets its transport a moment later.
        before = self._loop.time() - SWEEP_INTERVAL.total_seconds()
        for connection, deadline in list(self._deadlines.items()):
            if connection.transport is None and deadline.accepted_at < before:
                del self._deadlines[connection]


class Site(web.BaseSite):
    """A site of aiohttp whose connections `connections` accepts."""

    def __init__(self, runner: web.BaseRunner, connections: Connections, host: str, port: int) -> None:
        super().__init__(runner)
        self._connections = connections
        self._host = host
        self._port = port

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        await super().start()
        server = self._runner.server
        assert server is not None
        self._server = await asyncio.get_running_loop().create_server(
            lambda: self._connections.accept(server), self._host, self._port, backlog=MAX_CONNECTIONS
        )


def library_log(damped: Damped) -> logging.Logger:
    """aiohttp's log of bytes that are no request. Its own lines would quote those bytes, with a traceback each."""
    logger = logging.Logger("http")
    logger.addHandler(_BriefHandler(damped))
    return logger


class _BriefHandler(logging.Handler):
    def __init__(self, damped: Damped) -> None:
        super().__init__(logging.WARNING)
        self._damped = damped

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._damped.warning("http.not_a_request", error=type(error).__name__)


def _closing_response(status: int) -> web.Response:
    """Return an answer after which the connection is closed."""
    response = web.Response(status=status)
    response.force_close()
    return response
