"""What waits in a table is taken into its lanes: all of it, once, the older before the newer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bridge.delivery import intake, lanes
from bridge.delivery.intake import Intake
from bridge.delivery.lanes import Lanes

GRACE = timedelta(seconds=5)
NEVER, SOON = timedelta(hours=1), timedelta(milliseconds=5)


@dataclass(frozen=True)
class Row:
    id: int
    lane: str = field(default="a", compare=False)


class Work:
    """A table, and what was handled of it."""

    def __init__(self, poll: timedelta = NEVER) -> None:
        self.table: list[Row] = []
        self.done: list[int] = []
        self.looks = 0
        self.may_look = asyncio.Event()
        self.may_look.set()
        self.lanes: Lanes[Row] = Lanes(self._handle)
        self.intake = Intake(self.lanes, self._page, poll=poll)
        self._changed = asyncio.Condition()

    async def _page(self, after_id: int, limit: int) -> Sequence[Row]:
        seen = [row for row in self.table if row.id > after_id][:limit]
        async with self._changed:
            self.looks += 1
            self._changed.notify_all()
        # What happens from here on is not in what was seen.
        await self.may_look.wait()
        return seen

    async def _handle(self, row: Row) -> None:
        self.table.remove(row)
        async with self._changed:
            self.done.append(row.id)
            self._changed.notify_all()

    async def has_looked(self, times: int = 1) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.looks >= times)

    async def has_done(self, *ids: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: set(ids) <= set(self.done))

    def write(self, row: Row) -> None:
        self.table.append(row)
        self.intake.offer([row])

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.intake.run())
        yield
        await self.intake.stop(GRACE)
        await running


async def test_a_row_that_has_just_been_written_is_not_looked_for():
    work = Work()
    work.table.append(Row(1))
    async with work.going_on():
        await work.has_done(1)

        work.write(Row(2))
        await work.has_done(2)

        assert work.looks == 1


async def test_a_new_row_does_not_overtake_what_is_still_looked_for():
    work = Work()
    work.table.append(Row(1))
    work.may_look.clear()
    async with work.going_on():
        await work.has_looked()
        work.write(Row(2))
        work.may_look.set()
        await work.has_done(1, 2)

    assert work.done == [1, 2]


async def test_what_is_finished_during_a_look_is_not_taken_again():
    work = Work(poll=SOON)
    async with work.going_on():
        await work.has_looked()
        work.may_look.clear()
        await work.has_looked(work.looks + 1)
        # The look that is under way has not seen them; the next one may, or not.
        work.table += [Row(1), Row(2)]
        work.may_look.set()
        await work.has_done(1, 2)
        await work.has_looked(work.looks + 3)

    assert work.done == [1, 2]


async def test_more_than_the_lanes_hold_waits_in_its_table(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lanes, "MAX_WAITING_ITEMS", 4)
    monkeypatch.setattr(intake, "ROWS_PER_PAGE", 2)
    work = Work(poll=SOON)
    work.table = [Row(number) for number in range(1, 20)]
    most = 0
    async with work.going_on():
        while len(work.done) < 19:
            most = max(most, len(work.lanes._items))
            await asyncio.sleep(0)

    assert work.done == [*range(1, 20)]
    assert most <= 5
