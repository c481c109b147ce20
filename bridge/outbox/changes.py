"""What the outbox writes about a delivery. Every change names the status that it starts from, so a second one of the
same kind, after a commit whose answer was lost, changes nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal
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
    newer = _has_newer()
    values = {
        "status": case((newer, _literal("status", DeliveryStatus.REPLACED)), else_=_literal("status", SENDING)),
        "settled_at": case((newer, _literal("settled_at", uow.now))),
        "attempts": col(Delivery.attempts) + 1,
    }
    # Nobody else sends what is in our lanes, so one that is marked already is our own claim, of a commit whose answer
    # was lost: nothing has left yet.
    unsettled = update(Delivery).where(col(Delivery.id).in_(ids), col(Delivery.status).in_(UNSETTLED))
    claimed = unsettled.values(values).returning(Delivery)
    rows = await uow.session.scalars(claimed, execution_options={**SYSTEM_WIDE, **DIRECTLY})
    return {row.id: row for row in rows if row.status is SENDING}


def _literal(column: str, value: object) -> ColumnElement[Any]:
    return literal(value, type_=getattr(Delivery, column).type)


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
