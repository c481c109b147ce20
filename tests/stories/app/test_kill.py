"""The process is killed, again and again, while people write: everything arrives, once and in order."""

import asyncio
import random
from pathlib import Path

import pytest

from bridge.sandbox import Person
from tests.kit.stories.process import Process
from tests.kit.stories.stage import Stage
from tests.kit.stories.traffic import after_events, begin, maybe_repeated

KILLS = 3


@pytest.mark.parametrize("undo_seconds", [0, 1])
async def test_nothing_is_lost_and_nothing_comes_twice(stage: Stage, tmp_path: Path, undo_seconds: int):
    """The same when answers can be taken back for a while: the process is killed while they wait, too."""
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.anna.id)).undo_seconds = undo_seconds
    chance, over = random.Random(7), asyncio.Event()
    process = Process(stage, tmp_path)
    async with process.at_work():
        talks = [await begin(stage, f"Клиент{number}", operator) for number, operator in enumerate(crew(stage))]
        traffic = asyncio.gather(*[talk.go_on(over) for talk in talks])
        for _ in range(KILLS):
            await after_events(stage, chance.randint(10, 60))
            await process.kill()
            await process.start()
        over.set()
        await traffic

    for talk in talks:
        assert talk.shown() == talk.asked
        assert talk.delivered() == talk.answered
    assert not await maybe_repeated(stage)


def crew(stage: Stage) -> list[Person]:
    return [stage.anna, stage.maria, stage.anna]
