"""Put a delivery into the outbox; move or withdraw it while it waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from bridge.delivery.payloads import Payload
from bridge.errors import TryLater
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.unit_of_work import UnitOfWork

# An update about a message whose id is not known yet is tried again after this interval.
ID_RETRY_INTERVAL = timedelta(milliseconds=500)
# After this many attempts an id will hardly be known soon, so the chat goes on without it.
MAX_AWAITED_ATTEMPTS = 10


# Whether deliveries may have been sent before, by a process that this database knows nothing about.
_DOUBTED: ContextVar[bool] = ContextVar("doubted", default=False)


@contextmanager
def doubted() -> Iterator[None]:
    """Mark every delivery that is put into the outbox inside the block as a possible repeat: see `bridge restore`."""
    token = _DOUBTED.set(True)
    try:
        yield
    finally:
        _DOUBTED.reset(token)


async def put(
    uow: UnitOfWork,
    payload: Payload,
    *,
    carrier: str,
    lane: str,
    key: str | None = None,
    dialog_id: int | None = None,
    message_id: int | None = None,
    window_id: int | None = None,
) -> Delivery:
    """Put a delivery into the outbox.

    It leaves after this unit of work is committed, and after the earlier deliveries of its lane.

    Args:
        key: key of a delivery that shows the state at the time it leaves, such as a card; None means the payload's own
            key. A waiting delivery with the same key shows the newest state in its earlier place and is returned
            instead.
    """
    key = key or payload.key(chat_id=lane.rpartition(":")[2], message_id=message_id, window_id=window_id)
    body = payload.pack()
    if key is not None:
        for waiting in await uow.deliveries.waiting_with_key(key):
            if payload.merges and body:
                waiting.body = {**waiting.body, **body}
            return waiting
    delivery = Delivery(
        carrier=carrier,
        lane=lane,
        kind=payload.kind,
        key=key,
        body=body,
        dialog_id=dialog_id,
        message_id=message_id,
        window_id=window_id,
        is_repeat=_DOUBTED.get(),
        created_at=uow.now,
    )
    uow.add(delivery)
    uow.bring("outbox", delivery)
    return delivery


def move(uow: UnitOfWork, delivery: Delivery, to: datetime | None) -> None:
    """Set when a waiting delivery leaves; None means at once. Its lane waits with it."""
    delivery.not_before = to
    uow.bring("outbox", delivery)


def withdraw(uow: UnitOfWork, delivery: Delivery) -> None:
    """Cancel a waiting delivery; its lane goes on."""
    delivery.settle(DeliveryStatus.CANCELLED, uow.now)
    move(uow, delivery, None)


async def await_ids(uow: UnitOfWork, lane: str) -> None:
    """Make sure that an unknown message is not one of the lane whose outcome is still unknown.

    Raises:
        TryLater: it may be one; its id will be known soon.
    """
    if await uow.deliveries.may_have_arrived_in(lane, attempts=MAX_AWAITED_ATTEMPTS):
        raise TryLater(ID_RETRY_INTERVAL)


async def await_outcome(uow: UnitOfWork, delivery_id: int) -> None:
    """Make sure that it is known whether a delivery has arrived.

    Raises:
        TryLater: it will be known soon.
    """
    if await uow.deliveries.may_have_arrived(delivery_id, attempts=MAX_AWAITED_ATTEMPTS):
        raise TryLater(ID_RETRY_INTERVAL)
