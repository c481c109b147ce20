"""Dialogs that were put off come back when their time has come; what came due while we were away does so once."""

from datetime import timedelta

from bridge.actions import snoozes
from scheduler.scheduler import Job
from storage.database import Database

OFTEN = timedelta(seconds=5)


def waking(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.dialogs.due_anywhere(uow.now)
        for organization_id, dialog_id in due:
            async with database.begin(organization_id) as uow:
                await snoozes.rouse(uow, dialog_id)

    return Job("wake dialogs that were put off", OFTEN, run)
