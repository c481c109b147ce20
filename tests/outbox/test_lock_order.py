"""Units of work that want the same deliveries take them in one order, so that none waits for one that waits for it."""

import asyncio
from collections.abc import Awaitable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bridge.actions.inbox import windows
from bridge.outbox import changes
from storage.delivery.deliveries import Delivery
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.kit.conversations import taken
from tests.kit.database.locks import somebody_waits
from tests.kit.office import Office, open_office


@pytest.fixture
def dialect() -> str:
    """SQLite lets one unit of work write at a time."""
    return "postgresql"


@pytest.fixture
async def office(database: Database, organization: Organization) -> Office:
    """Of people, in place of the outbox's own."""
    return await open_office(database, organization)


@pytest.fixture
async def waiting(office: Office) -> list[Delivery]:
    """Copies that wait for the windows of Anna and Maria; the one for the newer window was put first."""
    window = await taken(office)
    async with office.begin() as uow:
        dialog = await uow.dialogs.get(window.dialog_id)
        newer = await windows.open_at(uow, dialog, office.sign_ins[office.maria.id])
    await office.settle_all()
    said = await office.hears("Ау?", 2)
    first, second = await office.deliveries("copy")
    async with office.begin() as uow:
        for delivery_id, shown_in in ((first.id, newer), (second.id, window)):
            row = await uow.deliveries.get(delivery_id)
            row.window_id, row.lane, row.message_id = shown_in.id, f"desk:{shown_in.chat_id}", said.id
    return [first, second]


async def is_free(database: Database, delivery: Delivery) -> bool:
    try:
        async with database.begin() as uow:
            locked = text("SELECT id FROM delivery WHERE id = :id FOR UPDATE NOWAIT")
            await uow.session.execute(locked, {"id": delivery.id})
    except DBAPIError:
        return False
    return True


async def takes_the_older_first(database: Database, waiting: list[Delivery], step: Awaitable[object]) -> bool:
    """Whether `step`, while it waits for the older delivery, leaves the newer one alone."""
    older, newer = waiting
    async with database.begin() as uow:
        await uow.session.execute(text("SELECT id FROM delivery WHERE id = :id FOR UPDATE"), {"id": older.id})
        other = asyncio.ensure_future(step)
        await somebody_waits(database)
        free = await is_free(database, newer)
    await other
    return free


async def test_what_joins_copies_of_several_windows_takes_them_in_their_order(database, office: Office, waiting):
    assert await takes_the_older_first(database, waiting, office.hears("Вы тут?", 3))

    assert len(await office.deliveries("copy")) == 2


@pytest.mark.parametrize("known", [(None, None, None), (9, 4, 9)], ids=["one counter", "two counters"])
async def test_the_outbox_claims_what_it_sends_at_one_moment_in_its_order(
    database, waiting, known: tuple[int | None, ...]
):
    """Whatever highest message ids are `known` in their chats."""
    async with database.read() as uow:
        oldest = await uow.session.scalar(text("SELECT min(id) FROM delivery"))
    floors = dict(zip([oldest, *(delivery.id for delivery in waiting)], known, strict=True))
    # Whoever reads the table as it lies meets a row that has changed behind the others.
    async with database.begin() as uow:
        (await uow.deliveries.get_anywhere(waiting[0].id)).attempts = 1

    async def claim() -> None:
        async with database.begin() as uow:
            for way in ("indexscan", "indexonlyscan", "bitmapscan"):
                await uow.session.execute(text(f"SET LOCAL enable_{way} = off"))
            await changes.claim(uow, floors)

    assert await takes_the_older_first(database, waiting, claim())
