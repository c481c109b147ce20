"""Status changes of deliveries.

Every change names the status that it starts from. When the result of a commit was lost and the change is repeated, the
repeat changes nothing.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, case, literal
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update

from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery, DeliveryStatus
from storage.engine.owned import SYSTEM_WIDE
from storage.engine.prepared import Filled, prepared, rows
from storage.engine.unit_of_work import UnitOfWork

WAITING, SENDING = DeliveryStatus.WAITING, DeliveryStatus.SENDING
WITHOUT_SYNCHRONIZING: dict[str, Any] = {"synchronize_session": False}


async def claim(uow: UnitOfWork, floors: Mapping[int, int | None]) -> dict[int, Delivery]:
    """Mark the deliveries that still wait as being sent, and return them.

    A delivery with a key is replaced when a newer one with the same key waits too. A delivery that may have arrived is
    not replaced, because only its next attempt finds out whether it has.

    Args:
        floors: by the delivery's id: the highest message id known in its recipient's chat.
    """
    together: defaultdict[int | None, list[int]] = defaultdict(list)
    for delivery_id in sorted(floors):
        together[floors[delivery_id]].append(delivery_id)
    if len(together) > 1:
        # The groups below would lock the rows out of order, so all of them are locked first.
        await rows(uow.session, _lock(sorted(floors)), SYSTEM_WIDE)
    claimed: list[Delivery] = []
    for floor, ids in together.items():
        claimed += await _changed(uow, _claim(ids, floor, uow.now), {**WITHOUT_SYNCHRONIZING, **SYSTEM_WIDE})
    return {row.id: row for row in claimed if row.status is SENDING}


@prepared
def _claim(ids: list[int], highest: int | None, moment: datetime) -> Executable:
    is_replaced = and_(col(Delivery.status) == WAITING, _has_newer())
    is_first = col(Delivery.status) == WAITING
    values = {
        "status": case((is_replaced, _literal("status", DeliveryStatus.REPLACED)), else_=_literal("status", SENDING)),
        "settled_at": case((is_replaced, _given("settled_at", moment))),
        "attempts": col(Delivery.attempts) + 1,
        # A delivery that may have left before keeps the values of its first attempt.
        "left_at": case((is_first, _given("left_at", moment)), else_=col(Delivery.left_at)),
        "floor": case((is_first, _given("floor", highest)), else_=col(Delivery.floor)),
    }
    # Nobody else sends deliveries of our lanes. A delivery that is marked already is our own claim: the commit's result
    # was lost, or it is from an earlier attempt.
    unsettled = update(Delivery).where(col(Delivery.id).in_(_locked(ids)), col(Delivery.status).in_(UNSETTLED_STATUSES))
    return unsettled.values(values).returning(Delivery)


@prepared
def _lock(ids: list[int]) -> Any:
    return _locked(ids)


def _locked(ids: list[int]) -> Any:
    """Lock the rows in the order of their ids, as `Deliveries.lock_newest` does."""
    return select(Delivery.id).where(col(Delivery.id).in_(ids)).order_by(col(Delivery.id)).with_for_update()


def _has_newer() -> ColumnElement[bool]:
    newer = aliased(Delivery)
    return (
        select(newer.id)
        .where(newer.organization_id == Delivery.organization_id, newer.key == Delivery.key)
        .where(newer.status == WAITING, col(newer.id) > col(Delivery.id))
        .exists()
    )


async def postpone(
    uow: UnitOfWork, delivery_id: int, *, until: datetime, is_repeat: bool, may_have_arrived: bool
) -> None:
    """Have a delivery that was being sent tried again.

    It stays marked as being sent while a part of it may have arrived.
    """
    later = update(Delivery).where(col(Delivery.id) == delivery_id, col(Delivery.status) == SENDING)
    status = SENDING if may_have_arrived else WAITING
    values = {"status": status, "not_before": until, "is_repeat": is_repeat}
    await uow.session.execute(later.values(**values), execution_options=WITHOUT_SYNCHRONIZING)


async def is_alone(uow: UnitOfWork, delivery_id: int, lane: str) -> bool:
    """Whether no other delivery of the lane may have arrived.

    When several may have, nobody can say which one has; the others then lose their floor, so that they cannot be
    settled either.
    """
    others = update(Delivery).where(col(Delivery.lane) == lane, col(Delivery.status) == SENDING)
    doubted = others.where(col(Delivery.id) != delivery_id).values(floor=None).returning(col(Delivery.id))
    return not (await uow.session.execute(doubted, execution_options={**WITHOUT_SYNCHRONIZING, **SYSTEM_WIDE})).all()


async def settle(
    uow: UnitOfWork,
    delivery_id: int,
    outcome: DeliveryStatus,
    *,
    error: str | None = None,
    arrived: str | None = None,
) -> Delivery | None:
    """Settle a delivery that was being sent; None when it is settled already.

    Args:
        arrived: the recipient's ids of the parts that have arrived, separated by spaces.
    """
    settled = await _changed(uow, _settle(delivery_id, outcome, uow.now, error, arrived), WITHOUT_SYNCHRONIZING)
    return settled[0] if settled else None


@prepared
def _settle(
    delivery_id: int, outcome: DeliveryStatus, moment: datetime, problem: str | None, there: str | None
) -> Executable:
    values = {
        "status": _given("status", outcome),
        "settled_at": _given("settled_at", moment),
        "error": _given("error", problem),
        "arrived": _given("arrived", there),
    }
    sending = update(Delivery).where(col(Delivery.id) == delivery_id, col(Delivery.status) == SENDING)
    return sending.values(values).returning(Delivery)


async def _changed(uow: UnitOfWork, change: Filled[Executable], options: dict[str, Any]) -> list[Delivery]:
    return [row[0] for row in await rows(uow.session, change, options)]


def _literal(column: str, value: object) -> ColumnElement[Any]:
    return literal(value, type_=getattr(Delivery, column).type)


def _given(column: str, place: Any) -> ColumnElement[Any]:
    """The bound parameter of a prepared query for a value of the column."""
    return bindparam(place.key, type_=getattr(Delivery, column).type)
