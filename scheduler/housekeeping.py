"""Housekeeping: rows and files that are done with and hold personal data are deleted when they are no longer needed."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from scheduler.scheduler import Job
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

KEEP_DAYS = 7
PURGE_INTERVAL = timedelta(hours=1)
# What has failed is kept this many times longer, because somebody may want to retry it.
FAILED_KEEP_FACTOR = 4

Purge = Callable[[datetime], Awaitable[int]]
"""Deletes what is older than that moment, such as local files; returns the number of deleted things."""
PurgeRows = Callable[[UnitOfWork, datetime], Awaitable[int]]

log = structlog.get_logger(__name__)


def housekeeping_jobs(database: Database, *, keep_days: int = KEEP_DAYS, purge_files: Purge | None = None) -> list[Job]:
    """Jobs that delete handled journal entries, settled deliveries and local files after `keep_days`.

    Of a failed entry or delivery they delete only the content, and later; the row with its reason stays.
    """

    def job(name: str, purge: Purge, *, days: int = keep_days) -> Job:
        async def run() -> None:
            count = await purge(database.clock() - timedelta(days=days))
            if count:
                log.info("housekeeping.purged", what=name, count=count)

        return Job(f"purge {name}", PURGE_INTERVAL, run)

    def purge_rows(name: str, purge: PurgeRows, *, days: int = keep_days) -> Job:
        async def run(before: datetime) -> int:
            async with database.begin() as uow:
                return await purge(uow, before)

        return job(name, run, days=days)

    long = keep_days * FAILED_KEEP_FACTOR
    jobs = [
        purge_rows("journal", lambda uow, before: uow.journal.purge_handled(before)),
        purge_rows("deliveries", lambda uow, before: uow.deliveries.purge_settled_anywhere(before)),
        purge_rows("drafts of tasks", lambda uow, before: uow.tasks.purge_drafts_anywhere(before)),
        purge_rows("scheduled messages that left", lambda uow, before: uow.scheduled_messages.purge_anywhere(before)),
        purge_rows("reminders that were told", lambda uow, before: uow.task_reminders.purge_fired_anywhere(before)),
        purge_rows("outages", lambda uow, before: uow.outages.purge_anywhere(before)),
        purge_rows("what was set aside", lambda uow, before: uow.journal.forget_set_aside(before), days=long),
        purge_rows("what was refused", lambda uow, before: uow.deliveries.forget_failed_anywhere(before), days=long),
    ]
    return [*jobs, job("files", purge_files)] if purge_files else jobs
