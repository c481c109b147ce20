"""The operator bot at work in a served world: what people do in it is read and answered as it comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bridge.desk.bot_api.telegram import Telegram
from bridge.sandbox import Bot, Person, SandboxServer, World
from storage.engine.database import Database
from tests.kit.desk import Desk
from tests.kit.staff import Staff
from tests.kit.worlds import new_world


@pytest.fixture
def dialect() -> str:
    """The rules run on both databases; their stories need one."""
    return "sqlite"


@pytest.fixture
def world() -> World:
    """Without the server and the stage of other stories: only the operators' bot is at work."""
    return new_world()


@pytest.fixture
def bot(world: World) -> Bot:
    return world.bot("Чат-центр", "desk_bot", side="operator", has_topics=True)


@pytest.fixture
async def desk(world: World, bot: Bot, database: Database, staff: Staff) -> AsyncIterator[Desk]:
    async with SandboxServer(world) as server:
        telegram = Telegram(bot.token, api_url=server.url)
        desk = Desk(bot, server, telegram, database)
        reading = asyncio.create_task(desk.run())
        yield desk
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await telegram.close()


@pytest.fixture
def anna(world: World, desk: Desk) -> Person:
    """The administrator's person."""
    return world.person("Анна Смирнова", username="anna", phone="+79990000001", side="operator")


@pytest.fixture
def oleg(world: World, desk: Desk) -> Person:
    return world.person("Олег Ким", username="oleg", phone="+79990000002", side="operator")
