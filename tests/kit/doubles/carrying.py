"""Doubles for the outbox's tests: a carrier that remembers and fails when told to, deliveries to carry."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bridge.actions.delivery import outbox
from bridge.delivery.carrier import Carrier, Receipt
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import BridgeError
from bridge.outbox.outbox import Outbox
from bridge.sending.availability import Availability
from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.organizations import Organization
from tests.kit.clock import Clock

SOON = timedelta(milliseconds=5)
GRACE = timedelta(seconds=5)


class TextPayload(Payload, kind="text", rank=Rank.NOTICE):
    text: str


@dataclass(frozen=True)
class PostReceipt(Receipt):
    external_id: int


@dataclass(frozen=True)
class Arrival:
    text: str
    is_repeat: bool


class Post:
    """A carrier. `faults[text]` strike before anything arrives, `late_faults[text]` after it has."""

    settles = False

    def __init__(self) -> None:
        self.arrived: list[Arrival] = []
        self.noted: list[str] = []
        self.given_up: list[tuple[str, DeliveryStatus, type[BridgeError]]] = []
        self.faults: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self.late_faults: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self.note_faults: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self.gates: dict[str, asyncio.Event] = {}
        self.begun: set[str] = set()
        self._changed = asyncio.Condition()

    @property
    def texts(self) -> list[str]:
        return [arrival.text for arrival in self.arrived]

    def floor(self, lane: str) -> int | None:
        return None

    async def send(self, delivery: Delivery) -> Receipt:
        text = delivery.body["text"]
        assert delivery.status is DeliveryStatus.SENDING
        self.begun.add(text)
        await self._tell()
        if text in self.gates:
            await self.gates[text].wait()
        if self.faults[text]:
            raise self.faults[text].popleft()
        self.arrive(delivery)
        if self.late_faults[text]:
            raise self.late_faults[text].popleft()
        return PostReceipt(len(self.arrived))

    def arrive(self, delivery: Delivery) -> None:
        self.arrived.append(Arrival(delivery.body["text"], delivery.is_repeat))

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: PostReceipt) -> None:
        text = delivery.body["text"]
        if self.note_faults[text]:
            raise self.note_faults[text].popleft()
        assert delivery.status is DeliveryStatus.SENT
        assert receipt.external_id
        uow.after_commit(lambda: self.noted.append(text))

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        self.given_up.append((delivery.body["text"], delivery.status, type(error)))

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def has_begun(self, *texts: str) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: set(texts) <= self.begun)


class Office:
    """An outbox at work on one carrier, and the books it leaves behind."""

    def __init__(self, database: Database, organization: Organization, clock: Clock) -> None:
        self.database = database
        self.organization = organization
        self.clock = clock
        self.post = Post()
        self.carriers: dict[str, Carrier] = {"desk": self.post}
        self.availability: dict[str, Availability] = {}
        self.slept: list[float] = []
        self.passed = timedelta(0)
        self.asleep = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Time passes at once."""
        self.slept.append(seconds)
        self.asleep.set()
        self.clock.forward(timedelta(seconds=seconds))
        self.passed += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    async def put(self, *texts: str, lane: str = "desk:7", carrier: str = "desk", **more: Any) -> list[Delivery]:
        async with self.database.begin(self.organization.id) as uow:
            return [await outbox.put(uow, TextPayload(text), carrier=carrier, lane=lane, **more) for text in texts]

    def open(self, carriers: Mapping[str, Carrier] | None = None) -> Outbox:
        return Outbox(
            self.database,
            self.carriers if carriers is None else carriers,
            availability=self.availability,
            poll=SOON,
            sleep=self.sleep,
            passed=lambda: self.passed,
            at_once=8,
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Outbox]:
        box = self.open()
        running = asyncio.create_task(box.run())
        yield box
        await box.stop(GRACE)
        await running

    async def works_until_settled(self) -> None:
        async with self.at_work():
            await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is on its way any more."""
        while True:
            if frozenset(UNSETTLED_STATUSES).isdisjoint((await self.statuses()).values()):
                return
            await asyncio.sleep(0)

    async def rows(self) -> list[Delivery]:
        async with self.database.read(self.organization.id) as uow:
            return list(await uow.session.scalars(select(Delivery).order_by(col(Delivery.id))))

    async def statuses(self) -> dict[str, DeliveryStatus]:
        return {row.body["text"]: row.status for row in await self.rows()}
