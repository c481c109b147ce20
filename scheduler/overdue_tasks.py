"""Every morning at work people hear of tasks that are overdue; what was missed while we were away is told once."""

from datetime import timedelta

import structlog

from bridge.actions.tasks import overdue_tasks
from bridge.delivery.retry import traced
from scheduler.scheduler import Job
from storage.engine.database import Database
from storage.engine.trouble import is_database_trouble

OVERDUE_CHECK_INTERVAL = timedelta(seconds=5)
# Before what could not be told is tried again; others are not to wait for it.
RETRY_DELAY = timedelta(minutes=1)

log = structlog.get_logger(__name__)


def telling_of_overdue_tasks(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            readers = await uow.overdue_tasks.readers_anywhere(uow.now)
        for organization_id, employee_id in readers:
            try:
                async with database.begin(organization_id) as uow:
                    await overdue_tasks.notify_employee(uow, employee_id)
            except Exception as error:
                if is_database_trouble(error):
                    raise
                log.error("overdue.not_told", employee=employee_id, error=traced(error))
                async with database.begin(organization_id) as uow:
                    await uow.overdue_tasks.claim(employee_id, uow.now, uow.now + RETRY_DELAY)

    return Job("tell of overdue tasks", OVERDUE_CHECK_INTERVAL, run)
