"""Answers that wait for longer than usual: their authors see so on the message."""

from datetime import timedelta

from bridge.actions import albums, desk
from bridge.actions.changes import MESSAGE
from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork

# An answer that has waited for so long is shown to be waiting.
PATIENCE = timedelta(seconds=5)
KINDS = (MESSAGE, albums.KIND)


async def delayed(uow: UnitOfWork, *, limit: int = 500) -> list[Delivery]:
    """Answers whose authors are to see that they wait, of all organizations."""
    return await uow.deliveries.delayed_anywhere(KINDS, before=uow.now - PATIENCE, limit=limit)


async def show(uow: UnitOfWork, delivery_id: int) -> None:
    delivery = await uow.deliveries.get(delivery_id)
    delivery.delayed_at = uow.now
    if delivery.message_id is not None:
        await uow.flush()
        await desk.mark(uow, await uow.messages.get(delivery.message_id))
