"""Reminders of due tasks. A reminder that became due while the process was down is sent once."""

from datetime import timedelta

import structlog

from bridge.actions.tasks import task_reminders
from bridge.delivery.retry import traced
from scheduler.scheduler import Due, Job
from storage.engine.database import Database
from storage.engine.trouble import is_database_trouble

REMINDER_CHECK_INTERVAL = timedelta(milliseconds=500)
# A reminder that failed is tried again after this delay; others do not wait for it.
RETRY_DELAY = timedelta(minutes=1)
# Many tasks are due at nine o'clock, and most of a reminder's cost is its commit, during which nobody else can write.
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
    """Remind of several tasks in one commit; a failed task is rolled back alone."""
    failed: list[Due] = []
    async with database.group() as group:
        for organization_id, task_id in due:
            try:
                async with group.begin(organization_id) as uow:
                    await task_reminders.remind(uow, task_id)
            except Exception as error:
                # A full disk breaks the whole transaction, not only this task.
                if is_database_trouble(error):
                    raise
                log.error("task_reminders.not_told", task=task_id, error=traced(error))
                failed.append((organization_id, task_id))
    for organization_id, task_id in failed:
        async with database.begin(organization_id) as uow:
            await uow.task_reminders.postpone(task_id, uow.now, uow.now + RETRY_DELAY)
