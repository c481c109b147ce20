"""What can be done with a delivery: put it into the outbox."""

from typing import Any

from storage.deliveries import Delivery, DeliveryStatus
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
        key: takes the place of those with the same key that still wait, as a newer painting of one card does.
    """
    if key is not None:
        for older in await uow.deliveries.waiting_with_key(key):
            older.settle(DeliveryStatus.REPLACED, uow.now)
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
    uow.wake("outbox")
    return delivery
