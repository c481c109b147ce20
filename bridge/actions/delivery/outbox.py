"""What can be done with a delivery: put it into the outbox, and, as long as it waits, move it or take it out again."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from bridge.delivery.payloads import Payload
from bridge.errors import TryLater
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.unit_of_work import UnitOfWork

# What is said about a message whose id is not known yet waits so long, until it is.
ID_RETRY_INTERVAL = timedelta(milliseconds=500)
# A delivery that was tried more often will hardly be known soon: its chat goes on without it.
MAX_AWAITED_ATTEMPTS = 10


# Whether what is put into the outbox may have been sent before, by a process of which nothing is known here.
_DOUBTED: ContextVar[bool] = ContextVar("doubted", default=False)


@contextmanager
def doubted() -> Iterator[None]:
    """Inside of it, whatever is put into the outbox says that it may be a repeat: see `bridge restore`."""
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
    """Have something leave once this unit of work is committed, after everything that is in its lane already.

    Args:
        key: of what is painted as things are when it leaves, such as a card; None for the payload's own. A delivery
            with the same key that still waits shows the newest state in its own, earlier place: it is returned instead.
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
    """Have what waits leave at another moment, None for at once; its lane waits with it."""
    delivery.not_before = to
    uow.bring("outbox", delivery)


def withdraw(uow: UnitOfWork, delivery: Delivery) -> None:
    """Have what waits leave never; its lane waits no longer."""
    delivery.settle(DeliveryStatus.CANCELLED, uow.now)
    move(uow, delivery, None)


async def await_ids(uow: UnitOfWork, lane: str) -> None:
    """For whoever is told of a message that nobody knows: it may be one of the lane whose outcome is unknown.

    Raises:
        TryLater: it may; its id will be known soon.
    """
    if await uow.deliveries.may_have_arrived_in(lane, attempts=MAX_AWAITED_ATTEMPTS):
        raise TryLater(ID_RETRY_INTERVAL)


async def await_outcome(uow: UnitOfWork, delivery_id: int) -> None:
    """For whoever must know whether a delivery has arrived.

    Raises:
        TryLater: that will be known soon.
    """
    if await uow.deliveries.may_have_arrived(delivery_id, attempts=MAX_AWAITED_ATTEMPTS):
        raise TryLater(ID_RETRY_INTERVAL)
