"""Telegram is away, and comes back."""

from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from bridge.sandbox import SandboxServer
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes, texts

pytestmark = pytest.mark.usefixtures("short_waits")


@asynccontextmanager
async def telegram_again(stage: Stage):
    """Telegram is there again, at its old address."""
    async with SandboxServer(stage.world, api_port=urlsplit(stage.server.api_url).port or 0) as server:
        yield server


async def test_the_bridge_comes_to_life_by_itself_when_telegram_can_be_reached(stage: Stage):
    await stage.server.stop()
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        async with telegram_again(stage):
            await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")


async def test_the_bridge_goes_on_by_itself_after_telegram_was_away(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.server.stop()
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await stage.anna.writes("Мы здесь", to=stage.desk, topic=topic)
        async with telegram_again(stage):
            await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
            await stage.ivan.sees("Мы здесь", in_=stage.shop)

    assert texts(stage.anna, stage.desk, "Вы где?") == ["Вы где?"]
    assert texts(stage.ivan, stage.shop, "Мы здесь") == ["Мы здесь"]


async def test_the_bridge_goes_on_by_itself_after_connections_were_refused(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        spell = stage.world.weather.begin("refused")
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await stage.anna.never_sees("Вы где?", within=0.3)
        stage.world.weather.end(spell)
        await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
