"""The outbox: one row for each thing that must leave. Deliveries of one lane leave in order."""

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


# The body of a failed delivery that nobody has retried for so long that its content was deleted.
PURGED_BODY = {"purged": True}


class Delivery(Owned, table=True):
    __table_args__ = (
        Index("ix_delivery_due", "status", "id"),
        Index("ix_delivery_lane", "lane", "status", "id"),
        Index("ix_delivery_window", "window_id", "status", "id"),
        # Many deliveries have the same key: a card is repainted often, each time with one key.
        Index("ix_delivery_key", "key", "status", "id"),
        Index("ix_delivery_settled", "status", "settled_at"),
    )

    id: int = Field(default=None, primary_key=True)
    # The name of the carrier that takes it: "desk" or "channel:3".
    carrier: str
    # The carrier and the recipient's chat. Deliveries of one lane leave in order.
    lane: str
    # The carrier's name for this kind of delivery.
    kind: str
    # Data for the carrier, besides the ids below.
    body: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    # A newer delivery replaces a waiting one with the same key, for example repaints of one card.
    key: str | None = None
    dialog_id: int | None = Field(default=None, foreign_key="dialog.id")
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    window_id: int | None = Field(default=None, foreign_key="window.id")
    status: DeliveryStatus = Field(default=DeliveryStatus.WAITING, sa_type=enum_type(DeliveryStatus))
    attempts: int = 0
    not_before: datetime | None = None
    # When the first attempt left, and the highest message id that was known in the recipient's chat at that moment.
    left_at: datetime | None = None
    floor: int | None = Field(default=None, sa_type=TelegramId)
    # The recipient's ids of the messages that have arrived, in order, separated by spaces.
    arrived: str | None = None
    # When the author was shown that this delivery waits longer than usual.
    delayed_at: datetime | None = None
    # An earlier attempt may have arrived; what is sent now is marked as a possible repeat.
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
        """Whether the content was deleted. The row keeps the failure and its reason."""
        return self.body == PURGED_BODY

    def revive(self) -> None:
        """Put a failed delivery back into its lane, because an operator or administrator has asked for it."""
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
        """A message's waiting deliveries in order, locked until the unit of work ends."""
        waiting = select(Delivery).where(Delivery.message_id == message_id, Delivery.status == DeliveryStatus.WAITING)
        return list(await self._session.scalars(waiting.order_by(col(Delivery.id)).with_for_update()))

    async def of_message(self, message_id: int) -> list[Delivery]:
        return await every(self._session, _of_message(message_id))

    async def newest_in(self, window_id: int, *, apart_from: Sequence[str] = ()) -> Delivery | None:
        """The newest unsettled delivery to a window, locked until the unit of work ends; None when there is none.

        Args:
            apart_from: kinds of deliveries that are ignored.
        """
        return await one(self._session, _newest_in(window_id, [*apart_from]))

    async def lock_newest(self, window_ids: Sequence[int], *, apart_from: Sequence[str] = ()) -> None:
        """Lock the delivery that `newest_in` finds for each window, in the order in which the outbox locks them.

        Locking them one by one in the order of the windows could deadlock with the outbox.
        """
        unsettled = select(func.max(col(Delivery.id))).where(col(Delivery.window_id).in_(window_ids))
        unsettled = unsettled.where(col(Delivery.status).in_(UNSETTLED_STATUSES), col(Delivery.kind).not_in(apart_from))
        newest = select(Delivery.id).where(col(Delivery.id).in_(unsettled.group_by(col(Delivery.window_id))))
        await self._session.execute(newest.order_by(col(Delivery.id)).with_for_update())

    async def unsettled_in(self, window_id: int, kinds: Sequence[str]) -> list[Delivery]:
        """Unsettled deliveries of these kinds to a window, the oldest first."""
        rows = select(Delivery).where(Delivery.window_id == window_id, col(Delivery.kind).in_(kinds))
        return list(
            await self._session.scalars(
                rows.where(col(Delivery.status).in_(UNSETTLED_STATUSES)).order_by(col(Delivery.id))
            )
        )

    async def may_have_arrived_in(self, lane: str, *, attempts: int) -> bool:
        """Whether a delivery of the lane may have arrived: its outcome is unknown after at most `attempts` attempts."""
        rows = select(Delivery.attempts).where(Delivery.lane == lane, Delivery.status == DeliveryStatus.SENDING)
        return any(tries <= attempts for tries in await self._session.scalars(rows))

    async def may_have_arrived(self, delivery_id: int, *, attempts: int) -> bool:
        """Whether this delivery may have arrived: its outcome is unknown after at most `attempts` attempts.

        False for a delivery that was purged: it was settled long ago.
        """
        delivery = await self._session.scalar(select(Delivery).where(Delivery.id == delivery_id))
        return delivery is not None and delivery.status is DeliveryStatus.SENDING and delivery.attempts <= attempts

    async def newest_id_anywhere(self) -> int:
        """The id of the newest delivery of all organizations; 0 when there is none."""
        return await self._session.scalar(select(func.max(col(Delivery.id))), execution_options=SYSTEM_WIDE) or 0

    async def oldest_unsettled_anywhere(self, carrier: str) -> Delivery | None:
        """The carrier's oldest unsettled delivery; None when there is none."""
        rows = select(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES), Delivery.carrier == carrier)
        return await self._session.scalar(rows.order_by(col(Delivery.id)).limit(1), execution_options=SYSTEM_WIDE)

    async def count_unsettled_anywhere(self, carrier: str, *, up_to_id: int | None = None) -> int:
        """Number of the carrier's unsettled deliveries; with `up_to_id`, only those up to that delivery."""
        rows = select(func.count(col(Delivery.id))).where(col(Delivery.status).in_(UNSETTLED_STATUSES))
        rows = rows.where(Delivery.carrier == carrier)
        if up_to_id is not None:
            rows = rows.where(col(Delivery.id) <= up_to_id)
        return await self._session.scalar(rows, execution_options=SYSTEM_WIDE) or 0

    async def authors_between(self, carrier: str, kinds: Sequence[str], *, after_id: int, up_to_id: int) -> set[int]:
        """Ids of the employees whose messages are among the carrier's deliveries of these kinds.

        Args:
            after_id: only deliveries after this one.
            up_to_id: only deliveries up to and including this one.
        """
        rows = select(Message.employee_id).join(Delivery, col(Delivery.message_id) == Message.id).distinct()
        rows = rows.where(Delivery.carrier == carrier, col(Delivery.kind).in_(kinds))
        rows = rows.where(col(Delivery.id) > after_id, col(Delivery.id) <= up_to_id)
        return {employee_id for employee_id in await self._session.scalars(rows) if employee_id is not None}

    async def lanes_between(self, carrier: str, kinds: Sequence[str], *, after_id: int, up_to_id: int) -> set[str]:
        """Lanes of the carrier's deliveries of these kinds; `after_id` and `up_to_id` as in `authors_between`."""
        rows = select(Delivery.lane).where(Delivery.carrier == carrier, col(Delivery.kind).in_(kinds)).distinct()
        rows = rows.where(col(Delivery.id) > after_id, col(Delivery.id) <= up_to_id)
        return set(await self._session.scalars(rows))

    async def count_refused(self, carrier: str, *, since: datetime) -> int:
        refused = select(func.count(col(Delivery.id))).where(Delivery.status == DeliveryStatus.FAILED)
        refused = refused.where(Delivery.carrier == carrier, col(Delivery.settled_at) >= since)
        return await self._session.scalar(refused) or 0

    async def delayed_anywhere(self, kinds: Sequence[str], *, before: datetime, limit: int) -> list[Delivery]:
        """Deliveries of answers that should have left before that moment and are unsettled.

        Deliveries are left out when their author already sees that they wait. The oldest come first.
        """
        should = func.coalesce(Delivery.left_at, Delivery.not_before, Delivery.created_at)
        rows = select(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES), col(Delivery.kind).in_(kinds))
        rows = rows.where(col(Delivery.delayed_at).is_(None), should < before, col(Delivery.window_id).is_(None))
        rows = rows.order_by(col(Delivery.id)).limit(limit)
        return list(await self._session.scalars(rows, execution_options=SYSTEM_WIDE))

    async def stuck_anywhere(self, kinds: Sequence[str], *, attempts: int, before: datetime) -> list[Delivery]:
        """Unsettled deliveries of answers with at least `attempts` attempts, the first of them before that moment.

        Answers whose message already has a failure are left out. The oldest come first.
        """
        rows = select(Delivery, Message.failure).join(Message, col(Delivery.message_id) == Message.id)
        rows = rows.where(col(Delivery.status).in_(UNSETTLED_STATUSES), col(Delivery.kind).in_(kinds))
        rows = rows.where(col(Delivery.window_id).is_(None), col(Delivery.attempts) >= attempts)
        rows = rows.where(col(Delivery.left_at) < before)
        found = await self._session.execute(rows.order_by(col(Delivery.id)), execution_options=SYSTEM_WIDE)
        return [delivery for delivery, failure in found if failure is None]

    async def newest_sent_anywhere(self, carrier: str, *, limit: int) -> list[Delivery]:
        """The carrier's deliveries among the last `limit` sent ones of all carriers, the newest first."""
        newest = select(Delivery).where(Delivery.status == DeliveryStatus.SENT).order_by(col(Delivery.id).desc())
        found = await self._session.scalars(newest.limit(limit), execution_options=SYSTEM_WIDE)
        return [delivery for delivery in found if delivery.carrier == carrier]

    async def failed_anywhere(self, *, after_id: int = 0, limit: int = 100) -> list[Delivery]:
        """Failed deliveries of all organizations, in order of their ids. They leave again only if a person asks for it.

        Args:
            after_id: only deliveries after this one; for pages.
        """
        rows = select(Delivery).where(Delivery.status == DeliveryStatus.FAILED, col(Delivery.id) > after_id)
        ordered = rows.order_by(col(Delivery.id)).limit(limit)
        return list(await self._session.scalars(ordered, execution_options=SYSTEM_WIDE))

    async def waiting_in(self, lane: str) -> list[Delivery]:
        """The waiting deliveries of a lane in order, locked until the unit of work ends."""
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
        """Mark all unsettled deliveries as possible repeats, because they may have left already. Returns their number.

        `floor` is deleted, since these deliveries cannot be settled: the database does not know which other messages
        have left meanwhile.
        """
        doubted = (
            update(Delivery).where(col(Delivery.status).in_(UNSETTLED_STATUSES)).values(is_repeat=True, floor=None)
        )
        result = await self._session.execute(doubted, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def forget_failed_anywhere(self, before: datetime) -> int:
        """Delete the content of deliveries that failed before that moment. Returns their number."""
        old = update(Delivery).where(col(Delivery.status) == DeliveryStatus.FAILED, col(Delivery.settled_at) < before)
        known = old.where(col(Delivery.body)["purged"].as_boolean().is_(None)).values(body=PURGED_BODY)
        result = await self._session.execute(known, execution_options={**SYSTEM_WIDE, "synchronize_session": False})
        return cast(CursorResult[Any], result).rowcount

    async def purge_settled_anywhere(self, before: datetime) -> int:
        """Delete deliveries that were sent, replaced or cancelled before that moment. Returns their number.

        They are deleted because their bodies hold personal data.
        """
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
