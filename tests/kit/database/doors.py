"""A door in front of a real PostgreSQL server: shut, the database is out of reach in one of the ways there are."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import URL
from sqlalchemy.engine import make_url

CHUNK = 1 << 16
PORT = 5432


class Door:
    """Passes connections on to the server of `behind`. `url` leads through it."""

    def __init__(self, behind: str) -> None:
        self._behind = make_url(behind)
        self._tasks: set[asyncio.Task[None]] = set()
        self._links: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        # Until then connections are taken, and nothing is said on them.
        self.speaks = asyncio.Event()
        # The next commit reaches the server, and its answer is lost.
        self.loses_commit = False

    @property
    def url(self) -> str:
        return self._through().render_as_string(hide_password=False)

    def _through(self) -> URL:
        raise NotImplementedError

    async def _listen(self) -> asyncio.Server:
        raise NotImplementedError

    async def open(self) -> None:
        self.speaks.set()
        if self._server is None:
            self._server = await self._listen()

    async def shut(self) -> None:
        """Nobody comes in any more, and whoever is in is thrown out."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self.throw_out()

    async def throw_out(self) -> None:
        for link in list(self._links):
            link.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._links.add(writer)
        with suppress(OSError, asyncio.CancelledError):
            await self.speaks.wait()
            there, out = await self._connect()
            self._links.add(out)
            try:
                await asyncio.gather(self._pass(reader, out, writer), self._pass(there, writer, None))
            finally:
                self._links.discard(out)
                out.transport.abort()
        self._links.discard(writer)
        self._tasks.discard(task)
        writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host = self._behind.query.get("host") or self._behind.host
        assert isinstance(host, str)
        port = self._behind.port or PORT
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, port)

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, back: asyncio.StreamWriter | None
    ) -> None:
        while data := await reader.read(CHUNK):
            writer.write(data)
            if back is not None and self.loses_commit and b"COMMIT" in data:
                self.loses_commit = False
                await writer.drain()
                back.transport.abort()
                # The server has the commit; it may take its time.
                await asyncio.sleep(0.1)
                return
        writer.close()


class TcpDoor(Door):
    """On a port of this machine, under the name that every machine has for itself."""

    def __init__(self, behind: str) -> None:
        super().__init__(behind)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def _through(self) -> URL:
        query = {"sslmode": "disable", "connect_timeout": "1"}
        return self._behind.set(host="localhost", port=self.port, query=query)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._let_in, "127.0.0.1", self.port)


class SocketDoor(Door):
    """A socket in a folder, as on the server's own machine; shut, it is gone."""

    def __init__(self, behind: str) -> None:
        super().__init__(behind)
        # A socket's path must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="door-"))

    def _through(self) -> URL:
        return self._behind.set(host=None, port=None, query={"host": str(self.folder)})

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_unix_server(self._let_in, self.folder / f".s.PGSQL.{PORT}")

    async def shut(self) -> None:
        await super().shut()
        (self.folder / f".s.PGSQL.{PORT}").unlink(missing_ok=True)


class NamelessDoor(TcpDoor):
    """Shut, its name cannot be resolved any more."""

    def __init__(self, behind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(behind)
        self._monkeypatch = monkeypatch

    async def open(self) -> None:
        self._monkeypatch.undo()
        await super().open()

    async def shut(self) -> None:
        def unresolved(*_arguments: object, **_more: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        await super().shut()
        self._monkeypatch.setattr(socket, "getaddrinfo", unresolved)


class MuteDoor(TcpDoor):
    """Shut, it takes connections and says nothing."""

    async def shut(self) -> None:
        self.speaks.clear()
        await self.throw_out()


WAYS = ("refused", "no socket", "no name", "mute")


@asynccontextmanager
async def door(way: str, behind: str) -> AsyncIterator[Door]:
    """An open door that is shut in one of the `WAYS`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        made: Door
        match way:
            case "no socket":
                made = SocketDoor(behind)
            case "no name":
                made = NamelessDoor(behind, monkeypatch)
            case "mute":
                made = MuteDoor(behind)
            case _:
                made = TcpDoor(behind)
        await made.open()
        try:
            yield made
        finally:
            await made.open()
            await Door.shut(made)
            if isinstance(made, SocketDoor):
                shutil.rmtree(made.folder, ignore_errors=True)
