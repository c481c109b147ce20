"""`bridge doctor`: checks everything that the bridge needs, and says how to repair what is wrong."""

from collections.abc import AsyncIterator

import typer

from bridge.commands.database import finish
from bridge.commands.findings import Finding
from bridge.commands.subjects import subjects
from bridge.errors import Misconfigured
from bridge.security.secrets import Vault, load_key
from bridge.settings import Settings, load, misspelt, nothing_set
from bridge.settings.env_file import ENV_FILE
from storage.engine.database import Database
from storage.engine.migrate import exists, is_current
from storage.team.channels import Channel
from storage.team.forums import Forum

EXIT_PROBLEMS_FOUND = 1
NEW_DATABASE = "Describe it in team.yaml and run `bridge apply team.yaml`; if there was one, look at DATABASE_URL"


def doctor() -> None:
    """Check the settings, the database and the bots, and say how to mend what is wrong."""
    is_well = finish(_print_findings())
    raise typer.Exit(0 if is_well else EXIT_PROBLEMS_FOUND)


async def _print_findings() -> bool:
    is_well = True
    async for finding in examine():
        typer.echo(str(finding))
        is_well = is_well and finding.is_well
    return is_well


async def examine() -> AsyncIterator[Finding]:
    """Yield each finding as soon as it is known."""
    try:
        settings = load()
        if absence := nothing_set():
            yield Finding(absence, "Run it in the bridge's folder; in a new one, cp .env.example .env")
            return
        yield Finding("settings are read")
        for name, meant in misspelt().items():
            yield Finding(f"{ENV_FILE}: {name} is no setting of the bridge", f"{meant} was meant?")
        settings.storage.make_data_dir()
        yield Finding(f"data folder {settings.storage.data_dir.absolute()} can be written to")
        vault = Vault(load_key(settings.storage.secret_key.get_secret_value(), settings.storage.data_dir))
    except Misconfigured as error:
        yield Finding(str(error), "Mend it and ask again: the rest was not looked at")
        return
    channels: list[Channel] = []
    groups: list[Forum] = []
    database = Database(settings.storage.url)
    try:
        async for finding in _rows(database, settings.storage.place, channels, groups):
            yield finding
    finally:
        await database.close()
    async for finding in _bots(settings, vault, channels, groups):
        yield finding


async def _rows(database: Database, place: str, channels: list[Channel], groups: list[Forum]) -> AsyncIterator[Finding]:
    """Check the database. Fill `channels` with the active ones, and `groups` with the bound ones."""
    try:
        if not await exists(database):
            yield Finding(f"there is no database at {place} yet", NEW_DATABASE)
            return
        if not await is_current(database):
            yield Finding("the database's tables are not those of this version", "Run `bridge migrate`")
            return
    except Misconfigured as error:
        yield Finding("database", str(error))
        return
    yield Finding(f"the database {place} answers and is up to date")
    async with database.read() as uow:
        if not await uow.organizations.all():
            yield Finding("there is no organization yet", "Describe it in team.yaml and run `bridge apply team.yaml`")
        channels += await uow.channels.active_anywhere()
        groups += await uow.forums.all_anywhere()


async def _bots(
    settings: Settings, vault: Vault, channels: list[Channel], groups: list[Forum]
) -> AsyncIterator[Finding]:
    # The clients take long to import, and the other commands do not need them.
    from bridge.commands import group_checks
    from bridge.commands.asking import as_customers_bot, as_operators_bot
    from bridge.commands.bot_api import BotApi
    from bridge.commands.bot_checks import check, file_sizes, way

    yield file_sizes(settings.telegram)
    root, route = settings.telegram.telegram_api_url, settings.route
    for finding in way(route):
        yield finding
    async with as_operators_bot(route) as of_operators, as_customers_bot(route) as of_customers:
        for subject in subjects(settings, vault, channels):
            if isinstance(subject, Finding):
                yield subject
                continue
            api = BotApi(of_operators if subject.is_operators else of_customers, root, route)
            async for finding in check(api, subject):
                yield finding
            if subject.is_operators:
                for forum in groups:
                    yield await group_checks.check(api, subject.token, forum)
