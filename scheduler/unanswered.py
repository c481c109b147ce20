"""Customers who wait are watched, and whoever should know of it is told when it is due; after downtime once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bridge.actions import unanswered
from bridge.retry import traced
from scheduler.scheduler import Job
from storage.database import Database
from storage.unit_of_work import UnitOfWork

# What is due is looked up by an index.
OFTEN = timedelta(seconds=1)
# Nobody is told in less than a minute: that somebody has begun to wait may be noticed later than that they have waited.
SOMETIMES = timedelta(seconds=15)

log = structlog.get_logger(__name__)


def watching(database: Database) -> list[Job]:
    async def begin_to_watch() -> None:
        async with database.read() as uow:
            waiting = await uow.unanswered.unwatched_anywhere()
        for organization_id, dialog_id in waiting:
            await _each(database, organization_id, dialog_id, unanswered.watch)

    async def look() -> None:
        async with database.read() as uow:
            due = await uow.unanswered.due_anywhere(uow.now)
        for organization_id, dialog_id in due:
            await _each(database, organization_id, dialog_id, unanswered.look)

    return [Job("watch who waits", SOMETIMES, begin_to_watch), Job("tell of who waits too long", OFTEN, look)]


async def _each(
    database: Database, organization_id: int, dialog_id: int, act: Callable[[UnitOfWork, int], Awaitable[object]]
) -> None:
    try:
        async with database.begin(organization_id) as uow:
            await act(uow, dialog_id)
    except Exception as error:
        # The others are not to wait for it; the next tick tries it again.
        log.error("unanswered.not_looked_at", dialog=dialog_id, error=traced(error))
