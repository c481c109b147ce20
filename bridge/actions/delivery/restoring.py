"""Restoring: a database from a backup does not know what has been sent since the backup was made."""

from dataclasses import dataclass

from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Doubts:
    """How many rows may have been handled already: waiting deliveries, journal entries, due scheduled messages."""

    deliveries: int
    entries: int
    scheduled: int


async def mark_doubtful(uow: UnitOfWork) -> Doubts:
    """Mark what may have been sent since the backup as a possible repeat, so that no repeat goes out unmarked."""
    return Doubts(
        deliveries=await uow.deliveries.doubt_unsettled_anywhere(),
        entries=await uow.journal.doubt_new(),
        scheduled=await uow.scheduled_messages.stick_due_anywhere(uow.now),
    )
