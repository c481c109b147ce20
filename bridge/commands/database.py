"""Helpers for commands that work on the database."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from bridge.settings import Settings, load
from storage.engine.database import Database
from storage.engine.migrate import DatabaseUnusable, NoDatabase, exists, upgrade
from storage.engine.trouble import is_database_trouble, reason

Result = TypeVar("Result")

# The exit status of a command that Ctrl+C has ended, as shells report it.
EXIT_INTERRUPTED = 130


def on_database(work: Callable[[Database], Awaitable[Result]], settings: Settings | None = None) -> Result:
    """Run `work` on the settings' database after its migrations. The database is never created here.

    Raises:
        NoDatabase: it does not exist, so the owner meant another one.
        Misconfigured: a setting must be changed first.
    """
    return finish(_on_database(work, settings or load(), may_make=False))


def on_new_database(work: Callable[[Database], Awaitable[Result]], settings: Settings) -> Result:
    """Run `work` on the settings' database after its migrations. The database is created when it does not exist."""
    return finish(_on_database(work, settings, may_make=True))


def is_there(settings: Settings) -> bool:
    """Whether the database exists. Nothing is created."""
    return finish(_is_there(settings))


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end. Ctrl+C ends it without a text, and a lost database with a sentence.

    Raises:
        DatabaseUnusable: the database went away meanwhile.
        typer.Exit: the command was interrupted.
    """
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except Exception as error:
        if isinstance(error, BrokenPipeError):
            raise
        if is_database_trouble(error) or isinstance(error, DBAPIError):
            raise DatabaseUnusable(place=load().storage.place, reason=reason(error)) from error
        raise


async def _is_there(settings: Settings) -> bool:
    database = Database(settings.storage.url)
    try:
        return await exists(database)
    finally:
        await database.close()


async def _on_database(work: Callable[[Database], Awaitable[Result]], settings: Settings, *, may_make: bool) -> Result:
    database = Database(settings.storage.url)
    try:
        if may_make or settings.storage.data_dir.exists():
            settings.storage.make_data_dir()
        if not may_make and not await exists(database):
            raise NoDatabase(place=settings.storage.place)
        await upgrade(database)
        return await work(database)
    finally:
        await database.close()
