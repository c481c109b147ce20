"""Dialogs whose customers are silent close by themselves, after a warning; after time away nothing closes unwarned."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bridge.actions.automation import auto_close
from scheduler.scheduler import Job, isolated_failure
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

AUTO_CLOSE_CHECK_INTERVAL = timedelta(seconds=10)

log = structlog.get_logger(__name__)


def closing_idle_dialogs(database: Database) -> Job:
    async def run() -> None:
        async with database.read() as uow:
            due, ruled = (
                await uow.auto_close_timers.due_anywhere(uow.now),
                await uow.auto_close_rules.organizations_anywhere(),
            )
        for organization_id, dialog_id in due:
            await _act(database, organization_id, dialog_id, auto_close.close)
        for organization_id in ruled:
            for dialog_id in await _unwarned(database, organization_id):
                await _act(database, organization_id, dialog_id, auto_close.warn)

    return Job("close silent dialogs", AUTO_CLOSE_CHECK_INTERVAL, run)


async def _unwarned(database: Database, organization_id: int) -> list[int]:
    """Of each rule the dialogs that somebody is to be warned of."""
    found: list[int] = []
    async with database.read(organization_id) as uow:
        rules = await uow.auto_close_rules.all()
        own = [rule.department_id for rule in rules if rule.department_id is not None]
        for rule in rules:
            if rule.close_after is not None:
                found += await uow.auto_close_timers.unwarned(rule, own, uow.now - rule.close_after + rule.warning_time)
    return found


async def _act(
    database: Database, organization_id: int, dialog_id: int, act: Callable[[UnitOfWork, int], Awaitable[bool]]
) -> None:
    # The others are not to wait for it; a later tick tries it again.
    with isolated_failure("silence.not_ended", dialog=dialog_id):
        async with database.begin(organization_id, urgent=False) as uow:
            await act(uow, dialog_id)
