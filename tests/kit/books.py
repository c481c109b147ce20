"""What is in the two books: what nobody has read yet, what has not left yet."""

import asyncio

from sqlmodel import col, select

from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery, DeliveryStatus
from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.engine.owned import SYSTEM_WIDE
from storage.engine.unit_of_work import UnitOfWork


async def unread(uow: UnitOfWork) -> list[JournalEntry]:
    """The entries that nobody has handled yet, in the order in which they came."""
    rows = select(JournalEntry).where(JournalEntry.state == EntryState.NEW).order_by(col(JournalEntry.id))
    return list(await uow.session.scalars(rows))


async def unsettled(uow: UnitOfWork) -> list[Delivery]:
    """What still has to leave, of every organization, in the order in which it was written."""
    rows = select(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES)).order_by(col(Delivery.id))
    return list(await uow.session.scalars(rows, execution_options=SYSTEM_WIDE))


async def until_unsettled(database: Database, count: int) -> list[Delivery]:
    """What waits in the outbox, once there is so much."""
    while True:
        async with database.read() as uow:
            found = await uow.deliveries.in_status_anywhere(DeliveryStatus.WAITING)
        if len(found) >= count:
            return found
        await asyncio.sleep(0.01)
