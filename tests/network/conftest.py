"""A stand-in for Telegram behind TLS of a private authority, which only a proxy can find."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from bridge.sandbox import SandboxServer
from tests.kit.network.certificates import Private, private_authority
from tests.kit.network.relays import Proxy, Relay
from tests.kit.network.telegram import KINDS, NAME, Telegram, new_proxy
from tests.kit.worlds import new_world


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


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def proxy(kind: str, telegram: Telegram) -> AsyncIterator[Proxy]:
    async with new_proxy(kind, telegram) as proxy:
        yield proxy
