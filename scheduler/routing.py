"""What waits in a queue goes to whoever has room by now: somebody has answered, closed, or come to work."""

from datetime import timedelta

import structlog

from bridge.actions.shifts import routing
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database

QUEUE_CHECK_INTERVAL = timedelta(seconds=2)

log = structlog.get_logger(__name__)


def queue_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            organizations = await uow.routings.organizations_anywhere()
        for organization_id in organizations:
            async with database.read(organization_id) as uow:
                waiting = await routing.waiting_dialogs(uow)
            for dialog_id in waiting:
                # The others are not to wait for it; the next tick tries it again.
                with isolated_failure("routing.not_placed", dialog=dialog_id):
                    async with database.begin(organization_id) as uow:
                        await routing.place_dialog(uow, dialog_id)

    return Job("give dialogs that wait to whoever has room", QUEUE_CHECK_INTERVAL, run)
