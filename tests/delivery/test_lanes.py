"""Work goes strictly in order within a lane, and lanes go side by side."""

import asyncio
from collections import defaultdict
from datetime import timedelta

from bridge.delivery.lanes import Lanes

GRACE = timedelta(seconds=5)


class Work:
    """Handles (lane, number); an item waits for its gate when it has one."""

    def __init__(self, at_once: int = 64) -> None:
        self.begun: list[tuple[str, int]] = []
        self.done: list[tuple[str, int]] = []
        self.gates: defaultdict[tuple[str, int], asyncio.Event | None] = defaultdict(lambda: None)
        self.asleep = False
        self.lanes: Lanes[tuple[str, int]] = Lanes(self.handle, at_once=at_once)
        self._changed = asyncio.Condition()

    async def handle(self, item: tuple[str, int]) -> None:
        await self._note(self.begun, item)
        gate = self.gates[item]
        if gate and self.asleep:
            async with self.lanes.resting():
                await gate.wait()
        elif gate:
            await gate.wait()
        await self._note(self.done, item)

    async def _note(self, book: list[tuple[str, int]], item: tuple[str, int]) -> None:
        async with self._changed:
            book.append(item)
            self._changed.notify_all()

    def put(self, lane: str, number: int, *, gated: bool = False) -> asyncio.Event:
        gate = asyncio.Event()
        self.gates[lane, number] = gate if gated else None
        self.lanes.put(lane, (lane, number))
        return gate

    async def until(self, *items: tuple[str, int], begun: bool = False) -> None:
        book = self.begun if begun else self.done
        async with self._changed:
            await self._changed.wait_for(lambda: set(items) <= set(book))


async def test_a_lane_keeps_its_order_while_another_goes_on():
    work = Work()
    gate = work.put("a", 1, gated=True)
    work.put("a", 2)
    work.put("b", 1)

    await work.until(("b", 1))
    assert ("a", 2) not in work.begun
    gate.set()
    await work.until(("a", 2))

    assert work.done == [("b", 1), ("a", 1), ("a", 2)]


async def test_no_more_lanes_are_handled_at_once_than_allowed():
    work = Work(at_once=2)
    gates = [work.put(lane, 1, gated=True) for lane in "abc"]

    await work.until(("a", 1), ("b", 1), begun=True)
    assert len(work.begun) == 2
    gates[0].set()

    await work.until(("c", 1), begun=True)
    await work.lanes.stop()


async def test_a_lane_that_rests_makes_room_for_another():
    work = Work(at_once=1)
    work.asleep = True
    gate = work.put("a", 1, gated=True)
    work.put("b", 1)

    await work.until(("b", 1))
    assert work.done == [("b", 1)]
    gate.set()

    await work.until(("a", 1))


async def test_an_item_that_is_there_already_is_not_put_twice():
    work = Work()
    gate = work.put("a", 1, gated=True)
    await work.until(("a", 1), begun=True)

    work.lanes.put("a", ("a", 1))
    work.put("a", 2)
    gate.set()
    await work.until(("a", 2))

    assert work.done == [("a", 1), ("a", 2)]


async def test_an_item_that_blows_up_does_not_take_its_lane_along():
    done = asyncio.Event()

    async def handle(item: int) -> None:
        if item == 1:
            raise ValueError
        done.set()

    lanes: Lanes[int] = Lanes(handle)
    lanes.put("a", 1)
    lanes.put("a", 2)

    await done.wait()


async def test_an_idle_lane_leaves_nothing_behind():
    work = Work()
    for number in range(100):
        work.put(f"lane {number}", number)

    await work.until(*((f"lane {number}", number) for number in range(100)))
    await asyncio.sleep(0)

    assert not work.lanes._queues
    assert not work.lanes._tasks
    assert not work.lanes._items


async def test_draining_finishes_what_is_being_handled_and_begins_nothing_more():
    work = Work(at_once=1)
    gate = work.put("a", 1, gated=True)
    work.put("a", 2)
    work.put("b", 1)
    await work.until(("a", 1), begun=True)

    draining = asyncio.create_task(work.lanes.drain(GRACE))
    await asyncio.sleep(0)
    work.put("c", 1)
    gate.set()
    await draining

    assert work.begun == work.done == [("a", 1)]


async def test_draining_does_not_wait_for_who_rests():
    work = Work()
    work.asleep = True
    work.put("a", 1, gated=True)
    await work.until(("a", 1), begun=True)

    await work.lanes.drain(GRACE)

    assert work.done == []


async def test_draining_gives_up_on_what_does_not_finish():
    work = Work()
    work.put("a", 1, gated=True)
    await work.until(("a", 1), begun=True)

    await work.lanes.drain(timedelta(0))

    assert work.done == []


async def test_lanes_are_busy_until_everything_is_handled_or_rests():
    wakes = asyncio.Event()

    async def handle(_item: str) -> None:
        async with lanes.resting():
            asleep.set()
            await wakes.wait()

    asleep = asyncio.Event()
    lanes = Lanes[str](handle)
    assert not lanes.is_busy

    lanes.put("a", "first")
    assert lanes.is_busy
    await asleep.wait()
    assert not lanes.is_busy

    wakes.set()
    await lanes.drain(timedelta(seconds=5))
    assert not lanes.is_busy
