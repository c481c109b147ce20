"""A served world with an operators' bot that has topics, and both libraries connected to it."""

from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from bridge.sandbox import Bot, Group, Person, SandboxServer, World
from tests.kit.sandbox import RawApi


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def call(server: SandboxServer, session: ClientSession) -> RawApi:
    return RawApi(session, server.url)


@pytest.fixture
def desk(world: World) -> Bot:
    """The operators' bot, with topics."""
    return world.bot("Чат-центр", "desk_bot", has_topics=True, side="operator")


@pytest.fixture
def shop(world: World) -> Bot:
    """The customers' bot, without topics."""
    return world.bot("Магазин", "shop_bot")


@pytest.fixture
async def oleg(world: World, desk: Bot) -> Person:
    """An operator who has started the desk."""
    oleg = world.person("Олег Ким", username="oleg", phone="+79990000002", side="operator")
    await oleg.starts(desk)
    desk.updates.clear()
    return oleg


@pytest.fixture
async def ivan(world: World, shop: Bot) -> Person:
    """A customer who has started the shop."""
    ivan = world.person("Иван Петров", phone="+79990000003")
    await ivan.starts(shop)
    shop.updates.clear()
    return ivan


@pytest.fixture
def forum(world: World, desk: Bot, oleg: Person) -> Group:
    """A department's forum where the desk is an administrator."""
    forum = world.group("Поддержка", owner=oleg, admins=[desk], is_forum=True)
    desk.updates.clear()
    return forum


@pytest.fixture(scope="session")
async def connection() -> AsyncIterator[AiohttpSession]:
    """aiogram takes a quarter of a second to close its session: one is enough."""
    connection = AiohttpSession()
    yield connection
    await connection.close()


@pytest.fixture
def aio(server: SandboxServer, desk: Bot, connection: AiohttpSession) -> aiogram.Bot:
    """The desk through aiogram."""
    connection.api = TelegramAPIServer.from_base(server.url)
    return aiogram.Bot(desk.token, connection)


@pytest.fixture
async def ptb(server: SandboxServer, shop: Bot) -> AsyncIterator[telegram.Bot]:
    """The shop through python-telegram-bot."""
    bot = telegram.Bot(shop.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot")
    async with bot:
        yield bot
