"""Processes that die in the middle of their work, and are started again."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Life:
    """Lasts for so many steps; then whoever takes one stands still for ever, as a killed process does."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._over = asyncio.Event()

    async def step(self) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self._over.set()
            if self._left <= 0:
                await asyncio.get_running_loop().create_future()
        await asyncio.sleep(0)

    async def lived(
        self, work: Coroutine[Any, Any, None], *, done: Coroutine[Any, Any, None], steps: int, turns: int
    ) -> None:
        """Let `work` go on until its life is over, or until nothing is left to do; it is gone some turns of the loop
        later."""
        self._left, self._over = steps, asyncio.Event()
        tasks = [asyncio.create_task(each) for each in (work, done, _waited(self._over))]
        await asyncio.wait(tasks[1:], return_when=asyncio.FIRST_COMPLETED)
        for _ in range(turns):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._left = None


async def _waited(event: asyncio.Event) -> None:
    await event.wait()
