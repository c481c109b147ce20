"""The ledger: changes that all lanes write at the same time go into one commit."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bridge.outbox import changes
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database, Group
from storage.engine.trouble import is_database_trouble
from storage.engine.unit_of_work import UnitOfWork

Facts = Callable[[UnitOfWork, Delivery], Awaitable[None]]
"""What a carrier changes together with the outcome."""


@dataclass(frozen=True)
class Settlement:
    """The outcome of a delivery."""

    delivery_id: int
    outcome: DeliveryStatus
    facts: Facts | None = None
    error: str | None = None
    arrived: str | None = None

    async def write(self, uow: UnitOfWork) -> None:
        row = await changes.settle(uow, self.delivery_id, self.outcome, error=self.error, arrived=self.arrived)
        if row is not None and self.facts is not None:
            await self.facts(uow, row)


@dataclass(frozen=True)
class Postponement:
    """A further attempt at a delivery."""

    delivery_id: int
    until: datetime
    is_repeat: bool
    may_have_arrived: bool

    async def write(self, uow: UnitOfWork) -> None:
        await changes.postpone(
            uow,
            self.delivery_id,
            until=self.until,
            is_repeat=self.is_repeat,
            may_have_arrived=self.may_have_arrived,
        )


Change = Settlement | Postponement


@dataclass
class LedgerEntry:
    organization_id: int
    change: Change
    future: asyncio.Future[None]
    error: Exception | None = None

    def tell(self) -> None:
        if self.future.done():
            return
        if self.error:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(None)


@dataclass
class Batch:
    """The changes of the next commit."""

    claims: dict[int, asyncio.Future[Delivery | None]] = field(default_factory=dict)
    floors: dict[int, int | None] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)

    def fail(self, error: Exception) -> None:
        futures: list[asyncio.Future[Any]] = [*self.claims.values(), *(entry.future for entry in self.entries)]
        for future in futures:
            if not future.done():
                future.set_exception(error)

    def tell(self, claimed: dict[int, Delivery]) -> None:
        for delivery_id, future in self.claims.items():
            if not future.done():
                future.set_result(claimed.get(delivery_id))
        for entry in self.entries:
            entry.tell()


class Ledger:
    """While one commit runs, the next one gathers changes: under load a commit carries many changes, otherwise one.

    A failed change is rolled back alone. When the caller of a change is cancelled, the change is written all the same.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next = Batch()
        self._writing: asyncio.Task[None] | None = None

    async def claim(self, delivery_id: int, floor: int | None) -> Delivery | None:
        """Claim a delivery as `changes.claim` does; None when it waits no longer."""
        self._next.floors[delivery_id] = floor
        future = self._next.claims.setdefault(delivery_id, asyncio.get_running_loop().create_future())
        self._begin()
        return await future

    async def write(self, organization_id: int, change: Change) -> None:
        """Write a change; it is committed on return."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._next.entries.append(LedgerEntry(organization_id, change, future))
        self._begin()
        await future

    async def finish(self, grace: timedelta) -> None:
        """Wait until the present commit is done, for at most `grace`."""
        if self._writing is None:
            return
        writing = self._writing
        await asyncio.wait([writing], timeout=grace.total_seconds())
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)

    def _begin(self) -> None:
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_on())

    async def _write_on(self) -> None:
        try:
            while self._next.claims or self._next.entries:
                batch, self._next = self._next, Batch()
                try:
                    await self._commit(batch)
                except Exception as error:
                    batch.fail(error)
        finally:
            self._writing = None

    async def _commit(self, batch: Batch) -> None:
        claimed: dict[int, Delivery] = {}
        async with self._database.group(alone=not batch.entries) as group:
            if batch.claims:
                async with group.begin() as uow:
                    claimed = await changes.claim(uow, batch.floors)
            for organization_id, entries in _by_organization(batch.entries).items():
                await self._enter(group, organization_id, entries)
        batch.tell(claimed)

    async def _enter(self, group: Group, organization_id: int, entries: list[LedgerEntry]) -> None:
        """Write all entries in one savepoint, because this is much cheaper; one by one when an entry fails."""
        try:
            async with group.begin(organization_id) as uow:
                await _write_together(uow, [entry.change for entry in entries])
        except Exception as error:
            # A full disk breaks the whole transaction, not only these entries.
            if is_database_trouble(error):
                raise
            if len(entries) == 1:
                entries[0].error = error
                return
            for entry in entries:
                await self._enter(group, organization_id, [entry])


def _by_organization(entries: Collection[LedgerEntry]) -> dict[int, list[LedgerEntry]]:
    found: defaultdict[int, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.organization_id].append(entry)
    return found


async def _write_together(uow: UnitOfWork, together: Collection[Change]) -> None:
    for change in together:
        await change.write(uow)
