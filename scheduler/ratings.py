"""Customers are asked how they were served once their dialogs have been closed for a little while."""

from datetime import timedelta

import structlog

from bridge.actions.automation import ratings
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database

RATING_CHECK_INTERVAL = timedelta(seconds=5)

log = structlog.get_logger(__name__)


def rating_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.ratings.due_anywhere(uow.now)
        for organization_id, rating_id in due:
            # The others are not to wait for it; the next tick tries it again.
            with isolated_failure("rating.not_asked_for", rating=rating_id):
                async with database.begin(organization_id) as uow:
                    await ratings.ask_customer(uow, rating_id)

    return Job("ask for ratings", RATING_CHECK_INTERVAL, run)
