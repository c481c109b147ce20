"""A stand-in for Telegram behind TLS of a private authority, which only a proxy can find."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest

from bridge.network.certificates import Certificates
from bridge.network.proxies import parse
from bridge.network.route import Route
from bridge.sandbox import Bot, SandboxServer, World
from tests.kit.certificates import Private, private_authority
from tests.kit.relays import Address, HttpProxy, Proxy, Relay, SocksProxy
from tests.kit.worlds import new_world

# No resolver knows it.
NAME = "api.telegram.test"
USER, PASSWORD = "анна", "пароль @/#%1"


@dataclass(frozen=True)
class Telegram:
    """`at` is where it really is, `plain` where it is without TLS, `url` is how proxies know it."""

    world: World
    desk: Bot
    at: Address
    plain: Address
    private: Private
    url: str = f"https://{NAME}"

    @property
    def route(self) -> Route:
        return Route(certificates=Certificates(str(self.private.file)))


@pytest.fixture(scope="session")
def private(tmp_path_factory: pytest.TempPathFactory) -> Private:
    return private_authority(tmp_path_factory.mktemp("authority"), NAME, "localhost", "127.0.0.1", "::1")


@pytest.fixture
async def telegram(private: Private) -> AsyncIterator[Telegram]:
    world = new_world()
    desk = world.bot("Чат-центр", "desk_bot", has_topics=True)
    async with SandboxServer(world) as server:
        plain = ("127.0.0.1", urlsplit(server.api_url).port or 0)
        async with Relay(plain, tls=private.server) as tls:
            yield Telegram(world, desk, ("127.0.0.1", tls.port), plain, private)


@pytest.fixture(params=["operators", "customers"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


KINDS = {
    "http": HttpProxy,
    "https": HttpProxy,
    "socks5": SocksProxy,
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def proxy(kind: str, telegram: Telegram) -> AsyncIterator[Proxy]:
    async with new_proxy(kind, telegram) as proxy:
        yield proxy


@asynccontextmanager
async def new_proxy(kind: str, telegram: Telegram) -> AsyncIterator[Proxy]:
    tls = telegram.private.server if kind == "https" else None
    async with KINDS[kind](telegram.at, user=USER, password=PASSWORD, tls=tls) as proxy:
        yield proxy


def through(proxy: Proxy, telegram: Telegram, *, password: str = PASSWORD) -> Route:
    return replace(telegram.route, proxy=replace(parse(proxy.url), user=USER, password=password))
