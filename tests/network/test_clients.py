"""Both bots and downloads reach Telegram by the same route, and say the same of what goes wrong on it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.errors import OutcomeUnknown, Unreachable
from bridge.files.fetching import Fetcher
from bridge.network.certificates import Certificates
from bridge.network.faults import CertificateNotTrusted, ProxyUnusable
from bridge.network.proxies import Proxy as Address
from bridge.network.proxies import ProxyKind, parse
from bridge.network.route import DIRECT_ROUTE, Route
from tests.kit.network.relays import HttpProxy, Proxy, Relay, SocksProxy, black_hole
from tests.kit.network.sides import side_of
from tests.kit.network.telegram import NAME, PASSWORD, USER, Telegram, through


async def test_telegram_is_reached_through_a_proxy_that_resolves_its_name(name: str, telegram: Telegram, proxy: Proxy):
    async with side_of(name, telegram, through(proxy, telegram)) as side:
        await side.asks()
        await side.does()

    assert set(proxy.asked) == {f"{NAME}:443"}


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_server_without_tls_is_reached_through_a_proxy_that_asks_for_no_user(
    name: str, telegram: Telegram, kind: type[Proxy]
):
    async with kind(telegram.plain) as proxy:
        route = Route(parse(proxy.url))
        async with side_of(name, telegram, route, f"http://{NAME}:8081") as side:
            await side.asks()
            await side.does()

    assert set(proxy.asked) == {f"{NAME}:8081"}


async def test_a_socks_proxy_that_wants_a_user_says_so(name: str, telegram: Telegram):
    async with (
        SocksProxy(telegram.at, user=USER, password=PASSWORD) as proxy,
        side_of(name, telegram, Route(parse(proxy.url))) as side,
    ):
        with pytest.raises(ProxyUnusable) as told:
            await side.does()

    assert told.value.reason == "it wants a user"


async def test_a_file_is_fetched_through_the_proxy(telegram: Telegram, proxy: Proxy, tmp_path: Path):
    file = telegram.world.files.add(b"bytes" * 100_000, kind="document", name="a.txt")
    telegram.desk.downloads.add(file.path)
    fetcher = Fetcher(telegram.url, telegram.desk.token, route=through(proxy, telegram))

    async def path() -> str:
        return file.path

    await fetcher.fetch(path, tmp_path / "1")

    assert (tmp_path / "1").read_bytes() == b"bytes" * 100_000
    assert proxy.asked == [f"{NAME}:443"]


async def test_a_wrong_password_is_told_of_the_proxy_and_nothing_has_left(name: str, telegram: Telegram, proxy: Proxy):
    async with side_of(name, telegram, through(proxy, telegram, password="hunter2")) as side:
        with pytest.raises(ProxyUnusable) as told:
            await side.does()

    assert told.value.reason.startswith("it does not accept the user and the password")
    assert "hunter2" not in repr(told.value.__dict__)


FORBIDDEN, NO_WAY = b"HTTP/1.1 403 Forbidden\r\n\r\n", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno"
SAID = [
    (HttpProxy, FORBIDDEN, f"it does not let connections to {NAME}:443 through (403)"),
    (HttpProxy, NO_WAY, f"it cannot reach {NAME}:443 (502)"),
    (HttpProxy, b"SSH-2.0-OpenSSH\r\n\r\n", "it does not answer like a proxy of the kind http"),
    (HttpProxy, b"HTTP/1.1 20", "it does not answer like a proxy of the kind http"),
    (SocksProxy, bytes([5, 255]), "it does not accept the user and the password"),
    (SocksProxy, b"HTTP/1.1 400 Bad Request\r\n\r\n", "it does not answer like a proxy of the kind socks5"),
    (SocksProxy, bytes([5, 0]) + bytes([5, 2, 0, 1]), f"it does not let connections to {NAME}:443 through (2)"),
    (SocksProxy, bytes([5, 0]) + bytes([5, 4, 0, 1]), f"it cannot reach {NAME}:443 (4)"),
    (SocksProxy, bytes([5, 0]) + bytes([5, 5, 0, 1]), f"it says that {NAME}:443 refuses connections (5)"),
]


@pytest.mark.parametrize(("kind", "answer", "reason"), SAID)
async def test_what_a_proxy_refuses_is_told_of_it(
    name: str, telegram: Telegram, kind: type[Proxy], answer: bytes, reason: str
):
    async with kind(telegram.at) as proxy, side_of(name, telegram, through(proxy, telegram)) as side:
        proxy.says = answer
        with pytest.raises(ProxyUnusable) as told:
            await side.does()

    assert told.value.reason == reason


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for client in ("aiohttp_client", "httpx_client", "telegram_request"):
        monkeypatch.setattr(f"bridge.network.{client}.CONNECT_TIMEOUT", timedelta(milliseconds=200))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_that_says_nothing_is_given_up_on(name: str, telegram: Telegram, kind: type[Proxy]):
    async with kind(telegram.at) as proxy, side_of(name, telegram, through(proxy, telegram)) as side:
        proxy.says = b""
        with pytest.raises(ProxyUnusable) as told:
            await side.does()

    assert told.value.reason == "it does not answer in time"


async def test_a_proxy_that_says_nothing_is_told_before_the_short_time_of_a_question_is_over(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
):
    """A question of the operators' bot has so long altogether."""
    monkeypatch.setattr("bridge.desk.bot_api.telegram.PROBE_TIMEOUT", timedelta(seconds=1))
    async with SocksProxy(telegram.at) as proxy, side_of("operators", telegram, through(proxy, telegram)) as side:
        proxy.says = b""
        with pytest.raises(ProxyUnusable):
            await side.asks()


@pytest.mark.usefixtures("impatient")
async def test_what_has_not_even_reached_telegram_in_time_has_not_left(name: str, telegram: Telegram):
    with black_hole() as port:
        async with side_of(name, telegram, telegram.route, f"https://[::1]:{port}") as side:
            with pytest.raises(Unreachable) as told:
                await side.does()

    assert told.value.reason == "it does not answer in time"


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_a_proxy_that_is_away_is_told(name: str, telegram: Telegram, kind: type[Proxy]):
    async with kind(telegram.at) as proxy:
        pass
    async with side_of(name, telegram, through(proxy, telegram)) as side:
        with pytest.raises(ProxyUnusable) as told:
            await side.does()

    assert told.value.reason == "it refuses connections"


async def test_a_proxy_whose_name_nobody_knows_is_told(name: str, telegram: Telegram, kind: str):
    route = replace(telegram.route, proxy=Address(ProxyKind(kind), "proxy.invalid", 1080))
    async with side_of(name, telegram, route) as side:
        with pytest.raises(ProxyUnusable) as told:
            await side.does()

    assert told.value.reason == "its name cannot be resolved"


@pytest.mark.usefixtures("impatient")
async def test_a_proxy_that_is_no_tls_server_is_told(name: str, telegram: Telegram):
    async with HttpProxy(telegram.at) as proxy:
        route = replace(telegram.route, proxy=Address(ProxyKind.HTTPS, "127.0.0.1", proxy.port))
        async with side_of(name, telegram, route) as side:
            with pytest.raises(ProxyUnusable):
                await side.does()


async def test_a_proxy_whose_certificate_nobody_trusts_is_told(name: str, telegram: Telegram):
    async with HttpProxy(telegram.at, tls=telegram.private.server) as proxy:
        route = Route(proxy=Address(ProxyKind.HTTPS, "127.0.0.1", proxy.port))
        async with side_of(name, telegram, route) as side:
            with pytest.raises(ProxyUnusable) as told:
                await side.does()

    assert told.value.reason.startswith("its certificate is not trusted (")


async def test_what_the_proxy_cuts_off_after_it_has_left_may_have_arrived(name: str, telegram: Telegram, proxy: Proxy):
    """The rule of an unknown outcome holds behind a proxy, too."""
    telegram.world.weather.begin("stall_before", methods=["answerCallbackQuery"])
    async with side_of(name, telegram, through(proxy, telegram)) as side:
        doing = asyncio.create_task(side.does())
        while not telegram.world.weather.called(telegram.desk, "answerCallbackQuery"):  # noqa: ASYNC110 - a counter
            await asyncio.sleep(0.01)
        proxy.break_off()

        with pytest.raises(OutcomeUnknown):
            await doing


async def test_a_private_authority_is_trusted_when_it_is_named(name: str, telegram: Telegram):
    url = f"https://localhost:{telegram.at[1]}"
    async with side_of(name, telegram, telegram.route, url) as side:
        await side.asks()

    async with side_of(name, telegram, DIRECT_ROUTE, url) as side:
        with pytest.raises(CertificateNotTrusted) as told:
            await side.does()
    assert told.value.reason.startswith("its certificate is not trusted (")


async def test_a_private_authority_is_trusted_behind_a_proxy_and_no_other(name: str, telegram: Telegram, proxy: Proxy):
    route = through(proxy, telegram)
    if route.proxy is not None and route.proxy.kind is not ProxyKind.HTTPS:
        async with side_of(name, telegram, replace(route, certificates=Certificates())) as side:
            with pytest.raises(CertificateNotTrusted):
                await side.does()


async def test_a_file_behind_an_unknown_authority_is_not_gone(telegram: Telegram, tmp_path: Path):
    async def path() -> str:
        return "documents/file_1.bin"

    fetcher = Fetcher(f"https://localhost:{telegram.at[1]}", telegram.desk.token)

    with pytest.raises(CertificateNotTrusted):
        await fetcher.fetch(path, tmp_path / "1")


async def test_an_address_of_ipv6_is_one_as_any_other(name: str, telegram: Telegram, proxy: Proxy):
    async with (
        Relay(telegram.at, host="::1") as six,
        side_of(name, telegram, telegram.route, f"https://[::1]:{six.port}") as side,
    ):
        await side.asks()
    async with side_of(name, telegram, through(proxy, telegram), "https://[::1]:443") as side:
        await side.asks()

    assert proxy.asked[0].endswith("]:443")


async def test_telegram_that_is_away_is_not_taken_for_the_proxys_fault(name: str, telegram: Telegram):
    async with side_of(name, telegram, telegram.route, "https://127.0.0.1:1") as side:
        with pytest.raises(Unreachable) as told:
            await side.does()

    assert type(told.value) is Unreachable
    assert told.value.reason == "it refuses connections"
