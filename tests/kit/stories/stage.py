"""The stage of stories: the bots, the people and a bridge that can be set to work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bridge.app.components import Components
from bridge.app.running import running
from bridge.sandbox import Bot, Person, SandboxServer, World
from bridge.security.secrets import Vault
from bridge.settings import HttpSettings, LogSettings, SandboxSettings, Settings, StorageSettings, TelegramSettings
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.network.ports import free_port
from tests.kit.office import Office, open_office
from tests.kit.stories.quiet import quiet

KEY = "a key that only tests have"


@dataclass
class Stage:
    """The bots, the people, and the office they belong to. `topics` says whether the operator bot has them."""

    world: World
    server: SandboxServer
    settings: Settings
    office: Office
    shop: Bot
    desk: Bot
    ivan: Person
    anna: Person
    oleg: Person
    maria: Person

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Components]:
        """The bridge runs while the block does."""
        async with running(self.settings, self.world.clock.now) as components:
            self.world.rest = partial(quiet, self.world, components)
            yield components


async def open_stage(
    telegram: World,
    server: SandboxServer,
    database: Database,
    organization: Organization,
    database_url: str,
    data_dir: Path,
    *,
    has_topics: bool = True,
) -> Stage:
    """As the fixture, for whoever has no fixtures."""
    desk = telegram.bot("Чат-центр", "desk_bot", has_topics=has_topics, side="operator", is_inline=True)
    shop = telegram.bot("Магазин «Ромашка»", "shop_bot")
    people = [telegram.person(name, side="operator") for name in ("Анна Смирнова", "Олег Ким", "Мария Лис")]
    ivan = telegram.person("Иван Петров", username="ivan", language_code="ru")
    office = await open_office(database, organization, accounts=[person.user.id for person in people])
    async with office.begin() as uow:
        channel = await uow.channels.get(office.channel.id)
        channel.token = Vault(KEY).encrypt(shop.token)
    for person in people:
        await person.starts(desk)
    settings = Settings(
        telegram=TelegramSettings(
            operator_bot_token=SecretStr(desk.token), telegram_api_url=server.api_url, telegram_limits="off"
        ),
        http=HttpSettings(http_port=free_port()),
        storage=StorageSettings(data_dir=data_dir, database_url=SecretStr(database_url), secret_key=SecretStr(KEY)),
        logs=LogSettings(),
        sandbox=SandboxSettings(),
    )
    return Stage(telegram, server, settings, office, shop, desk, ivan, *people)
