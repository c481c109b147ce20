"""Servers that pass on what they get: an HTTP proxy, a SOCKS5 proxy, and one that only takes TLS off."""

import asyncio
import socket
import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

Address = tuple[str, int]


class Relay:
    """`async with Relay(to)`: every connection leads to `to`, whatever it is asked for.

    Args:
        tls: what the server shows, when it speaks TLS.

    `port` is where it listens; `came` is how many connections there were.
    """

    def __init__(self, to: Address, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.to = to
        self.host = host
        self.port = 0
        self.came = 0
        self._tls = tls
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """At the port of the time before, if there was one."""
        self._server = await asyncio.start_server(self._came, self.host, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        self.break_off()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def break_off(self) -> None:
        """Cut every connection there is."""
        for writer in self._open:
            writer.transport.abort()

    async def greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """What comes before the bytes that are passed on; False to pass on none."""
        return True

    async def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        try:
            if await self.greet(reader, writer):
                await self._pass_on(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            self._open.discard(writer)
            writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self.to)
        self._open.add(back)
        try:
            ways = [asyncio.ensure_future(_pump(*way)) for way in ((reader, back), (there, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._open.discard(back)
            back.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()


class Proxy(Relay):
    """Remembers in `asked` the hosts that it was asked for, as "host:port".

    Args:
        user: with a password; empty: nobody has to say who they are.

    `says` is what it answers instead of passing anything on: bytes, or a silence when it is empty; None: it passes on.
    """

    scheme = "http"

    def __init__(self, to: Address, *, user: str = "", password: str = "", tls: ssl.SSLContext | None = None) -> None:
        super().__init__(to, tls=tls)
        self.user, self.password = user, password
        self.asked: list[str] = []
        self.says: bytes | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else self.scheme}://127.0.0.1:{self.port}"

    async def _odd(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert self.says is not None
        if not self.says:
            await reader.read()
        writer.write(self.says)
        await writer.drain()


class HttpProxy(Proxy):
    """CONNECT; its answer comes in pieces."""

    async def greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.split("\r\n")
        method, where, _ = first.split(" ")
        assert method == "CONNECT"
        self.asked.append(where)
        if self.says is not None:
            await self._odd(reader, writer)
            return False
        if self.user and not self._is_known(lines):
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n")
            await writer.drain()
            return False
        for piece in (b"HTTP/1.1 200 Connection", b" established\r\n", b"\r\n"):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.001)
        return True

    def _is_known(self, lines: list[str]) -> bool:
        headers = dict(line.split(": ", 1) for line in lines if line)
        given = headers.get("Proxy-Authorization", "").removeprefix("Basic ")
        return b64decode(given).decode() == f"{self.user}:{self.password}"


class SocksProxy(Proxy):
    """SOCKS5; its answer comes in pieces."""

    scheme = "socks5"

    async def greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _, count = await reader.readexactly(2)
        ways = await reader.readexactly(count)
        if self.says is not None:
            await self._odd(reader, writer)
            return False
        if not await self._lets_in(ways, reader, writer):
            return False
        _, _, _, kind = await reader.readexactly(4)
        if kind != 3:
            address = await reader.readexactly({1: 4, 4: 16}[kind])
            host = ".".join(map(str, address)) if kind == 1 else f"[{address.hex()}]"
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(f"{host}:{port}")
        for piece in (bytes([5, 0]), bytes([0, 1, 127, 0]), bytes([0, 1, 0, 0])):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.001)
        return True

    async def _lets_in(self, ways: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        way = 2 if self.user else 0
        writer.write(bytes([5, way if way in ways else 255]))
        if way not in ways:
            await writer.drain()
            return False
        if not way:
            return True
        _, length = await reader.readexactly(2)
        user = await reader.readexactly(length)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        is_known = (user.decode(), password.decode()) == (self.user, self.password)
        writer.write(bytes([1, 0 if is_known else 1]))
        await writer.drain()
        return is_known


@contextmanager
def black_hole(port: int = 0) -> Iterator[int]:
    """At ::1 and this port connections are neither accepted nor refused; yields the port."""
    with socket.socket(socket.AF_INET6) as hole:
        hole.bind(("::1", port))
        hole.listen(0)
        port = hole.getsockname()[1]
        callers = []
        while True:
            callers.append(caller := socket.socket(socket.AF_INET6))
            caller.settimeout(0.2)
            try:
                caller.connect(("::1", port))
            except TimeoutError:
                break
        try:
            yield port
        finally:
            for caller in callers:
                caller.close()
