"""Whoever is to do a task is told when it is due; what came due while we were away is told once."""

from datetime import timedelta

import structlog

from bridge.actions import task_reminders
from bridge.retry import traced
from scheduler.scheduler import Job
from storage.database import Database

OFTEN = timedelta(milliseconds=500)
# Before what could not be told is tried again; others are not to wait for it.
LATER = timedelta(minutes=1)

log = structlog.get_logger(__name__)


def reminding(database: Database) -> Job:
    async def run() -> None:
        while due := await _due(database):
            for organization_id, task_id in due:
                await _remind(database, organization_id, task_id)

    return Job("remind of tasks", OFTEN, run)


async def _due(database: Database) -> list[tuple[int, int]]:
    async with database.read() as uow:
        return await uow.task_reminders.due_anywhere(uow.now)


async def _remind(database: Database, organization_id: int, task_id: int) -> None:
    try:
        async with database.begin(organization_id) as uow:
            await task_reminders.remind(uow, task_id)
    except Exception as error:
        log.error("task_reminders.not_told", task=task_id, error=traced(error))
        async with database.begin(organization_id) as uow:
            await uow.task_reminders.postpone(task_id, uow.now, uow.now + LATER)
