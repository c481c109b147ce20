"""Anybody can reach the HTTP port: nobody holds it, nothing that is sent to it stops it, and the log stays short."""

import asyncio
import gzip
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
from structlog.testing import capture_logs

from bridge.app.running import running
from bridge.app.webhooks import NotAnUpdate, update_in
from bridge.errors import Misconfigured
from bridge.sandbox import Bot
from bridge.settings import HttpSettings
from tests.kit.network.ports import free_port
from tests.kit.stories.stage import Stage

SHORT = timedelta(milliseconds=300)
SECRET = "hunter2"


@pytest.fixture
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEADERS_TIMEOUT", "REQUEST_TIMEOUT", "KEEP_ALIVE_TIMEOUT"):
        monkeypatch.setattr(f"bridge.app.connections.{name}", SHORT)
    monkeypatch.setattr("bridge.app.connections.SWEEP_INTERVAL", SHORT / 6)
    monkeypatch.setattr("bridge.app.webhooks.BODY_TIMEOUT", SHORT)


class Wire:
    """A connection to the bridge's port, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def sends(self, some: bytes) -> "Wire":
        self._writer.write(some)
        await self._writer.drain()
        return self

    async def answer(self) -> int:
        """The status of the answer."""
        return int((await self._reader.readline()).split()[1])

    async def is_ended(self) -> None:
        """Waits until the bridge has ended it."""
        try:
            while await self._reader.read(1 << 16):
                pass
        except ConnectionError:
            pass

    def hangs_up(self) -> None:
        self._writer.transport.abort()


@asynccontextmanager
async def wires(stage: Stage, count: int = 1) -> AsyncIterator[list[Wire]]:
    opened = [await asyncio.open_connection("127.0.0.1", stage.settings.http.http_port) for _ in range(count)]
    made = [Wire(*each) for each in opened]
    try:
        async with asyncio.timeout(20):
            yield made
    finally:
        for wire in made:
            wire.hangs_up()


async def health(stage: Stage) -> int:
    return await asked(stage.settings.http.http_port, "/health")


async def asked(port: int, path: str) -> int:
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(f"http://127.0.0.1:{port}{path}") as got:
        return got.status


async def is_served(stage: Stage, bot: Bot) -> None:
    """Waits until the bot's updates would be brought."""
    async with asyncio.timeout(20):
        while bot.webhook is None:
            await health(stage)


def is_clean(logs: list, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether the log holds nothing of what was sent, and no traceback of whoever reads requests."""
    about_requests = [each for each in caplog.records if not each.name.startswith("apscheduler")]
    return SECRET not in str(logs) + caplog.text and not any(each.exc_info for each in about_requests)


def begun(bot: Bot, rest: str) -> bytes:
    """A webhook's request by somebody who knows the secret, up to its own headers."""
    assert bot.webhook is not None
    path = bot.webhook.url.partition("/webhooks")[2]
    secret = f"X-Telegram-Bot-Api-Secret-Token: {bot.webhook.secret}"
    return f"POST /webhooks{path} HTTP/1.1\r\nHost: bridge\r\n{secret}\r\n{rest}".encode()


@pytest.mark.usefixtures("short_times")
@pytest.mark.parametrize("said", [b"", b"GET /health HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half of the headers"])
async def test_half_open_connections_are_ended(stage: Stage, said: bytes):
    async with stage.at_work(), wires(stage, 200) as half_open:
        for wire in half_open:
            await wire.sends(said)

        for wire in half_open:
            await wire.is_ended()


@pytest.mark.usefixtures("short_times")
async def test_headers_that_come_byte_by_byte_are_ended(stage: Stage):
    async def trickles(wire: Wire) -> None:
        while True:
            await wire.sends(b"x")
            await asyncio.sleep(SHORT.total_seconds() / 20)

    async with stage.at_work(), wires(stage) as [wire]:
        await wire.sends(b"GET /health HTTP/1.1\r\nX-Slow: ")
        trickling = asyncio.create_task(trickles(wire))

        await wire.is_ended()

        trickling.cancel()
        await asyncio.gather(trickling, return_exceptions=True)


@pytest.mark.usefixtures("short_times")
async def test_a_body_that_does_not_come_is_ended(webhooks: Stage, monkeypatch: pytest.MonkeyPatch):
    # The time of the body alone is short: the others would end the connection before it is answered.
    for name in ("HEADERS_TIMEOUT", "REQUEST_TIMEOUT"):
        monkeypatch.setattr(f"bridge.app.connections.{name}", timedelta(seconds=20))
    async with webhooks.at_work(), wires(webhooks) as [wire]:
        await is_served(webhooks, webhooks.shop)
        await wire.sends(begun(webhooks.shop, "Content-Length: 100\r\n\r\n{"))

        assert await wire.answer() == 408
        await wire.is_ended()


@pytest.mark.usefixtures("short_times")
async def test_an_idle_connection_is_ended(stage: Stage):
    async with stage.at_work(), wires(stage) as [wire]:
        await wire.sends(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await wire.answer() == 200

        await wire.is_ended()


@pytest.mark.usefixtures("short_times")
async def test_who_asks_and_never_reads_is_ended(stage: Stage):
    request = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
    async with stage.at_work():
        with socket.socket() as wire:
            # Less room for answers than the kernel gives by itself.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(wire, ("127.0.0.1", stage.settings.http.http_port))

            async def asks() -> None:
                while True:
                    await loop.sock_sendall(wire, request * 100)

            with pytest.raises(ConnectionError):
                await asyncio.wait_for(asks(), 20)


async def test_who_holds_all_connections_keeps_nobody_out(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bridge.app.connections.MAX_CONNECTIONS", 10)
    monkeypatch.setattr("bridge.app.connections.HEADERS_TIMEOUT", timedelta(hours=1))
    with capture_logs() as logs:
        async with stage.at_work(), wires(stage, 30) as held:
            assert await health(stage) == 200
            for wire in held[:20]:
                await wire.is_ended()

    assert [entry["event"] for entry in logs].count("http.too_many_connections") == 1


async def test_a_message_that_is_being_received_is_not_ended_by_newcomers(
    webhooks: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bridge.app.connections.MAX_CONNECTIONS", 10)
    body = b'{"update_id": 7}'
    async with webhooks.at_work(), wires(webhooks) as [wire]:
        await is_served(webhooks, webhooks.shop)
        await wire.sends(begun(webhooks.shop, f"Content-Length: {len(body)}\r\n\r\n") + body[:4])
        # Whatever came before it on the line has been read.
        assert await health(webhooks) == 200
        async with wires(webhooks, 30):
            await wire.sends(body[4:])

            assert await wire.answer() == 200


BODIES = {
    "nested": b'{"update_id": 7, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "not Unicode": b'{"update_id": 7, "message": "\xff\xfe"}',
    "UTF-16": '{"update_id": 7}'.encode("utf-16"),
    "half a pair": b'{"update_id": 7, "message": "\\ud800"}',
    "huge number": b'{"update_id": 7, "message": ' + b"9" * 5000 + b"}",
    "huge id": b'{"update_id": ' + b"9" * 30 + b"}",
    "endless number": b'{"update_id": 7, "message": 1e999}',
    "no number": b'{"update_id": 7, "message": NaN}',
    "true": b'{"update_id": true}',
    "a text": b'"hunter2"',
    "nothing": b"",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_what_is_no_update_is_known_as_such(body: bytes):
    with pytest.raises(NotAnUpdate):
        update_in(body)


async def test_what_is_no_update_is_answered_with_400_and_one_line_of_the_log(
    webhooks: Stage, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    with capture_logs() as logs:
        async with webhooks.at_work(), aiohttp.ClientSession() as session:
            await is_served(webhooks, webhooks.shop)
            assert webhooks.shop.webhook is not None
            url = webhooks.shop.webhook.url
            headers = {"X-Telegram-Bot-Api-Secret-Token": webhooks.shop.webhook.secret or ""}
            for body in BODIES.values():
                async with session.post(url, data=body, headers=headers) as answer:
                    assert answer.status == 400
            kind = {"Content-Type": "application/json; charset=hunter2"}
            packed, big = {"Content-Encoding": "gzip"}, b" " * (2 << 20)
            for body, more, status in [
                (b"hunter2", kind, 400),
                (b"hunter2", packed, 400),
                (gzip.compress(big), packed, 413),
                (big, {}, 413),
            ]:
                async with session.post(url, data=BytesIO(body), headers=headers | more) as answer:
                    assert answer.status == status

    assert [entry["event"] for entry in logs].count("webhook.not_an_update") == 1
    assert is_clean(logs, caplog)


NO_REQUESTS = {
    "another protocol": b"\x16\x03\x01 hunter2\r\n\r\n",
    "a header without a name": b"GET /health HTTP/1.1\r\nhunter2\r\n\r\n",
    "a line without an end": b"GET /" + b"hunter2" * 3000 + b" HTTP/1.1\r\n\r\n",
    "two lengths": b"POST /webhooks/x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: hunter2\r\n\r\n",
}


async def test_what_is_no_request_is_answered_with_400_and_one_line_of_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    with capture_logs() as logs:
        async with stage.at_work():
            for said in NO_REQUESTS.values():
                async with wires(stage) as [wire]:
                    await wire.sends(said)
                    assert await wire.answer() == 400
                    await wire.is_ended()

    assert len([entry for entry in logs if entry["event"].startswith("http.")]) == 1
    assert is_clean(logs, caplog)


@pytest.mark.parametrize(
    ("rest", "hangs_up"),
    [("Transfer-Encoding: chunked\r\n\r\nhunter2\r\n", False), ("Content-Length: 100\r\n\r\nhunter2", True)],
    ids=["chunks that are none", "hangs up"],
)
async def test_a_body_that_breaks_off_is_no_fault_of_ours(
    webhooks: Stage, caplog: pytest.LogCaptureFixture, rest: str, hangs_up: bool
):
    caplog.set_level(logging.WARNING)
    with capture_logs() as logs:
        async with webhooks.at_work(), wires(webhooks) as [wire]:
            await is_served(webhooks, webhooks.shop)
            await wire.sends(begun(webhooks.shop, rest))
            if hangs_up:
                wire.hangs_up()
            else:
                await wire.is_ended()
            assert await health(webhooks) == 200

    assert is_clean(logs, caplog)
    assert "http.failed" not in [entry["event"] for entry in logs]


async def test_strangers_do_not_fill_the_log(stage: Stage):
    with capture_logs() as logs:
        async with stage.at_work(), aiohttp.ClientSession() as session:
            root = f"http://127.0.0.1:{stage.settings.http.http_port}"
            for number in range(50):
                async with session.get(f"{root}/hunter2/{number}") as answer:
                    assert answer.status == 404
                async with session.post(f"{root}/webhooks/hunter2-{number}", data=b"{}") as answer:
                    assert answer.status == 403

    told = [entry for entry in logs if entry["event"].startswith(("http.", "webhook."))]
    assert [(entry["event"], entry["bot"]) for entry in told] == [("webhook.refused", "unknown")]


async def test_metrics_can_have_an_address_of_their_own(stage: Stage):
    port, own = stage.settings.http.http_port, free_port()
    async with stage.at_work():
        assert await asked(port, "/metrics") == 200
    stage.settings = replace(stage.settings, http=HttpSettings(http_port=port, metrics_address=f"127.0.0.1:{own}"))

    async with stage.at_work():
        assert (await asked(port, "/metrics"), await asked(own, "/metrics")) == (404, 200)
        assert (await asked(port, "/health"), await asked(own, "/health")) == (200, 404)


@pytest.mark.parametrize("names", ["HTTP_HOST and HTTP_PORT", "METRICS_ADDRESS"])
async def test_an_address_that_is_taken_is_told(stage: Stage, names: str):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        mine = (
            HttpSettings(http_port=taken)
            if "HTTP" in names
            else HttpSettings(http_port=0, metrics_address=f"127.0.0.1:{taken}")
        )

        with pytest.raises(Misconfigured) as told:
            async with running(replace(stage.settings, http=mine), stage.world.clock.now):
                pass

    reason = "another program listens there; stop it, or choose another port"
    assert str(told.value) == f"{names}: 127.0.0.1:{taken} cannot be listened on: {reason}"
