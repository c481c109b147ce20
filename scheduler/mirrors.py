"""Cleanup of mirrors: each message has one in each window, so their number would grow without limit."""

from datetime import timedelta

import structlog

from scheduler.housekeeping import PURGE_INTERVAL
from scheduler.scheduler import Job
from storage.engine.database import Database

# For this long an operator may reply to an old message, react to it or delete it. Telegram allows edits and deletions
# only for two days.
MIRROR_LIFETIME = timedelta(days=90)
# Nobody else can write during a commit, so one commit deletes few mirrors; the second number is the limit for an hour.
MIRRORS_PER_COMMIT, MAX_MIRRORS_PER_HOUR = 1_000, 50_000

log = structlog.get_logger(__name__)


def mirror_cleanup_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            organizations = await uow.organizations.all()
        for organization in organizations:
            if count := await _forget(database, organization.id):
                log.info("housekeeping.purged", what="copies of old messages", count=count)

    return Job("purge copies of old messages", PURGE_INTERVAL, run)


async def _forget(database: Database, organization_id: int) -> int:
    count = 0
    while count < MAX_MIRRORS_PER_HOUR:
        async with database.begin(organization_id, urgent=False) as uow:
            gone = await uow.windows.purge_copies(uow.now - MIRROR_LIFETIME, limit=MIRRORS_PER_COMMIT)
        count += gone
        if gone < MIRRORS_PER_COMMIT:
            break
    return count
