"""One at a time, the urgent ones before a crowd."""

import asyncio

from storage.engine.write_lock import WriteLock


class Walkers:
    """Writers that take the lock, and the order in which they did."""

    def __init__(self) -> None:
        self.lock = WriteLock()
        self.passed: list[str] = []

    async def walk(self, name: str, *, urgent: bool = False) -> None:
        async with self.lock.acquire(urgent=urgent):
            await asyncio.sleep(0)
            self.passed.append(name)


async def test_who_came_first_goes_first():
    walkers = Walkers()

    await asyncio.gather(*(walkers.walk(name) for name in "abc"))

    assert walkers.passed == ["a", "b", "c"]


async def test_the_urgent_wait_for_few_of_a_crowd():
    walkers = Walkers()
    crowd = [str(number) for number in range(2 * WriteLock.MOST)]

    await asyncio.gather(*(walkers.walk(name) for name in crowd), walkers.walk("!", urgent=True))

    # Who was inside when they came is none of those they wait for.
    assert walkers.passed.index("!") == 1 + WriteLock.MOST
    assert [name for name in walkers.passed if name != "!"] == crowd


async def test_who_gives_up_waiting_holds_nobody_up():
    walkers = Walkers()
    tasks = [asyncio.create_task(walkers.walk(name)) for name in "abc"]
    await asyncio.sleep(0)

    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert walkers.passed == ["a", "c"]


async def test_a_turn_that_comes_too_late_is_the_next_ones():
    walkers = Walkers()
    async with walkers.lock.acquire():
        late = asyncio.create_task(walkers.walk("late"))
        after = asyncio.create_task(walkers.walk("after"))
        await asyncio.sleep(0)
    late.cancel()

    await asyncio.gather(late, after, return_exceptions=True)

    assert walkers.passed == ["after"]


async def test_an_open_gate_stays_open():
    walkers = Walkers()
    await walkers.walk("a")

    await walkers.walk("b")

    assert walkers.passed == ["a", "b"]
