"""Whoever is to do a task is told when it is due; what came due while we were away is told once."""

from datetime import timedelta

import structlog

from bridge.actions.tasks import task_reminders
from bridge.delivery.retry import traced
from scheduler.scheduler import Due, Job
from storage.engine.database import Database
from storage.engine.trouble import is_database_trouble

REMINDER_CHECK_INTERVAL = timedelta(milliseconds=500)
# Before what could not be told is tried again; others are not to wait for it.
RETRY_DELAY = timedelta(minutes=1)
# Many are due at nine o'clock. Most of what one costs is its commit; while they are told nothing else is written.
REMINDERS_PER_COMMIT = 10

log = structlog.get_logger(__name__)


def reminder_job(database: Database) -> Job:
    async def run() -> None:
        while due := await _due(database):
            for first in range(0, len(due), REMINDERS_PER_COMMIT):
                await _remind(database, due[first : first + REMINDERS_PER_COMMIT])

    return Job("remind of tasks", REMINDER_CHECK_INTERVAL, run)


async def _due(database: Database) -> list[Due]:
    async with database.read() as uow:
        return await uow.task_reminders.due_anywhere(uow.now)


async def _remind(database: Database, due: list[Due]) -> None:
    """Of several tasks in one commit; one that fails is undone alone."""
    failed: list[Due] = []
    async with database.group() as group:
        for organization_id, task_id in due:
            try:
                async with group.begin(organization_id) as uow:
                    await task_reminders.remind(uow, task_id)
            except Exception as error:
                # A full disk takes the whole transaction with it, not just this one.
                if is_database_trouble(error):
                    raise
                log.error("task_reminders.not_told", task=task_id, error=traced(error))
                failed.append((organization_id, task_id))
    for organization_id, task_id in failed:
        async with database.begin(organization_id) as uow:
            await uow.task_reminders.postpone(task_id, uow.now, uow.now + RETRY_DELAY)
