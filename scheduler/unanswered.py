"""Customers who wait are watched, and whoever should know of it is told when it is due; after downtime once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bridge.actions.shifts import unanswered
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

# What is due is looked up by an index.
RESPONSE_LIMIT_CHECK_INTERVAL = timedelta(seconds=1)
# Nobody is told in less than a minute: that somebody has begun to wait may be noticed later than that they have waited.
NEW_WAIT_CHECK_INTERVAL = timedelta(seconds=15)
# Whoever has begun to wait in this time is looked for among all. Others are found as well (a rule is new, an answer was
# taken back), some dialogs each time.
NEW_WAIT_PERIOD = timedelta(minutes=5)
DIALOG_IDS_PER_CHECK = 5_000

log = structlog.get_logger(__name__)


def response_limit_jobs(database: Database) -> list[Job]:
    reached = 0

    async def begin_to_watch() -> None:
        nonlocal reached
        async with database.read() as uow:
            waiting = await uow.unanswered.unwatched_anywhere(uow.now - NEW_WAIT_PERIOD)
            waiting += await uow.unanswered.unwatched_among_anywhere(reached, reached + DIALOG_IDS_PER_CHECK)
            reached = (
                reached + DIALOG_IDS_PER_CHECK
                if reached + DIALOG_IDS_PER_CHECK < await uow.unanswered.last_id_anywhere()
                else 0
            )
        for organization_id, dialog_id in dict.fromkeys(waiting):
            await _each(database, organization_id, dialog_id, unanswered.watch_dialog)

    async def look() -> None:
        async with database.read() as uow:
            due = await uow.unanswered.due_anywhere(uow.now)
        for organization_id, dialog_id in due:
            await _each(database, organization_id, dialog_id, unanswered.check_due)

    return [
        Job("watch who waits", NEW_WAIT_CHECK_INTERVAL, begin_to_watch),
        Job("tell of who waits too long", RESPONSE_LIMIT_CHECK_INTERVAL, look),
    ]


async def _each(
    database: Database, organization_id: int, dialog_id: int, act: Callable[[UnitOfWork, int], Awaitable[object]]
) -> None:
    # The others are not to wait for it; the next tick tries it again.
    with isolated_failure("unanswered.not_looked_at", dialog=dialog_id):
        async with database.begin(organization_id) as uow:
            await act(uow, dialog_id)
