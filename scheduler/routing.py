"""What waits in a queue goes to whoever has room by now: somebody has answered, closed, or come to work."""

from datetime import timedelta

import structlog

from bridge.actions import routing
from bridge.retry import traced
from scheduler.scheduler import Job
from storage.database import Database

OFTEN = timedelta(seconds=2)

log = structlog.get_logger(__name__)


def placing(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            organizations = await uow.routings.organizations_anywhere()
        for organization_id in organizations:
            async with database.read(organization_id) as uow:
                waiting = await routing.waiting(uow)
            for dialog_id in waiting:
                try:
                    async with database.begin(organization_id) as uow:
                        await routing.place(uow, dialog_id)
                except Exception as error:
                    # The others are not to wait for it; the next tick tries it again.
                    log.error("routing.not_placed", dialog=dialog_id, error=traced(error))

    return Job("give dialogs that wait to whoever has room", OFTEN, run)
