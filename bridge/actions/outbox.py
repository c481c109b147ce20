"""What can be done with a delivery: put it into the outbox."""

from typing import Any

from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork


async def put(
    uow: UnitOfWork,
    *,
    carrier: str,
    lane: str,
    kind: str,
    key: str | None = None,
    body: dict[str, Any] | None = None,
    dialog_id: int | None = None,
    message_id: int | None = None,
    window_id: int | None = None,
) -> Delivery:
    """Have something leave once this unit of work is committed, after everything that is in its lane already.

    Args:
        key: of what is painted as things are when it leaves, such as a card. One that still waits will show the newest
            state in its own, earlier place: it is returned instead.
    """
    if key is not None:
        for waiting in await uow.deliveries.waiting_with_key(key):
            return waiting
    delivery = Delivery(
        carrier=carrier,
        lane=lane,
        kind=kind,
        key=key,
        body=body or {},
        dialog_id=dialog_id,
        message_id=message_id,
        window_id=window_id,
        created_at=uow.now,
    )
    uow.add(delivery)
    uow.bring("outbox", delivery)
    return delivery
