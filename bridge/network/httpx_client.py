"""The HTTP client for httpx, the library beneath python-telegram-bot."""

import asyncio
from collections.abc import Iterable

import httpcore
import httpx

from bridge.network.faults import ProxyFault, reason
from bridge.network.proxies import Proxy, ProxyKind
from bridge.network.route import Route
from bridge.network.tunnels import CONNECT_TIMEOUT, dig

READ_BYTES = 1 << 12

# Errors of connections that were never made. Such a request has not left the machine.
NOT_SENT_ERRORS = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def transport(route: Route, *, connections: int) -> httpx.AsyncBaseTransport:
    """Return the transport of an httpx client. A client with a transport ignores proxy variables.

    Args:
        connections: how many connections may be open at once.
    """
    limits = httpx.Limits(max_connections=connections)
    return _Transport(route, limits)


def client(route: Route) -> httpx.AsyncClient:
    """Return a client for requests that no library sends; it has one connection."""
    return httpx.AsyncClient(transport=transport(route, connections=1))


class _Transport(httpx.AsyncHTTPTransport):
    """httpx's transport whose connections go through our own tunnel when there is a proxy.

    The tunnels of httpx itself have no time-out with SOCKS. When a proxy breaks off during CONNECT, httpx's error looks
    as if a sent request was lost.
    """

    def __init__(self, route: Route, limits: httpx.Limits) -> None:
        context = route.certificates.context
        super().__init__(verify=context, limits=limits)
        if route.proxy is not None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=limits.max_connections,
                max_keepalive_connections=limits.max_keepalive_connections,
                keepalive_expiry=limits.keepalive_expiry,
                network_backend=_Tunnels(route, route.proxy),
            )


class _Tunnels(httpcore.AsyncNetworkBackend):
    """Gives httpcore a connection with the host through the proxy. httpcore adds TLS itself."""

    def __init__(self, route: Route, proxy: Proxy) -> None:
        self._route = route
        self._proxy = proxy
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore names it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._in_time(host, port)
        except ProxyFault as fault:
            raise httpcore.ProxyError(str(fault)) from fault

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    async def _in_time(self, host: str, port: int) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT.total_seconds()):
                return await self._tunnel(host, port)
        except (TimeoutError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise ProxyFault(reason(error)) from error

    async def _tunnel(self, host: str, port: int) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(self._proxy.host, self._proxy.port)
        try:
            if self._proxy.kind is ProxyKind.HTTPS:
                stream = await stream.start_tls(self._route.certificates.context, self._proxy.host)
            await dig(_ProxyStream(stream), self._proxy, host, port)
        except BaseException:
            await stream.aclose()
            raise
        return stream


class _ProxyStream:
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def send(self, data: bytes) -> None:
        await self._stream.write(data)

    async def receive(self) -> bytes:
        return await self._stream.read(READ_BYTES)
