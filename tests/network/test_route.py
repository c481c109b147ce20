"""Which proxy is taken, as TELEGRAM_PROXY and the usual variables say."""

import pytest

from bridge.errors import Misconfigured
from bridge.network.proxies import Proxy, ProxyKind, parse
from bridge.network.route import route_to

API = "https://api.telegram.org"


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://proxy.example:3128", Proxy(ProxyKind.HTTP, "proxy.example", 3128)),
        ("http://proxy.example", Proxy(ProxyKind.HTTP, "proxy.example", 80)),
        ("https://proxy.example/", Proxy(ProxyKind.HTTPS, "proxy.example", 443)),
        ("socks5://10.0.0.1", Proxy(ProxyKind.SOCKS5, "10.0.0.1", 1080)),
        ("socks5h://[fd00::1]:1081", Proxy(ProxyKind.SOCKS5, "fd00::1", 1081)),
        ("socks5://anna:p%40ss%3A@h:1", Proxy(ProxyKind.SOCKS5, "h", 1, "anna", "p@ss:")),
    ],
)
def test_a_proxy_is_read(url: str, proxy: Proxy):
    assert parse(url) == proxy


def test_a_proxy_is_shown_without_its_secrets():
    proxy = parse("socks5://anna:hunter2@[::1]:1080")

    assert str(proxy) == "socks5://[::1]:1080"
    assert "hunter2" not in repr(proxy)
    assert "anna" not in repr(proxy)


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, ""),
        ({"HTTPS_PROXY": "http://a"}, "HTTPS_PROXY"),
        ({"https_proxy": "http://a", "HTTPS_PROXY": "http://b"}, "https_proxy"),
        ({"ALL_PROXY": "socks5://a", "HTTP_PROXY": "http://b"}, "ALL_PROXY"),
        ({"ALL_PROXY": "socks5://a", "HTTPS_PROXY": "b:3128"}, "HTTPS_PROXY"),
        ({"HTTP_PROXY": "http://a"}, ""),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "example.com, .telegram.org"}, ""),
        ({"HTTPS_PROXY": "http://a", "no_proxy": "*"}, ""),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "api.telegram.org:8443"}, "HTTPS_PROXY"),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "api.telegram.org:443"}, ""),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "telegram.org.example"}, "HTTPS_PROXY"),
        ({"HTTPS_PROXY": "http://a", "NO_PROXY": "gram.org"}, "HTTPS_PROXY"),
    ],
)
def test_the_usual_variables_say_which_proxy(variables: dict[str, str], name: str):
    route = route_to(API, proxy="", variables=variables)

    assert route.said_by == name
    assert (route.proxy is None) == (name == "")


@pytest.mark.parametrize(
    ("url", "no_proxy", "is_through"),
    [
        ("http://10.1.2.3:8081", "", True),
        ("http://10.1.2.3:8081", "10.0.0.0/8", False),
        ("http://10.1.2.3:8081", "10.1.2.3:8081", False),
        ("http://[fd00::1]:8081", "fd00::/8", False),
        ("http://[fd00::1]:8081", "[fd00::1]", False),
        ("http://127.0.0.1:8081", "", False),
        ("http://localhost:8081", "", False),
        ("http://[::1]:8081", "", False),
    ],
)
def test_a_server_of_ones_own_is_exempt_by_address(url: str, no_proxy: str, is_through: bool):
    route = route_to(url, proxy="", variables={"HTTP_PROXY": "http://a", "NO_PROXY": no_proxy})

    assert (route.proxy is not None) == is_through


def test_the_setting_counts_more_than_the_usual_variables():
    variables = {"HTTPS_PROXY": "http://a", "NO_PROXY": "*"}

    assert route_to(API, proxy="socks5://b", variables=variables).proxy == Proxy(ProxyKind.SOCKS5, "b", 1080)


def test_a_wrong_variable_is_told_by_name_and_not_repeated():
    with pytest.raises(Misconfigured, match=r"^HTTPS_PROXY is wrong: it must look like ") as told:
        route_to(API, proxy="", variables={"HTTPS_PROXY": "socks4://anna:hunter2@host:1"})

    assert "hunter2" not in str(told.value)


def test_a_wrong_variable_that_is_not_needed_harms_nobody():
    variables = {"HTTPS_PROXY": "nonsense://", "NO_PROXY": "api.telegram.org"}

    assert route_to(API, proxy="", variables=variables).proxy is None
