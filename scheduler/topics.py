"""Topics of dialogs that have been in the archive for long are deleted in the operators' private chats."""

from datetime import timedelta

import structlog

from bridge.actions.inbox import topics
from scheduler.housekeeping import PURGE_INTERVAL
from scheduler.scheduler import Job
from storage.engine.database import Database

log = structlog.get_logger(__name__)


def topic_cleanup_job(database: Database, keep: timedelta) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            before = uow.now - keep
            over = await uow.windows.over_anywhere(before)
        for organization_id, window_id in over:
            async with database.begin(organization_id, urgent=False) as uow:
                await topics.sweep(uow, window_id, before)
        if over:
            log.info("housekeeping.topics", count=len(over))

    return Job("delete topics of the archive", PURGE_INTERVAL, run)
