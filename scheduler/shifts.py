"""Shifts begin and end by the clock; what came due while we were away does so once."""

from datetime import timedelta

import structlog

from bridge.actions.shifts import shifts
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database

SHIFT_CHECK_INTERVAL = timedelta(seconds=1)
# Whoever has begun to work here since is found then.
NEW_SHIFT_CHECK_INTERVAL = timedelta(minutes=10)

log = structlog.get_logger(__name__)


def shift_jobs(database: Database) -> list[Job]:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.shifts.due_anywhere(uow.now)
        for organization_id, employee_id in due:
            # The others are not to wait for it; the next tick tries it again.
            with isolated_failure("shift.not_settled", employee=employee_id):
                async with database.begin(organization_id) as uow:
                    await shifts.settle_shift(uow, employee_id)

    async def find_new() -> None:
        async with database.read() as uow:
            organizations = [organization.id for organization in await uow.organizations.all()]
        for organization_id in organizations:
            async with database.begin(organization_id) as uow:
                await shifts.follow_new(uow)

    return [
        Job("begin and end shifts", SHIFT_CHECK_INTERVAL, run),
        Job("find whose shifts begin", NEW_SHIFT_CHECK_INTERVAL, find_new),
    ]
