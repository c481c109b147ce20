"""A shop's bot in the sandbox, and Anna, who has started it."""

from collections.abc import AsyncIterator

import pytest

from bridge.channels.telegram.channel import TelegramChannel
from bridge.sandbox import Bot, Person, SandboxServer, World


@pytest.fixture
def shop(world: World) -> Bot:
    return world.bot("Магазин", "shop_bot")


@pytest.fixture
async def anna(world: World, shop: Bot) -> Person:
    anna = world.person("Анна Смирнова", username="anna", phone="+79990000001")
    await anna.starts(shop)
    shop.updates.clear()
    return anna


@pytest.fixture
async def channel(server: SandboxServer, shop: Bot) -> AsyncIterator[TelegramChannel]:
    async with TelegramChannel(shop.token, api_url=server.url) as channel:
        yield channel
