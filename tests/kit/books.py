"""What is in the two books: what nobody has read yet, what has not left yet."""

from sqlmodel import col, select

from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery
from storage.delivery.journal import EntryState, JournalEntry
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
