"""Waiting boards are painted anew when they would look otherwise."""

from datetime import timedelta

import structlog

from bridge.actions import boards
from bridge.retry import traced
from scheduler.scheduler import Job
from storage.database import Database

OFTEN = timedelta(seconds=10)

log = structlog.get_logger(__name__)


def keeping_boards(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            known = await uow.boards.all_anywhere()
        for organization_id, board_id in known:
            try:
                async with database.read(organization_id) as uow:
                    is_outdated = await boards.is_outdated(uow, board_id)
                if is_outdated:
                    async with database.begin(organization_id) as uow:
                        await boards.refresh(uow, board_id)
            except Exception as error:
                # The others are not to wait for it; the next tick tries it again.
                log.error("board.not_painted", board=board_id, error=traced(error))

    return Job("waiting boards", OFTEN, run)
