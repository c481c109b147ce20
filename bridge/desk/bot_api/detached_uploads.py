"""Slow deliveries are detached from their chat: later ones of other dialogs go first, their own dialog waits.

All dialogs of an operator are in one chat, and a chat is one lane. A file whose fetching or sending is not done within
a moment goes on by itself, while its delivery and all others of its window go to the end of the lane, in their order.
So does what Telegram gives no answer to, however often it is tried, while it answers to everything else.
"""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog

from bridge.actions.delivery import outbox
from bridge.actions.delivery.delays import MIN_STUCK_ATTEMPTS, STUCK_AFTER
from bridge.actions.delivery.desk import COPY_KINDS, DeliveryKind
from bridge.delivery.carrier import Receipt
from bridge.desk.render.renderer import Renderer
from bridge.errors import BridgeError, OutcomeUnknown
from bridge.sending import attempts
from bridge.sending.attempts import Attempt
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Clock
from storage.engine.unit_of_work import UnitOfWork

# For so long a file may hold up the other dialogs of a chat, each time that its turn has come.
MAX_BLOCKING_TIME = timedelta(seconds=2)

# What is stuck (`actions.delivery.delays`) while others like it were sent is not the outage's fault; it comes again
# after a while.
RECENT_SUCCESS_PERIOD = timedelta(minutes=1)
# Where there is nothing else that could have been sent.
ALWAYS_STUCK_AFTER = timedelta(minutes=10)
STUCK_RETRY_DELAY = timedelta(seconds=3)

DETACHED = Receipt({"detached": True})
STUCK = Receipt({"detached": True, "stuck": True})

log = structlog.get_logger(__name__)

Key = tuple[int | None, int | None]


class Successes:
    """When the bot has last sent a message of its own, whatever it was."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._latest: datetime | None = None

    def note(self, delivery: Delivery) -> None:
        if delivery.kind in (*COPY_KINDS, DeliveryKind.OFFER, DeliveryKind.TOPIC_NOTICE, DeliveryKind.REPLY_NOTICE):
            self._latest = self.clock()

    def is_there_one_since(self, moment: datetime) -> bool:
        return self._latest is not None and self._latest > moment


class DetachingRenderer:
    """Wraps any renderer; `successes` are those of all renderers of the bot."""

    def __init__(self, renderer: Renderer, successes: Successes, *, patience: timedelta = MAX_BLOCKING_TIME) -> None:
        self._renderer = renderer
        self._successes = successes
        self._patience = patience.total_seconds()
        self._under_way: dict[Key, tuple[asyncio.Task[Receipt], Attempt]] = {}
        # By the id of a delivery that is stuck: what is known of its tries.
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
        if not delivery.body.get("file"):
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
        """What it sends belongs to the attempt that has begun it, however often the delivery is detached."""
        task = asyncio.create_task(self._renderer.send(delivery))
        # Nobody may be there to hear of its end: the process stops, or the operator has signed out.
        task.add_done_callback(lambda ended: None if ended.cancelled() else ended.exception())
        self._under_way[key] = task, attempts.current() or Attempt()
        return self._under_way[key]

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if not receipt.facts.get("detached"):
            self._successes.note(delivery)
            await self._renderer.sent(uow, delivery, receipt)
            return
        behind = [each for each in await uow.deliveries.waiting_in(delivery.lane) if _follows(each, delivery)]
        for each in behind:
            each.settle(DeliveryStatus.REPLACED, uow.now)
        await uow.flush()
        again = await _again(uow, delivery)
        # Should the process die now, its request has left already.
        again.status, again.left_at, again.floor = DeliveryStatus.SENDING, delivery.left_at, delivery.floor
        if receipt.facts.get("stuck"):
            again.not_before = uow.now + STUCK_RETRY_DELAY
            uow.after_commit(partial(self._hand_on, delivery.id, again.id))
        for each in behind:
            await _again(uow, each)

    def _hand_on(self, former_id: int, delivery_id: int) -> None:
        """What is known of the tries; once it is committed, for what is not is written once more."""
        self._stuck[delivery_id] = self._stuck.pop(former_id)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._renderer.failed(uow, delivery, error)


def _follows(other: Delivery, delivery: Delivery) -> bool:
    return delivery.window_id is not None and other.window_id == delivery.window_id and other.id > delivery.id


async def _again(uow: UnitOfWork, delivery: Delivery) -> Delivery:
    """The same at the end of the lane."""
    put = await outbox.put(
        uow,
        carrier=delivery.carrier,
        lane=delivery.lane,
        kind=delivery.kind,
        key=delivery.key,
        body=delivery.body,
        dialog_id=delivery.dialog_id,
        message_id=delivery.message_id,
        window_id=delivery.window_id,
    )
    put.is_repeat, put.attempts, put.not_before = delivery.is_repeat, delivery.attempts, delivery.not_before
    await uow.flush()
    return put
