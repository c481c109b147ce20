"""What becomes of a database that was put back from a backup: it knows nothing of what was done since."""

from dataclasses import dataclass

from storage.engine.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Doubts:
    """How much may have been done already: what had to leave, what had to be read, what was to leave later."""

    deliveries: int
    entries: int
    scheduled: int


async def mark_doubtful(uow: UnitOfWork) -> Doubts:
    """Have nothing be sent twice without saying so: what may have been sent since says that it may be a repeat."""
    return Doubts(
        deliveries=await uow.deliveries.doubt_unsettled_anywhere(),
        entries=await uow.journal.doubt_new(),
        scheduled=await uow.scheduled_messages.stick_due_anywhere(uow.now),
    )
