"""What the outbox writes about a delivery. Every change names the status that it starts from, so a second one of the
same kind, after a commit whose answer was lost, changes nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, bindparam, case, literal
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update

from storage.deliveries import UNSETTLED, Delivery, DeliveryStatus
from storage.owned import SYSTEM_WIDE
from storage.prepared import Filled, prepared, rows
from storage.unit_of_work import UnitOfWork

WAITING, SENDING = DeliveryStatus.WAITING, DeliveryStatus.SENDING
DIRECTLY: dict[str, Any] = {"synchronize_session": False}


async def claim(uow: UnitOfWork, ids: Collection[int]) -> dict[int, Delivery]:
    """Mark those of the deliveries that still wait as being sent, and return them.

    One with a key is replaced instead when a newer one with that key waits too.
    """
    claimed = await _changed(uow, _claim([*ids], uow.now), {**DIRECTLY, **SYSTEM_WIDE})
    return {row.id: row for row in claimed if row.status is SENDING}


@prepared
def _claim(ids: list[int], moment: datetime) -> Executable:
    newer = _has_newer()
    values = {
        "status": case((newer, _literal("status", DeliveryStatus.REPLACED)), else_=_literal("status", SENDING)),
        "settled_at": case((newer, _given("settled_at", moment))),
        "attempts": col(Delivery.attempts) + 1,
    }
    # Nobody else sends what is in our lanes, so one that is marked already is our own claim, of a commit whose answer
    # was lost: nothing has left yet.
    held = select(Delivery.id).where(col(Delivery.id).in_(ids)).order_by(col(Delivery.id)).with_for_update()
    # In their order, as whoever else wants several of them does (`Deliveries.hold_newest`).
    unsettled = update(Delivery).where(col(Delivery.id).in_(held), col(Delivery.status).in_(UNSETTLED))
    return unsettled.values(values).returning(Delivery)


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


async def settle(
    uow: UnitOfWork, ids: Collection[int], outcome: DeliveryStatus, error: str | None = None
) -> dict[int, Delivery]:
    """Close deliveries that were being sent; those that are closed already are left out."""
    settled = await _changed(uow, _settle([*ids], outcome, uow.now, error), DIRECTLY)
    return {row.id: row for row in settled}


@prepared
def _settle(ids: list[int], outcome: DeliveryStatus, moment: datetime, problem: str | None) -> Executable:
    values = {
        "status": _given("status", outcome),
        "settled_at": _given("settled_at", moment),
        "error": _given("error", problem),
    }
    sending = update(Delivery).where(col(Delivery.id).in_(ids), col(Delivery.status) == SENDING)
    return sending.values(values).returning(Delivery)


async def _changed(uow: UnitOfWork, change: Filled[Executable], options: dict[str, Any]) -> list[Delivery]:
    return [row[0] for row in await rows(uow.session, change, options)]


def _literal(column: str, value: object) -> ColumnElement[Any]:
    return literal(value, type_=getattr(Delivery, column).type)


def _given(column: str, place: Any) -> ColumnElement[Any]:
    """The place in a prepared query, for a value of the column."""
    return bindparam(place.key, type_=getattr(Delivery, column).type)
