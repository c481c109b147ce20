"""Detaches slow deliveries from their chat: other dialogs' deliveries go first, and their own dialog waits.

All dialogs of an operator are in one chat, and a chat is one lane. When a file is not fetched and sent within a moment,
its upload continues beside the lane. Its delivery and the later ones of its window go to the end of the lane, in their
order. The same happens to a delivery that Telegram never answers while it answers other calls.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bridge.actions.delivery import outbox
from bridge.actions.delivery.delays import MIN_STUCK_ATTEMPTS, STUCK_AFTER
from bridge.actions.delivery.desk import COPY_KINDS, CopyPayload, OfferPayload, TopicNoticePayload
from bridge.actions.messages.message_updates import ReplyNoticePayload
from bridge.delivery.carrier import Receipt
from bridge.delivery.payloads import payload_of
from bridge.desk.render.renderer import Renderer
from bridge.errors import BridgeError, OutcomeUnknown
from bridge.sending import attempts
from bridge.sending.attempts import Attempt
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Clock
from storage.engine.unit_of_work import UnitOfWork

# How long a file may delay the other dialogs of a chat each time its turn comes.
MAX_BLOCKING_TIME = timedelta(seconds=2)

# A delivery is stuck (`actions.delivery.delays`) when it gets no answer while similar ones were sent within this time.
# Then an outage is not the reason. It is tried again after a while.
RECENT_SUCCESS_PERIOD = timedelta(minutes=1)
# The limit when no similar delivery could have been sent.
ALWAYS_STUCK_AFTER = timedelta(minutes=10)
STUCK_RETRY_DELAY = timedelta(seconds=3)


log = structlog.get_logger(__name__)

Key = tuple[int | None, int | None]


@dataclass(frozen=True)
class DetachedReceipt(Receipt):
    """The delivery goes on at the end of its lane."""

    is_stuck: bool = False


DETACHED, STUCK = DetachedReceipt(), DetachedReceipt(is_stuck=True)


class Successes:
    """The time at which the bot last sent a copy, an offer or a notice."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._latest: datetime | None = None

    def note(self, delivery: Delivery) -> None:
        if delivery.kind in (*COPY_KINDS, OfferPayload.kind, TopicNoticePayload.kind, ReplyNoticePayload.kind):
            self._latest = self.clock()

    def is_there_one_since(self, moment: datetime) -> bool:
        return self._latest is not None and self._latest > moment


class DetachingRenderer:
    """Wraps any renderer. `successes` are shared by all renderers of the bot."""

    def __init__(self, renderer: Renderer, successes: Successes, *, patience: timedelta = MAX_BLOCKING_TIME) -> None:
        self._renderer = renderer
        self._successes = successes
        self._patience = patience.total_seconds()
        self._under_way: dict[Key, tuple[asyncio.Task[Receipt], Attempt]] = {}
        # By the id of a stuck delivery: what is known of its tries.
        self._stuck: dict[int, Attempt] = {}

    async def send(self, delivery: Delivery) -> Receipt:
        attempt = attempts.current() or Attempt()
        if (former := self._stuck.pop(delivery.id, None)) is not None:
            attempt.take_over(former)
        try:
            return await self._send(delivery)
        except OutcomeUnknown:
            if not self._is_stuck(delivery):
                raise
            self._stuck[delivery.id] = attempt
            log.warning("desk.stuck", delivery=delivery.id, kind=delivery.kind, attempts=delivery.attempts)
            return STUCK

    def _is_stuck(self, delivery: Delivery) -> bool:
        now, since = self._successes.clock(), delivery.left_at or delivery.created_at
        if delivery.attempts < MIN_STUCK_ATTEMPTS or now - since < STUCK_AFTER:
            return False
        return now - since >= ALWAYS_STUCK_AFTER or self._successes.is_there_one_since(
            max(since, now - RECENT_SUCCESS_PERIOD)
        )

    async def _send(self, delivery: Delivery) -> Receipt:
        if delivery.kind not in COPY_KINDS or not CopyPayload.of(delivery).file:
            return await self._renderer.send(delivery)
        key = (delivery.message_id, delivery.window_id)
        task, attempt = self._under_way.get(key) or self._begin(key, delivery)
        await asyncio.wait({task}, timeout=self._patience)
        if not task.done():
            return DETACHED
        del self._under_way[key]
        if (current := attempts.current()) is not None and current is not attempt:
            current.take_over(attempt)
        return task.result()

    def _begin(self, key: Key, delivery: Delivery) -> tuple[asyncio.Task[Receipt], Attempt]:
        """Start the upload.

        What it sends belongs to the attempt that started it, however often the delivery is detached.
        """
        task = asyncio.create_task(self._renderer.send(delivery))
        # Nobody may wait for its end: the process may stop, or the operator may have signed out.
        task.add_done_callback(lambda ended: None if ended.cancelled() else ended.exception())
        self._under_way[key] = task, attempts.current() or Attempt()
        return self._under_way[key]

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if not isinstance(receipt, DetachedReceipt):
            self._successes.note(delivery)
            await self._renderer.sent(uow, delivery, receipt)
            return
        behind = [each for each in await uow.deliveries.waiting_in(delivery.lane) if _follows(each, delivery)]
        for each in behind:
            each.settle(DeliveryStatus.REPLACED, uow.now)
        await uow.flush()
        again = await _put_again(uow, delivery)
        # If the process dies now, the request has already left.
        again.status, again.left_at, again.floor = DeliveryStatus.SENDING, delivery.left_at, delivery.floor
        if receipt.is_stuck:
            again.not_before = uow.now + STUCK_RETRY_DELAY
            uow.after_commit(partial(self._keep_attempt, delivery.id, again.id))
        for each in behind:
            await _put_again(uow, each)

    def _keep_attempt(self, former_id: int, delivery_id: int) -> None:
        """Hand what is known of the tries to the new delivery.

        It runs after the commit: when a commit fails, `sent` runs again and still needs the former entry.
        """
        self._stuck[delivery_id] = self._stuck.pop(former_id)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._renderer.failed(uow, delivery, error)


def _follows(other: Delivery, delivery: Delivery) -> bool:
    return delivery.window_id is not None and other.window_id == delivery.window_id and other.id > delivery.id


async def _put_again(uow: UnitOfWork, delivery: Delivery) -> Delivery:
    """Put a copy of the delivery at the end of the lane."""
    put = await outbox.put(
        uow,
        payload_of(delivery),
        carrier=delivery.carrier,
        lane=delivery.lane,
        key=delivery.key,
        dialog_id=delivery.dialog_id,
        message_id=delivery.message_id,
        window_id=delivery.window_id,
    )
    put.is_repeat, put.attempts, put.not_before = delivery.is_repeat, delivery.attempts, delivery.not_before
    await uow.flush()
    return put
