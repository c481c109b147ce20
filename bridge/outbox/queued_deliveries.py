"""Deliveries that wait for their turn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.owned import SYSTEM_WIDE
from storage.engine.prepared import prepared, rows


@dataclass(frozen=True)
class QueuedDelivery:
    """A delivery in its lane.

    Its payload is read only when its turn has come, because it may change and a backlog is long. `was_sending`: an
    attempt was interrupted, and its outcome is unknown.
    """

    id: int
    carrier: str = field(compare=False)
    lane: str = field(compare=False)
    kind: str = field(compare=False)
    not_before: datetime | None = field(compare=False)
    created_at: datetime = field(compare=False)
    was_sending: bool = field(compare=False)


def new(delivery: Delivery) -> QueuedDelivery:
    """The queued form of a delivery that was just put into the outbox."""
    was_sending = delivery.status is DeliveryStatus.SENDING
    told = (delivery.id, delivery.carrier, delivery.lane, delivery.kind, delivery.not_before, delivery.created_at)
    return QueuedDelivery(*told, was_sending)


async def unsettled_deliveries(
    database: Database, carriers: Collection[str], *, after_id: int, limit: int
) -> Sequence[QueuedDelivery]:
    """The unsettled deliveries of these carriers, in the order of their ids."""
    async with database.read() as uow:
        found = await rows(uow.session, _waiting([*carriers], after_id, limit), SYSTEM_WIDE)
    return [QueuedDelivery(*row) for row in found]


@prepared
def _waiting(carriers: list[str], after_id: int, limit: int) -> Select[Any]:
    columns = [col(getattr(Delivery, name)) for name in ("id", "carrier", "lane", "kind", "not_before", "created_at")]
    return (
        select(*columns, col(Delivery.status) == DeliveryStatus.SENDING)
        .where(
            col(Delivery.status).in_(UNSETTLED_STATUSES),
            col(Delivery.carrier).in_(carriers),
            col(Delivery.id) > after_id,
        )
        .order_by(col(Delivery.id))
        .limit(limit)
    )


async def unknown_carriers(database: Database, carriers: Collection[str]) -> set[str]:
    """Names of carriers that have unsettled deliveries and are not among these."""
    unsettled = select(col(Delivery.carrier)).where(col(Delivery.status).in_(UNSETTLED_STATUSES)).distinct()
    others = unsettled.where(col(Delivery.carrier).not_in(carriers))
    async with database.read() as uow:
        return set(await uow.session.scalars(others, execution_options=SYSTEM_WIDE))
