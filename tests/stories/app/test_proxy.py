"""Telegram is behind a proxy and behind certificates of one's own: the whole bridge, as a process of its own."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import aiohttp
import pytest
from pydantic import SecretStr

from bridge.network.certificates import Certificates
from bridge.network.route import Route
from bridge.sandbox.messages import Message
from bridge.settings import LogSettings
from tests.kit.network.certificates import Private, private_authority
from tests.kit.network.relays import HttpProxy, Proxy, Relay, SocksProxy
from tests.kit.stories.dialogs import takes, texts
from tests.kit.stories.process import Process
from tests.kit.stories.stage import Stage

# No resolver knows it: only a proxy finds it.
NAME = "api.telegram.test"
USER, PASSWORD = "анна", "п@роль #1"
FILE = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Private:
    return private_authority(tmp_path_factory.mktemp("authority"), NAME, "localhost")


@pytest.fixture
async def tls(stage: Stage, private: Private) -> AsyncIterator[Relay]:
    """The stand-in behind TLS."""
    async with Relay(("127.0.0.1", urlsplit(stage.server.api_url).port or 0), tls=private.server) as tls:
        yield tls


@pytest.fixture(params=[HttpProxy, SocksProxy])
async def proxy(request: pytest.FixtureRequest, tls: Relay) -> AsyncIterator[Proxy]:
    async with request.param(("127.0.0.1", tls.port), user=USER, password=PASSWORD) as proxy:
        yield proxy


def behind(stage: Stage, private: Private | None, url: str, proxy: Proxy | None, password: str = PASSWORD) -> Stage:
    """The same stage with settings that lead through the proxy."""
    way = {"telegram_api_url": url}
    if proxy is not None:
        address = proxy.url.replace("//", f"//{quote(USER)}:{quote(password)}@")
        way["telegram_proxy"] = SecretStr(address)
    return replace(
        stage,
        settings=replace(
            stage.settings,
            telegram=stage.settings.telegram.model_copy(update=way),
            logs=LogSettings(log_level="DEBUG"),
            route=Route(certificates=Certificates(str(private.file) if private else "")),
        ),
    )


async def health(stage: Stage, bot: str, wanted: str) -> None:
    """It tells that of the bot in the end."""
    url = f"http://127.0.0.1:{stage.settings.http.http_port}/health"
    said: dict[str, str] = {}
    try:
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while said.get(bot) != wanted:
                await asyncio.sleep(0.05)
                try:
                    async with session.get(url) as answer:
                        said = (await answer.json())["bots"]
                except aiohttp.ClientError:
                    continue
    except TimeoutError:
        raise AssertionError(f"{bot} is {said.get(bot)}, not {wanted}") from None


def carries(message: Message) -> bytes:
    assert message.content.file
    return message.content.file.data


async def test_a_dialog_with_files_goes_through_the_proxy_both_ways(
    stage: Stage, private: Private, proxy: Proxy, tmp_path: Path
):
    stage = behind(stage, private, f"https://{NAME}", proxy)
    process = Process(stage, tmp_path)
    async with process.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(FILE, to=stage.shop, name="счёт.pdf", kind="document", caption="Посмотрите")
        shown = await stage.anna.sees("Посмотрите", in_=stage.desk, topic=topic, kind="document")
        await stage.anna.sends_file(FILE, to=stage.desk, topic=topic, name="каталог.pdf", caption="Держите")
        seen = await stage.ivan.sees("Держите", in_=stage.shop, kind="document")
        assert await process.terminate() == 0

    assert carries(shown) == carries(seen) == FILE
    assert set(proxy.asked) == {f"{NAME}:443"}
    secrets = [PASSWORD, quote(PASSWORD), b64encode(f"{USER}:{PASSWORD}".encode()).decode(), quote(USER)]
    assert [line for line in process.log.splitlines() if any(secret in line for secret in secrets)] == []
    assert "Traceback" not in process.log


@pytest.mark.parametrize("proxy", [SocksProxy], indirect=True)
async def test_what_waited_while_the_proxy_was_away_arrives_once(
    stage: Stage, private: Private, proxy: Proxy, tmp_path: Path
):
    stage = behind(stage, private, f"https://{NAME}", proxy)
    process = Process(stage, tmp_path)
    async with process.at_work():
        topic = await takes(stage, stage.anna)
        await proxy.stop()
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await health(stage, "desk", "the proxy cannot be used: it refuses connections")
        await health(stage, "channel:1", "the proxy cannot be used: it refuses connections")
        await proxy.start()
        await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
        await stage.anna.writes("Мы здесь", to=stage.desk, topic=topic)
        await stage.ivan.sees("Мы здесь", in_=stage.shop)

    assert texts(stage.anna, stage.desk, "Вы где?") == ["Вы где?"]
    assert texts(stage.ivan, stage.shop, "Мы здесь") == ["Мы здесь"]
    assert "ProxyUnusable" in process.log
    assert "it refuses connections" in process.log


@pytest.mark.parametrize("proxy", [HttpProxy], indirect=True)
async def test_a_wrong_password_of_the_proxy_is_told_from_the_start(
    stage: Stage, private: Private, proxy: Proxy, tmp_path: Path
):
    stage = behind(stage, private, f"https://{NAME}", proxy, "hunter2")
    process = Process(stage, tmp_path)
    told = "it does not accept the user and the password (407)"
    async with process.at_work():
        for bot in ("desk", "channel:1"):
            await health(stage, bot, f"the proxy cannot be used: {told}")

    assert told in process.log
    assert "hunter2" not in process.log


async def test_a_private_authority_is_trusted_by_both_bots_when_it_is_named(
    stage: Stage, private: Private, tls: Relay, tmp_path: Path
):
    stage = behind(stage, private, f"https://localhost:{tls.port}", None)
    async with Process(stage, tmp_path).at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(FILE, to=stage.shop, name="счёт.pdf", kind="document", caption="Посмотрите")
        shown = await stage.anna.sees("Посмотрите", in_=stage.desk, topic=topic, kind="document")
        await stage.anna.writes("Спасибо", to=stage.desk, topic=topic)
        await stage.ivan.sees("Спасибо", in_=stage.shop)

    assert carries(shown) == FILE


async def test_an_unknown_authority_is_told_of_both_bots(stage: Stage, tls: Relay, tmp_path: Path):
    stage = behind(stage, None, f"https://localhost:{tls.port}", None)
    process = Process(stage, tmp_path)
    async with process.at_work():
        for bot in ("desk", "channel:1"):
            await health(stage, bot, "the certificate of Telegram's server is not trusted")

    assert "CertificateNotTrusted" in process.log
