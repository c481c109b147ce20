"""Commands' work on the database."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from bridge.settings import Settings, load
from storage.database import Database
from storage.migrate import DatabaseUnusable, upgrade
from storage.trouble import is_database_trouble, reason

Result = TypeVar("Result")

# What a shell reports of a command that was ended by Ctrl+C.
INTERRUPTED = 130


def on_database(work: Callable[[Database], Awaitable[Result]], settings: Settings | None = None) -> Result:
    """Do the work on the database of the settings, brought up to date before.

    Raises:
        Misconfigured: a setting must be mended first.
    """
    return finish(_on_database(work, settings or load()))


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end; Ctrl+C ends it without a word, and a database that goes away meanwhile with a sentence."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        if isinstance(error, BrokenPipeError):
            raise
        if is_database_trouble(error) or isinstance(error, DBAPIError):
            raise DatabaseUnusable(reason=reason(error)) from error
        raise


async def _on_database(work: Callable[[Database], Awaitable[Result]], settings: Settings) -> Result:
    settings.storage.make_data_dir()
    database = Database(settings.storage.url)
    try:
        await upgrade(database)
        return await work(database)
    finally:
        await database.close()
