"""Copies of old messages are forgotten: there is one for each message in each window, and a shop writes without end."""

from datetime import timedelta

import structlog

from scheduler.housekeeping import PURGE_INTERVAL
from scheduler.scheduler import Job
from storage.engine.database import Database

# What an operator may still reply to, react to or delete. Telegram lets nobody edit or delete after two days.
MIRROR_LIFETIME = timedelta(days=90)
# Copies that go in one commit, in which nobody else writes, and in one hour.
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
