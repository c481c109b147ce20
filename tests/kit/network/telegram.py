"""A stand-in for Telegram behind TLS of a private authority, and the proxies that lead to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bridge.network.certificates import Certificates
from bridge.network.proxies import parse
from bridge.network.route import Route
from bridge.sandbox import Bot, World
from tests.kit.network.certificates import Private
from tests.kit.network.relays import Address, HttpProxy, Proxy, SocksProxy

# No resolver knows it.
NAME = "api.telegram.test"


USER, PASSWORD = "анна", "пароль @/#%1"


KINDS = {
    "http": HttpProxy,
    "https": HttpProxy,
    "socks5": SocksProxy,
}


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


@asynccontextmanager
async def new_proxy(kind: str, telegram: Telegram) -> AsyncIterator[Proxy]:
    tls = telegram.private.server if kind == "https" else None
    async with KINDS[kind](telegram.at, user=USER, password=PASSWORD, tls=tls) as proxy:
        yield proxy


def through(proxy: Proxy, telegram: Telegram, *, password: str = PASSWORD) -> Route:
    return replace(telegram.route, proxy=replace(parse(proxy.url), user=USER, password=password))
