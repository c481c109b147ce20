"""The figures of the week leave on Monday morning, in the organization's own time zone; late ones once."""

from datetime import timedelta

import structlog

from bridge.actions.reports import weekly
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database

WEEKLY_REPORT_CHECK_INTERVAL = timedelta(minutes=1)

log = structlog.get_logger(__name__)


def weekly_report_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.organizations.due_for_week(uow.now)
        for organization in due:
            # The others are not to wait for it; the next tick tries it again.
            with isolated_failure("weekly.not_told", organization=organization.id):
                async with database.begin(organization.id) as uow:
                    await weekly.send_reports(uow, organization)

    return Job("figures of the week", WEEKLY_REPORT_CHECK_INTERVAL, run)
