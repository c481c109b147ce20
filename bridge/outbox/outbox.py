"""The outbox: carriers send every delivery, in order within its lane, and the outbox stores the outcomes."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bridge.delivery.carrier import Carrier
from bridge.delivery.elapsed import Elapsed, elapsed
from bridge.delivery.intake import SCAN_INTERVAL, Intake
from bridge.delivery.lanes import MAX_ACTIVE_LANES, Lanes
from bridge.delivery.limits import Budget
from bridge.delivery.retry import MIN_PAUSE, Again, Sleep, decide, patiently, traced
from bridge.errors import BridgeError, CannotSettle, OutcomeUnknown, UnauthorizedToken, Unreachable, Withdrawn
from bridge.outbox import changes
from bridge.outbox.ledger import Change, Ledger, Postponement, Settlement
from bridge.outbox.queued_deliveries import QueuedDelivery, new, unknown_carriers, unsettled_deliveries
from bridge.outbox.rate_permits import gives_way, request_permit
from bridge.outbox.timers import Due, Timers
from bridge.sending.attempts import Attempt, Lost, trying
from bridge.sending.availability import Availability
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork

# A waiting delivery looks at the clock this often, so that it notices a clock that was set forward.
CLOCK_CHECK_INTERVAL = timedelta(seconds=1)

log = structlog.get_logger(__name__)


class Outbox:
    """Sends the deliveries.

    Args:
        carriers: by name; the mapping may change while the outbox runs. Deliveries of other carriers wait.
        budgets: how many calls each carrier may make in a time; a carrier without a budget has no limit.
        availability: whether each carrier's provider answers; a carrier without one counts as available.
        passed: the elapsed time, regardless of how the database's clock is set meanwhile.
    """

    def __init__(
        self,
        database: Database,
        carriers: Mapping[str, Carrier],
        *,
        budgets: Mapping[str, Budget] | None = None,
        availability: Mapping[str, Availability] | None = None,
        at_once: int = MAX_ACTIVE_LANES,
        poll: timedelta = SCAN_INTERVAL,
        sleep: Sleep = asyncio.sleep,
        passed: Elapsed = elapsed,
    ) -> None:
        self._database = database
        self._passed = passed
        self._carriers = carriers
        self._budgets = {} if budgets is None else budgets
        self._availability = {} if availability is None else availability
        self._sleep = sleep
        self._ledger = Ledger(database)
        self._lanes: Lanes[QueuedDelivery] = Lanes(self._deliver, at_once=at_once, gives_way=self._gives_way)
        self._intake = Intake(self._lanes, self._page, handlers=lambda: self._carriers, poll=poll)
        self._timers = Timers()
        self._unknown: set[str] = set()
        # Ids of each carrier's deliveries that may have arrived, although their outcome is unknown.
        self._unsettled: defaultdict[str, set[int]] = defaultdict(set)
        # The moment until which a carrier is paused.
        self._paused: dict[str, Due] = {}
        database.listen("outbox", self._hear)

    def wake(self) -> None:
        """Look for new deliveries."""
        self._intake.wake()

    @property
    def is_busy(self) -> bool:
        """Whether a delivery is being sent now; a delivery that waits for its next attempt does not count."""
        return self._lanes.is_busy

    def _hear(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self._timers.move(delivery.id, self._due(delivery.not_before, delivery.created_at))
        if deliveries:
            # Deliveries of other carriers wait in the table until their carrier is there.
            self._intake.offer([new(delivery) for delivery in deliveries if delivery.carrier in self._carriers])
        else:
            self._intake.wake()

    async def run(self) -> None:
        """Run until `stop`. A cancelled run leaves deliveries that are being sent with an unknown outcome."""
        try:
            await self._intake.run()
        except BaseException:
            await self._ledger.finish(timedelta(0))
            raise

    async def stop(self, grace: timedelta) -> None:
        """Finish what is being sent within `grace` and store its outcome; send nothing new."""
        await self._intake.stop(grace)
        await self._ledger.finish(grace)

    async def _page(self, after_id: int, limit: int) -> Sequence[QueuedDelivery]:
        if after_id == 0:
            await self._tell_unknown()
        return await unsettled_deliveries(self._database, list(self._carriers), after_id=after_id, limit=limit)

    async def _tell_unknown(self) -> None:
        unknown = await unknown_carriers(self._database, list(self._carriers))
        for carrier in sorted(unknown - self._unknown):
            log.warning("outbox.no_carrier", carrier=carrier)
        self._unknown |= unknown

    def _gives_way(self, waiting: QueuedDelivery, others: Iterable[QueuedDelivery]) -> bool:
        return gives_way(waiting, others, self._database.clock())

    async def _deliver(self, waiting: QueuedDelivery) -> None:
        attempt = Attempt(lost=Lost() if waiting.was_sending else None)
        if waiting.was_sending:
            self._unsettled[waiting.carrier].add(waiting.id)
        try:
            await self._wait(waiting, self._due(waiting.not_before, waiting.created_at), may_be_moved=True)
            while True:
                await self._wait_for_permit(waiting)
                until = await self._attempt(waiting, attempt)
                if until is None:
                    return
                await self._wait(waiting, until)
        finally:
            self._unsettled[waiting.carrier].discard(waiting.id)

    async def _wait(self, waiting: QueuedDelivery, until: Due | None, *, may_be_moved: bool = False) -> None:
        """Wait until a moment.

        Args:
            may_be_moved: whether the moment may have been moved while the delivery stood behind others.
        """
        if self._left(waiting.carrier, until) > timedelta(0):
            await self._wait_for_timer(waiting, until, may_be_moved=may_be_moved)
        await self._await_answer(waiting.carrier)

    async def _wait_for_timer(self, waiting: QueuedDelivery, until: Due | None, *, may_be_moved: bool) -> None:
        with self._timers.started(waiting.id, until) as timer:
            if may_be_moved:
                delivery = await self._read(waiting)
                timer.learn(self._due(delivery.not_before, delivery.created_at) if delivery is not None else None)
            async with self._lanes.resting():
                while (left := self._left(waiting.carrier, timer.until)) > timedelta(0):
                    await timer.sleep(self._sleep, min(left, CLOCK_CHECK_INTERVAL).total_seconds())

    async def _await_answer(self, carrier: str) -> None:
        """Wait while the provider does not answer."""
        availability = self._availability.get(carrier)
        if availability is not None and not availability.is_open:
            async with self._lanes.resting():
                await availability.wait()

    async def _read(self, waiting: QueuedDelivery) -> Delivery | None:
        async def read() -> Delivery | None:
            async with self._database.read() as uow:
                return await uow.deliveries.get_anywhere(waiting.id)

        return await patiently(read, sleep=self._sleep)

    async def _wait_for_permit(self, waiting: QueuedDelivery) -> None:
        """Wait until the bot may make the calls.

        The delivery is not claimed yet, so it can still be replaced, or wait on.
        """
        while not await self._has_permit(waiting):
            await self._await_answer(waiting.carrier)

    async def _has_permit(self, waiting: QueuedDelivery) -> bool:
        """Wait for the permit; False when the provider stops answering meanwhile."""
        budget = self._budgets.get(waiting.carrier)
        permit = request_permit(waiting, budget) if budget is not None else None
        if permit is None:
            return True
        try:
            if (left := permit.take()) > timedelta(0):
                async with self._lanes.resting():
                    while left > timedelta(0):
                        await self._sleep(min(left, CLOCK_CHECK_INTERVAL).total_seconds())
                        if not self._answers(waiting.carrier):
                            return False
                        left = permit.take()
        finally:
            permit.end()
        return True

    def _answers(self, carrier: str) -> bool:
        availability = self._availability.get(carrier)
        return availability is None or availability.is_open

    def _due(self, at: datetime | None, created_at: datetime) -> Due | None:
        """The moment when a delivery is due. When the clock is set back, it is no later than first planned."""
        if at is None:
            return None
        return Due(at, self._passed() + min(at - self._database.clock(), at - created_at))

    def _left(self, carrier: str, until: Due | None) -> timedelta:
        now, passed = self._database.clock(), self._passed()
        waits = [due.left(now, passed) for due in (until, self._paused.get(carrier)) if due is not None]
        return max(waits, default=timedelta(0))

    async def _attempt(self, waiting: QueuedDelivery, attempt: Attempt) -> Due | None:
        """Send the delivery; returns when to try again, None when it is settled."""
        carrier = self._carriers.get(waiting.carrier)
        if carrier is None:
            return None
        floor = carrier.floor(waiting.lane)
        delivery = await patiently(lambda: self._ledger.claim(waiting.id, floor), sleep=self._sleep)
        if delivery is None:
            return None
        attempt.again()
        attempt.floor = delivery.floor
        attempt.others = len(self._unsettled[waiting.carrier] - {waiting.id})
        try:
            if attempt.lost is not None and not await self._can_settle(carrier, waiting):
                raise CannotSettle
            with trying(attempt):
                receipt = await carrier.send(delivery)
        except Exception as error:
            return await self._failed(carrier, delivery, attempt, error)

        async def facts(uow: UnitOfWork, row: Delivery) -> None:
            await carrier.sent(uow, row, receipt)

        await self._settle(delivery, Settlement(delivery.id, DeliveryStatus.SENT, facts, arrived=attempt.ids))
        return None

    async def _can_settle(self, carrier: Carrier, waiting: QueuedDelivery) -> bool:
        """Whether the outcome of the earlier attempt can be found out.

        It cannot when another delivery of the chat, such as a detached upload, may have arrived too.
        """

        async def is_alone() -> bool:
            async with self._database.begin() as uow:
                return await changes.is_alone(uow, waiting.id, waiting.lane)

        return carrier.settles and await patiently(is_alone, sleep=self._sleep)

    async def _failed(self, carrier: Carrier, delivery: Delivery, attempt: Attempt, error: Exception) -> Due | None:
        if isinstance(error, Unreachable | OutcomeUnknown | UnauthorizedToken):
            is_watched = self._doubt(delivery.carrier, error)
            if is_watched and isinstance(error, UnauthorizedToken):
                # The delivery waits until the token is accepted again, which can happen at any moment.
                return await self._postpone(delivery, attempt, Again(MIN_PAUSE))
        decision = decide(error, attempts=attempt.count(type(error).__name__), settles=carrier.settles)
        if isinstance(decision, Again):
            log.debug("outbox.postponed", delivery=delivery.id, error=traced(error))
            return await self._postpone(delivery, attempt, decision)
        is_withdrawn = isinstance(error, Withdrawn)
        if not is_withdrawn:
            log.warning("outbox.refused", delivery=delivery.id, error=traced(error))
        told = error if isinstance(error, BridgeError) else BridgeError()

        async def facts(uow: UnitOfWork, row: Delivery) -> None:
            await carrier.failed(uow, row, told)

        outcome = DeliveryStatus.CANCELLED if is_withdrawn else DeliveryStatus.FAILED
        settlement = Settlement(delivery.id, outcome, facts, traced(error), arrived=attempt.ids)
        await self._settle(delivery, settlement)
        return None

    def _doubt(self, carrier: str, error: BridgeError) -> bool:
        """Have the provider's availability checked; False when it is not watched."""
        availability = self._availability.get(carrier)
        if availability is not None:
            availability.doubt(error)
        return availability is not None

    async def _postpone(self, delivery: Delivery, attempt: Attempt, again: Again) -> Due:
        until = Due(self._database.clock() + again.after, self._passed() + again.after)
        if again.whole_bot:
            self._paused[delivery.carrier] = until
        if again.is_anew:
            attempt.forget()
        unsettled = self._unsettled[delivery.carrier]
        (unsettled.add if attempt.lost is not None else unsettled.discard)(delivery.id)
        is_repeat = delivery.is_repeat or again.is_repeat
        postponement = Postponement(delivery.id, until.at, is_repeat, may_have_arrived=attempt.may_have_arrived)
        await self._write(delivery, postponement)
        return until

    async def _settle(self, delivery: Delivery, settlement: Settlement) -> None:
        try:
            await self._write(delivery, settlement)
        except Exception as problem:
            # The delivery is settled although the carrier's changes failed: sending it again would not repair the
            # carrier.
            log.error("outbox.facts_lost", delivery=delivery.id, status=settlement.outcome, error=traced(problem))
            await self._write(delivery, replace(settlement, facts=None))

    async def _write(self, delivery: Delivery, change: Change) -> None:
        await patiently(lambda: self._ledger.write(delivery.organization_id, change), sleep=self._sleep)
