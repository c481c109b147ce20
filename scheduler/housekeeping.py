"""Housekeeping: what is done with and holds personal data is not kept for longer than needed."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from scheduler.scheduler import Job
from storage.database import Database

KEEP_DAYS = 7
HOURLY = timedelta(hours=1)

PurgeFiles = Callable[[datetime], Awaitable[int]]
"""Deletes local files from before that moment; returns how many."""

log = structlog.get_logger(__name__)


def housekeeping(database: Database, *, keep_days: int = KEEP_DAYS, purge_files: PurgeFiles | None = None) -> list[Job]:
    """Jobs that delete read journal entries, finished deliveries and local files after `keep_days`."""

    def job(name: str, purge: PurgeFiles) -> Job:
        async def run() -> None:
            count = await purge(database.clock() - timedelta(days=keep_days))
            if count:
                log.info("housekeeping.purged", what=name, count=count)

        return Job(f"purge {name}", HOURLY, run)

    async def purge_journal(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.journal.purge_handled(before)

    async def purge_deliveries(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.deliveries.purge_settled_anywhere(before)

    jobs = [job("journal", purge_journal), job("deliveries", purge_deliveries)]
    return [*jobs, job("files", purge_files)] if purge_files else jobs
