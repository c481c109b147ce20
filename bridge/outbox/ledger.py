"""The outbox's ledger: what all lanes have to write at one moment becomes one commit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from bridge.outbox import changes
from bridge.retry import is_database_trouble
from storage.database import Database, Group
from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork

Result = TypeVar("Result")


@dataclass
class Batch:
    """What goes into the next commit."""

    claims: dict[int, asyncio.Future[Delivery | None]] = field(default_factory=dict)
    entries: list["Entry"] = field(default_factory=list)

    def fail(self, error: Exception) -> None:
        for future in [*self.claims.values(), *(entry.future for entry in self.entries)]:
            if not future.done():
                future.set_exception(error)


@dataclass
class Entry:
    organization_id: int
    change: Callable[[UnitOfWork], Awaitable[Any]]
    future: asyncio.Future[Any]
    answer: Any = None
    error: Exception | None = None

    def tell(self) -> None:
        if self.future.done():
            return
        if self.error:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.answer)


class Ledger:
    """While one commit is under way the next one gathers: under load a commit carries many changes, else just one.

    One change that fails is undone alone. Whoever waits for its change may be cancelled; it is written all the same.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next = Batch()
        self._writing: asyncio.Task[None] | None = None

    async def claim(self, delivery_id: int) -> Delivery | None:
        """See `changes.claim`; None when it waits no longer."""
        future = self._next.claims.setdefault(delivery_id, asyncio.get_running_loop().create_future())
        self._begin()
        return await future

    async def write(self, organization_id: int, change: Callable[[UnitOfWork], Awaitable[Result]]) -> Result:
        """Have `change` made in a unit of work of the organization, and return its answer when it is committed."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._next.entries.append(Entry(organization_id, change, future))
        self._begin()
        return await future

    async def finish(self, grace: timedelta) -> None:
        """Wait for what is being written, no longer than `grace`."""
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
        alone = len(batch.entries) + bool(batch.claims) == 1
        async with self._database.group(alone=alone) as group:
            if batch.claims:
                async with group.begin() as uow:
                    claimed = await changes.claim(uow, batch.claims)
            for entry in batch.entries:
                await self._enter(group, entry)
        for delivery_id, future in batch.claims.items():
            if not future.done():
                future.set_result(claimed.get(delivery_id))
        for entry in batch.entries:
            entry.tell()

    async def _enter(self, group: Group, entry: Entry) -> None:
        try:
            async with group.begin(entry.organization_id) as uow:
                entry.answer = await entry.change(uow)
        except Exception as error:
            # A full disk takes the whole transaction with it, not just this entry.
            if is_database_trouble(error):
                raise
            entry.error = error
