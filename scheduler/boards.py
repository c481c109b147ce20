"""Waiting boards are painted anew when they would look otherwise."""

from datetime import timedelta
from itertools import groupby
from operator import itemgetter

import structlog

from bridge.actions.inbox import boards
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database

BOARD_CHECK_INTERVAL = timedelta(seconds=10)

log = structlog.get_logger(__name__)


def board_job(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due = await uow.boards.painted_before_anywhere(uow.now - boards.MIN_REPAINT_INTERVAL)
        for organization_id, theirs in groupby(due, key=itemgetter(0)):
            # The others are not to wait for it; the next tick tries it again.
            with isolated_failure("boards.not_painted", organization=organization_id):
                await _refresh(database, organization_id, [board_id for _organization_id, board_id in theirs])

    return Job("waiting boards", BOARD_CHECK_INTERVAL, run)


async def _refresh(database: Database, organization_id: int, board_ids: list[int]) -> None:
    async with database.read(organization_id) as uow:
        outdated = await boards.outdated(uow, board_ids)
    if outdated:
        async with database.begin(organization_id) as uow:
            for board_id in outdated:
                await boards.refresh(uow, board_id)
