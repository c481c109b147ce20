"""Whoever watches a wait and whoever looks at it take the dialog first, so that neither waits for the other."""

import asyncio

import pytest

from bridge.actions.shifts import unanswered
from storage.shifts.unanswered import Step
from tests.kit.database.locks import somebody_waits
from tests.kit.office import Office


@pytest.fixture
def dialect() -> str:
    """SQLite lets one unit of work write at a time."""
    return "postgresql"


async def test_who_begins_to_wait_anew_can_be_watched_while_the_former_wait_is_looked_at(office: Office):
    said = await office.hears()
    async with office.begin() as uow:
        await unanswered.set_limit(uow, None, Step.REMIND, 10, by=await uow.employees.get(office.anna.id))
        await unanswered.watch_dialog(uow, said.dialog_id)

    async def look() -> None:
        async with office.begin() as uow:
            await unanswered.check_due(uow, said.dialog_id)

    async with office.begin() as uow:
        dialog = await uow.dialogs.lock(said.dialog_id)
        other = asyncio.ensure_future(look())
        await somebody_waits(office.database)
        await uow.unanswered.wake(dialog.id, uow.now)
    await other
