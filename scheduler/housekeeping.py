"""Housekeeping: what is done with and holds personal data is not kept for longer than needed."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from scheduler.scheduler import Job
from storage.engine.database import Database

KEEP_DAYS = 7
PURGE_INTERVAL = timedelta(hours=1)
# What has failed is kept so many times longer: somebody may want to have it sent, or read, again.
FAILED_KEEP_FACTOR = 4

Purge = Callable[[datetime], Awaitable[int]]
"""Deletes what is from before that moment, such as local files; returns how much that was."""

log = structlog.get_logger(__name__)


def housekeeping_jobs(database: Database, *, keep_days: int = KEEP_DAYS, purge_files: Purge | None = None) -> list[Job]:
    """Jobs that delete read journal entries, finished deliveries and local files after `keep_days`.

    Of what has failed they delete the content, after longer; that it has, and why, stays.
    """

    def job(name: str, purge: Purge, *, days: int = keep_days) -> Job:
        async def run() -> None:
            count = await purge(database.clock() - timedelta(days=days))
            if count:
                log.info("housekeeping.purged", what=name, count=count)

        return Job(f"purge {name}", PURGE_INTERVAL, run)

    async def purge_journal(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.journal.purge_handled(before)

    async def purge_deliveries(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.deliveries.purge_settled_anywhere(before)

    async def purge_reminders(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.task_reminders.purge_fired_anywhere(before)

    async def purge_drafts(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.tasks.purge_drafts_anywhere(before)

    async def purge_scheduled(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.scheduled_messages.purge_anywhere(before)

    async def purge_outages(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.outages.purge_anywhere(before)

    async def forget_set_aside(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.journal.forget_set_aside(before)

    async def forget_failed(before: datetime) -> int:
        async with database.begin() as uow:
            return await uow.deliveries.forget_failed_anywhere(before)

    jobs = [job("journal", purge_journal), job("deliveries", purge_deliveries), job("drafts of tasks", purge_drafts)]
    jobs.append(job("scheduled messages that left", purge_scheduled))
    jobs.append(job("reminders that were told", purge_reminders))
    jobs.append(job("outages", purge_outages))
    jobs.append(job("what was set aside", forget_set_aside, days=keep_days * FAILED_KEEP_FACTOR))
    jobs.append(job("what was refused", forget_failed, days=keep_days * FAILED_KEEP_FACTOR))
    return [*jobs, job("files", purge_files)] if purge_files else jobs
