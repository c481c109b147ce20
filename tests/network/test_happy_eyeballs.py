"""A name with an address at which nobody answers, as IPv6 has it on many a network: the other one is tried at once."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from bridge.network.proxies import Proxy as Address
from bridge.network.proxies import ProxyKind
from tests.kit.network.relays import HttpProxy, black_hole
from tests.kit.network.sides import side_of
from tests.kit.network.telegram import Telegram

BOTH = "localhost"


@pytest.fixture
def two_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """`localhost` is found at ::1 first and at 127.0.0.1 then, whatever the machine's own files say."""
    real = socket.getaddrinfo

    def found(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host not in (BOTH, BOTH.encode()):
            return real(host, port, *args, **options)
        ends = ((socket.AF_INET6, ("::1", int(port), 0, 0)), (socket.AF_INET, ("127.0.0.1", int(port))))
        return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", end) for family, end in ends]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.usefixtures("two_addresses")
async def test_a_broken_route_of_ipv6_keeps_nobody_from_telegram(name: str, telegram: Telegram):
    with black_hole(telegram.at[1]):
        async with side_of(name, telegram, telegram.route, f"https://{BOTH}:{telegram.at[1]}") as side:
            await side.asks()


@pytest.mark.usefixtures("two_addresses")
async def test_a_broken_route_of_ipv6_keeps_nobody_from_the_proxy(name: str, telegram: Telegram):
    async with HttpProxy(telegram.at) as proxy:
        route = replace(telegram.route, proxy=Address(ProxyKind.HTTP, BOTH, proxy.port))
        with black_hole(proxy.port):
            async with side_of(name, telegram, route) as side:
                await side.asks()
