"""The outbox: everything that must leave, one row each, in order within its lane."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Index, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import Json, TelegramId, enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, one, prepared
from storage.messages.messages import Message


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # the request may have left: its outcome is unknown until it is settled
    SENT = "sent"
    FAILED = "failed"  # refused by the provider
    CANCELLED = "cancelled"  # by a person
    REPLACED = "replaced"  # a newer one with the same key took its place


# The body of what has waited too long for somebody to have it sent again.
PURGED_BODY = {"purged": True}


class Delivery(Owned, table=True):
    __table_args__ = (
        Index("ix_delivery_due", "status", "id"),
        Index("ix_delivery_lane", "lane", "status", "id"),
        Index("ix_delivery_window", "window_id", "status", "id"),
        # A card is painted again and again, each time with the same key.
        Index("ix_delivery_key", "key", "status", "id"),
        Index("ix_delivery_settled", "status", "settled_at"),
    )

    id: int = Field(default=None, primary_key=True)
    # Who carries it: "desk" or "channel:3".
    carrier: str
    # Deliveries of one lane leave in order: the carrier and the chat they go to.
    lane: str
    # The carrier's own word for what is to be done.
    kind: str
    # What the carrier needs besides the ids below.
    body: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    # A waiting delivery with the same key is replaced by a newer one: repaints of one card.
    key: str | None = None
    dialog_id: int | None = Field(default=None, foreign_key="dialog.id")
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    window_id: int | None = Field(default=None, foreign_key="window.id")
    status: DeliveryStatus = Field(default=DeliveryStatus.WAITING, sa_type=enum_type(DeliveryStatus))
    attempts: int = 0
    not_before: datetime | None = None
    # When its first try left, and the highest message id that was known in the recipient's chat at that moment.
    left_at: datetime | None = None
    floor: int | None = Field(default=None, sa_type=TelegramId)
    # The recipient's ids of what has arrived, in order, with spaces between them.
    arrived: str | None = None
    # When its author was shown that it waits for longer than usual.
    delayed_at: datetime | None = None
    # An earlier try may have arrived already: this one says so.
    is_repeat: bool = False
    created_at: datetime
    settled_at: datetime | None = None
    error: str | None = None

    def settle(self, status: DeliveryStatus, at: datetime, *, error: str | None = None) -> None:
        self.status = status
        self.settled_at = at
        self.error = error

    @property
    def is_purged(self) -> bool:
        """What it was to say is deleted; that it failed, and why, is kept."""
        return self.body == PURGED_BODY

    def revive(self) -> None:
        """Put a failed delivery back into its lane, at an operator's or administrator's wish."""
        self.status = DeliveryStatus.WAITING
        self.attempts = 0
        self.not_before = self.settled_at = self.error = self.left_at = self.floor = self.delayed_at = None


UNSETTLED_STATUSES = (DeliveryStatus.WAITING, DeliveryStatus.SENDING)


class Deliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, delivery_id: int) -> Delivery:
        return await get(self._session, Delivery, delivery_id)

    async def waiting_with_key(self, key: str) -> list[Delivery]:
        return await every(self._session, _waiting_with_key(key))

    async def waiting_of_message(self, message_id: int) -> list[Delivery]:
        """What has not begun to leave of a message, locked until the unit of work ends."""
        waiting = select(Delivery).where(Delivery.message_id == message_id, Delivery.status == DeliveryStatus.WAITING)
        return list(await self._session.scalars(waiting.order_by(col(Delivery.id)).with_for_update()))

    async def of_message(self, message_id: int) -> list[Delivery]:
        return await every(self._session, _of_message(message_id))

    async def newest_in(self, window_id: int, *, apart_from: Sequence[str] = ()) -> Delivery | None:
        """The last thing that still has to leave for a window, locked until the unit of work ends.

        Args:
            apart_from: kinds that do not matter.
        """
        return await one(self._session, _newest_in(window_id, [*apart_from]))

    async def lock_newest(self, window_ids: Sequence[int], *, apart_from: Sequence[str] = ()) -> None:
        """Lock what `newest_in` finds for each of several windows, in the order in which the outbox takes it.

        Locked one by one in the windows' order, they could wait for an outbox that waits for them.
        """
        unsettled = select(func.max(col(Delivery.id))).where(col(Delivery.window_id).in_(window_ids))
        unsettled = unsettled.where(col(Delivery.status).in_(UNSETTLED_STATUSES), col(Delivery.kind).not_in(apart_from))
        newest = select(Delivery.id).where(col(Delivery.id).in_(unsettled.group_by(col(Delivery.window_id))))
        await self._session.execute(newest.order_by(col(Delivery.id)).with_for_update())

    async def unsettled_in(self, window_id: int, kinds: Sequence[str]) -> list[Delivery]:
        """What still has to leave for a window, of these kinds, in order."""
        rows = select(Delivery).where(Delivery.window_id == window_id, col(Delivery.kind).in_(kinds))
        return list(
            await self._session.scalars(
                rows.where(col(Delivery.status).in_(UNSETTLED_STATUSES)).order_by(col(Delivery.id))
            )
        )

    async def may_have_arrived_in(self, lane: str, *, attempts: int) -> bool:
        """Whether something of a lane may be at its recipient's, and was not tried more often than that."""
        rows = select(Delivery.attempts).where(Delivery.lane == lane, Delivery.status == DeliveryStatus.SENDING)
        return any(tries <= attempts for tries in await self._session.scalars(rows))

    async def may_have_arrived(self, delivery_id: int, *, attempts: int) -> bool:
        """The same of one delivery; one that is gone has ended long ago."""
        delivery = await self._session.scalar(select(Delivery).where(Delivery.id == delivery_id))
        return delivery is not None and delivery.status is DeliveryStatus.SENDING and delivery.attempts <= attempts

    async def newest_id_anywhere(self) -> int:
        """0 when there is none."""
        return await self._session.scalar(select(func.max(col(Delivery.id))), execution_options=SYSTEM_WIDE) or 0

    async def oldest_unsettled_anywhere(self, carrier: str) -> Delivery | None:
        """What waits the longest."""
        rows = select(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES), Delivery.carrier == carrier)
        return await self._session.scalar(rows.order_by(col(Delivery.id)).limit(1), execution_options=SYSTEM_WIDE)

    async def count_unsettled_anywhere(self, carrier: str, *, up_to_id: int | None = None) -> int:
        """How much still has to leave; of what was put into the outbox up to that one when one is given."""
        rows = select(func.count(col(Delivery.id))).where(col(Delivery.status).in_(UNSETTLED_STATUSES))
        rows = rows.where(Delivery.carrier == carrier)
        if up_to_id is not None:
            rows = rows.where(col(Delivery.id) <= up_to_id)
        return await self._session.scalar(rows, execution_options=SYSTEM_WIDE) or 0

    async def authors_between(self, carrier: str, kinds: Sequence[str], *, after_id: int, up_to_id: int) -> set[int]:
        """The employees whose messages were put into the outbox after one delivery and up to another."""
        rows = select(Message.employee_id).join(Delivery, col(Delivery.message_id) == Message.id).distinct()
        rows = rows.where(Delivery.carrier == carrier, col(Delivery.kind).in_(kinds))
        rows = rows.where(col(Delivery.id) > after_id, col(Delivery.id) <= up_to_id)
        return {employee_id for employee_id in await self._session.scalars(rows) if employee_id is not None}

    async def lanes_between(self, carrier: str, kinds: Sequence[str], *, after_id: int, up_to_id: int) -> set[str]:
        """Where the same was to go."""
        rows = select(Delivery.lane).where(Delivery.carrier == carrier, col(Delivery.kind).in_(kinds)).distinct()
        rows = rows.where(col(Delivery.id) > after_id, col(Delivery.id) <= up_to_id)
        return set(await self._session.scalars(rows))

    async def count_refused(self, carrier: str, *, since: datetime) -> int:
        refused = select(func.count(col(Delivery.id))).where(Delivery.status == DeliveryStatus.FAILED)
        refused = refused.where(Delivery.carrier == carrier, col(Delivery.settled_at) >= since)
        return await self._session.scalar(refused) or 0

    async def delayed_anywhere(self, kinds: Sequence[str], *, before: datetime, limit: int) -> list[Delivery]:
        """Answers that should have left before that moment and still wait; nobody has been shown so."""
        should = func.coalesce(Delivery.left_at, Delivery.not_before, Delivery.created_at)
        rows = select(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES), col(Delivery.kind).in_(kinds))
        rows = rows.where(col(Delivery.delayed_at).is_(None), should < before, col(Delivery.window_id).is_(None))
        rows = rows.order_by(col(Delivery.id)).limit(limit)
        return list(await self._session.scalars(rows, execution_options=SYSTEM_WIDE))

    async def stuck_anywhere(self, kinds: Sequence[str], *, attempts: int, before: datetime) -> list[Delivery]:
        """Answers that were tried so often, first before that moment, and still wait; nothing was said of them yet."""
        rows = select(Delivery, Message.failure).join(Message, col(Delivery.message_id) == Message.id)
        rows = rows.where(col(Delivery.status).in_(UNSETTLED_STATUSES), col(Delivery.kind).in_(kinds))
        rows = rows.where(col(Delivery.window_id).is_(None), col(Delivery.attempts) >= attempts)
        rows = rows.where(col(Delivery.left_at) < before)
        found = await self._session.execute(rows.order_by(col(Delivery.id)), execution_options=SYSTEM_WIDE)
        return [delivery for delivery, failure in found if failure is None]

    async def newest_sent_anywhere(self, carrier: str, *, limit: int) -> list[Delivery]:
        """Those of the carrier among the last ones of all that were sent, the newest first."""
        newest = select(Delivery).where(Delivery.status == DeliveryStatus.SENT).order_by(col(Delivery.id).desc())
        found = await self._session.scalars(newest.limit(limit), execution_options=SYSTEM_WIDE)
        return [delivery for delivery in found if delivery.carrier == carrier]

    async def failed_anywhere(self, *, after_id: int = 0, limit: int = 100) -> list[Delivery]:
        """What was refused and will not be tried again unless somebody asks for it, of every organization."""
        rows = select(Delivery).where(Delivery.status == DeliveryStatus.FAILED, col(Delivery.id) > after_id)
        ordered = rows.order_by(col(Delivery.id)).limit(limit)
        return list(await self._session.scalars(ordered, execution_options=SYSTEM_WIDE))

    async def waiting_in(self, lane: str) -> list[Delivery]:
        """What has not begun to leave in a lane, locked until the unit of work ends."""
        waiting = select(Delivery).where(Delivery.lane == lane, Delivery.status == DeliveryStatus.WAITING)
        return list(await self._session.scalars(waiting.order_by(col(Delivery.id)).with_for_update()))

    async def in_status_anywhere(self, status: DeliveryStatus, *, limit: int = 100) -> list[Delivery]:
        rows = select(Delivery).where(Delivery.status == status).order_by(col(Delivery.id)).limit(limit)
        return list(await self._session.scalars(rows, execution_options=SYSTEM_WIDE))

    async def get_anywhere(self, delivery_id: int) -> Delivery | None:
        rows = select(Delivery).where(Delivery.id == delivery_id)
        return await self._session.scalar(rows, execution_options=SYSTEM_WIDE)

    async def count_anywhere(self, status: DeliveryStatus) -> int:
        rows = select(func.count(col(Delivery.id))).where(Delivery.status == status)
        return await self._session.scalar(rows, execution_options=SYSTEM_WIDE) or 0

    async def doubt_unsettled_anywhere(self) -> int:
        """Whatever still has to leave may have left already: it says so. Returns how much that is.

        Nor can it be settled: other messages may have left since, of which nothing is known here.
        """
        doubted = (
            update(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES)).values(is_repeat=True, floor=None)
        )
        result = await self._session.execute(doubted, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def forget_failed_anywhere(self, before: datetime) -> int:
        """Delete the content of what was given up on before that moment. Returns of how much."""
        old = update(Delivery).where(col(Delivery.status) == DeliveryStatus.FAILED, col(Delivery.settled_at) < before)
        known = old.where(col(Delivery.body)["purged"].as_boolean().is_(None)).values(body=PURGED_BODY)
        result = await self._session.execute(known, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def purge_settled_anywhere(self, before: datetime) -> int:
        """Delete what ended well or was cancelled before that moment; bodies hold personal data. Returns how many."""
        done = (DeliveryStatus.SENT, DeliveryStatus.REPLACED, DeliveryStatus.CANCELLED)
        old = delete(Delivery).where(col(Delivery.status).in_(done), col(Delivery.settled_at) < before)
        result = await self._session.execute(old, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount


@prepared
def _waiting_with_key(key: str) -> SelectOfScalar[Delivery]:
    waiting = select(Delivery).where(Delivery.key == key, Delivery.status == DeliveryStatus.WAITING)
    return waiting.with_for_update()


@prepared
def _newest_in(window_id: int, apart_from: list[str]) -> SelectOfScalar[Delivery]:
    unsettled = select(Delivery).where(Delivery.window_id == window_id, col(Delivery.status).in_(UNSETTLED_STATUSES))
    newest = unsettled.where(col(Delivery.kind).not_in(apart_from)).order_by(col(Delivery.id).desc()).limit(1)
    return newest.with_for_update().execution_options(populate_existing=True)


@prepared
def _of_message(message_id: int) -> SelectOfScalar[Delivery]:
    return select(Delivery).where(Delivery.message_id == message_id).order_by(col(Delivery.id))
