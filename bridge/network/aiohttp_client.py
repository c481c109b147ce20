"""The HTTP client for aiohttp. Downloads, the doctor and aiogram use it."""

import asyncio
import ssl
from typing import Any

from aiohttp import (
    ClientConnectionError,
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientRequest,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from bridge.network.faults import ProxyFault, reason
from bridge.network.proxies import Proxy, ProxyKind
from bridge.network.route import Route
from bridge.network.tunnels import CONNECT_TIMEOUT, dig

# After this delay the next address of a host's name is tried, too. anyio and aiohttp use the same number.
NEXT_ADDRESS_DELAY_SECONDS = 0.25
READ_BYTES = 1 << 12
# The share of a request's total time that its connection may take. The connection must fail before the request does,
# because only its error says why.
CONNECT_SHARE = 0.8


class ProxyRefused(ClientConnectionError):
    """No connection could be made through the proxy. The error's cause says why."""


# Errors of connections that were never made. Such a request has not left the machine.
NOT_SENT_ERRORS = (ClientConnectorError, ConnectionTimeoutError, ProxyRefused)


def client(route: Route, **options: Any) -> ClientSession:
    """Return an aiohttp session that uses the route; `options` are arguments of `ClientSession`."""
    return ClientSession(connector=_Connector(route), **options)


class _Connector(TCPConnector):
    """Limits the time for a connection, and connects through the proxy when the route has one."""

    def __init__(self, route: Route) -> None:
        super().__init__(ssl=route.certificates.context)
        self._route = route

    async def _create_connection(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109 - aiohttp names it
    ) -> ResponseHandler:
        longest = CONNECT_TIMEOUT.total_seconds()
        until = self._loop.time() + (min(longest, timeout.total * CONNECT_SHARE) if timeout.total else longest)
        if (proxy := self._route.proxy) is not None:
            return await self._connect_through(proxy, req, until)
        try:
            async with asyncio.timeout_at(until):
                return await super()._create_connection(req, traces, timeout)
        except TimeoutError as error:
            raise ConnectionTimeoutError("no connection in time") from error

    async def _connect_through(self, proxy: Proxy, req: ClientRequest, until: float) -> ResponseHandler:
        host, port, protocol = req.url.raw_host or "", req.url.port or 0, self._factory()
        transport = await self._tunnel(proxy, host, port, until)
        try:
            if (context := self._get_ssl_context(req)) is None:
                transport.set_protocol(protocol)
            else:
                transport = await self._secured(transport, protocol, context, req, until)
        except BaseException:
            transport.abort()
            raise
        protocol.connection_made(transport)
        return protocol

    async def _tunnel(self, proxy: Proxy, host: str, port: int, until: float) -> asyncio.Transport:
        try:
            async with asyncio.timeout_at(until):
                transport, wire = await self._dial(proxy)
                try:
                    await dig(wire, proxy, host, port)
                except BaseException:
                    transport.abort()
                    raise
                return transport
        except ProxyFault as fault:
            raise ProxyRefused(str(fault)) from fault
        except OSError as error:
            raise ProxyRefused(reason(error)) from ProxyFault(reason(error))

    async def _dial(self, proxy: Proxy) -> tuple[asyncio.Transport, "_ProxyProtocol"]:
        context = self._route.certificates.context if proxy.kind is ProxyKind.HTTPS else None
        return await self._loop.create_connection(
            _ProxyProtocol, proxy.host, proxy.port, ssl=context, happy_eyeballs_delay=NEXT_ADDRESS_DELAY_SECONDS
        )

    async def _secured(
        self,
        transport: asyncio.Transport,
        protocol: ResponseHandler,
        context: ssl.SSLContext,
        req: ClientRequest,
        until: float,
    ) -> asyncio.Transport:
        try:
            async with asyncio.timeout_at(until):
                secured = await self._loop.start_tls(
                    transport, protocol, context, server_hostname=(req.url.raw_host or "").rstrip(".")
                )
        except ssl.CertificateError as error:
            raise ClientConnectorCertificateError(req.connection_key, error) from error
        except ssl.SSLError as error:
            raise ClientConnectorSSLError(req.connection_key, error) from error
        except TimeoutError as error:
            raise ConnectionTimeoutError("no TLS connection in time") from error
        except OSError as error:
            raise ClientConnectorError(req.connection_key, error) from error
        if secured is None:  # the connection was closed meanwhile
            raise ClientConnectorError(req.connection_key, ConnectionResetError())
        return secured


class _ProxyProtocol(asyncio.StreamReaderProtocol):
    """A connection with a proxy. When it leads to Telegram, aiohttp's own protocol takes it over."""

    def __init__(self) -> None:
        self._received = asyncio.StreamReader()
        super().__init__(self._received)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        self._out = transport

    async def send(self, data: bytes) -> None:
        self._out.write(data)

    async def receive(self) -> bytes:
        return await self._received.read(READ_BYTES)
