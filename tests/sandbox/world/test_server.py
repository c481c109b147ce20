"""Where the sandbox is, as its page and the bridge are told."""

import socket

import aiohttp
import pytest

from bridge.sandbox import SandboxServer
from tests.kit.worlds import new_world


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
async def test_an_address_of_ipv6_is_one_that_can_be_asked():
    async with SandboxServer(new_world(), "::1") as server, aiohttp.ClientSession() as session:
        for url in (server.url, server.api_url):
            assert url.startswith("http://[::1]:")
            async with session.get(f"{url}/bot1:x/getMe") as answer:
                assert answer.status == 401
