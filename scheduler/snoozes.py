"""Dialogs that were put off come back when their time has come; what came due while we were away does so once."""

from datetime import timedelta

import structlog

from bridge.actions.inbox import snoozes
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database

SNOOZE_CHECK_INTERVAL = timedelta(seconds=5)

log = structlog.get_logger(__name__)


def snooze_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.dialogs.due_anywhere(uow.now)
        for organization_id, dialog_id in due:
            # The others are not to wait for it; the next tick tries it again.
            with isolated_failure("snooze.not_woken", dialog=dialog_id):
                async with database.begin(organization_id) as uow:
                    await snoozes.wake_due(uow, dialog_id)

    return Job("wake dialogs that were put off", SNOOZE_CHECK_INTERVAL, run)
