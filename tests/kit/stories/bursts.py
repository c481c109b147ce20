"""A customer who writes many lines while the operators' bot is told to wait."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from bridge.actions.delivery.desk import CopyPayload
from bridge.actions.messages.bursts import parts_of
from bridge.sandbox import Message
from storage.delivery.deliveries import Delivery
from tests.kit.stories.stage import Stage

LINES = [f"строка {number}" for number in range(10)]
PAUSE = 60


async def writes_a_burst(stage: Stage, lines: Sequence[str] = LINES) -> list[Message]:
    """While Telegram asks the operators' bot to wait."""
    await stage.world.rest()
    stage.world.faults.add("retry_after", bot=stage.desk, method="sendMessage", after=PAUSE)
    first = await stage.ivan.writes(lines[0], to=stage.shop)
    await until_waiting(stage, lambda waiting: waiting.not_before is not None)
    return [first, *[await adds(stage, line) for line in lines[1:]]]


def goes_on(stage: Stage) -> None:
    stage.world.clock.forward(timedelta(seconds=PAUSE))


async def adds(stage: Stage, line: str, **how: Any) -> Message:
    """One more, which joins what waits."""
    (before,) = await waiting_copies(stage)
    written = await stage.ivan.writes(line, to=stage.shop, **how)
    await until_waiting(stage, lambda waiting: len(parts_of(waiting)) > len(parts_of(before)))
    return written


async def until_waiting(stage: Stage, condition: Callable[[Delivery], bool]) -> None:
    async with asyncio.timeout(20):
        while not [each for each in await waiting_copies(stage) if condition(each)]:  # noqa: ASYNC110 - rows tell nobody
            await asyncio.sleep(0)


async def waiting_copies(stage: Stage) -> list[Delivery]:
    return await stage.office.deliveries(CopyPayload.kind)
