"""What the outbox writes about a delivery. Every change names the status that it starts from, so a second one of the
same kind, after a commit whose answer was lost, changes nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update

from storage.deliveries import UNSETTLED, Delivery, DeliveryStatus
from storage.owned import SYSTEM_WIDE
from storage.unit_of_work import UnitOfWork

WAITING, SENDING = DeliveryStatus.WAITING, DeliveryStatus.SENDING
DIRECTLY: dict[str, Any] = {"synchronize_session": False}


async def claim(uow: UnitOfWork, ids: Collection[int]) -> dict[int, Delivery]:
    """Mark those of the deliveries that still wait as being sent, and return them.

    One with a key is replaced instead when a newer one with that key waits too.
    """
    await uow.session.execute(
        update(Delivery)
        .where(col(Delivery.id).in_(ids), col(Delivery.status) == WAITING, _has_newer())
        .values(status=DeliveryStatus.REPLACED, settled_at=uow.now),
        execution_options={**SYSTEM_WIDE, **DIRECTLY},
    )
    # Nobody else sends what is in our lanes, so one that is marked already is our own claim, of a commit whose answer
    # was lost: nothing has left yet.
    claimed = (
        update(Delivery)
        .where(col(Delivery.id).in_(ids), col(Delivery.status).in_(UNSETTLED))
        .values(status=SENDING, attempts=col(Delivery.attempts) + 1)
        .returning(Delivery)
    )
    rows = await uow.session.scalars(claimed, execution_options={**SYSTEM_WIDE, **DIRECTLY})
    return {row.id: row for row in rows}


def _has_newer() -> ColumnElement[bool]:
    newer = aliased(Delivery)
    return (
        select(newer.id)
        .where(newer.organization_id == Delivery.organization_id, newer.key == Delivery.key)
        .where(newer.status == WAITING, col(newer.id) > col(Delivery.id))
        .exists()
    )


async def postpone(uow: UnitOfWork, delivery_id: int, *, until: datetime, is_repeat: bool) -> None:
    """Put a delivery that was being sent back to wait."""
    later = update(Delivery).where(col(Delivery.id) == delivery_id, col(Delivery.status) == SENDING)
    values = {"status": WAITING, "not_before": until, "is_repeat": is_repeat}
    await uow.session.execute(later.values(**values), execution_options=DIRECTLY)


async def settle(uow: UnitOfWork, delivery_id: int, status: DeliveryStatus, error: str | None) -> Delivery | None:
    """Close a delivery that was being sent; None when it is closed already."""
    settled = update(Delivery).where(col(Delivery.id) == delivery_id, col(Delivery.status) == SENDING)
    values = {"status": status, "settled_at": uow.now, "error": error}
    return await uow.session.scalar(settled.values(**values).returning(Delivery), execution_options=DIRECTLY)
