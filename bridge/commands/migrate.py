"""`bridge migrate`: brings the database's tables up to date. `bridge run` does so at its start."""

import typer

from bridge.commands.database import finish
from bridge.settings import Settings, load
from storage.engine.database import Database
from storage.engine.migrate import upgrade


def migrate() -> None:
    """Bring the database's tables up to date, as every start does."""
    settings = load()
    did = finish(_migrated(settings))
    typer.echo(f"The database {settings.storage.place} {'was brought up to date' if did else 'is up to date already'}")


async def _migrated(settings: Settings) -> bool:
    settings.storage.make_data_dir()
    database = Database(settings.storage.url)
    try:
        return await upgrade(database)
    finally:
        await database.close()
