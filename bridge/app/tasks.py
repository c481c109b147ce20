"""Loops that run side by side for as long as the process runs."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bridge.delivery.retry import traced

log = structlog.get_logger(__name__)


@asynccontextmanager
async def tasks(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run the loops while the block runs; they are cancelled at its end.

    A loop that fails ends the block, too: a process that only looks alive helps nobody.
    """
    owner = asyncio.current_task()
    running = [asyncio.create_task(loop) for loop in loops]
    died: list[BaseException] = []

    def watch(task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.critical("loop.died", error=traced(error))
            died.append(error)
            if owner is not None:
                owner.cancel()

    for task in running:
        task.add_done_callback(watch)
    try:
        yield
    except asyncio.CancelledError:
        if died:
            raise RuntimeError("a loop of the bridge has died") from died[0]
        raise
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
