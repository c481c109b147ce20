"""The process is killed, again and again, while people write: everything arrives, once and in order."""

import asyncio
import random
from pathlib import Path

import pytest

from bridge.sandbox import Person
from tests.stories.conftest import Stage
from tests.stories.process import Process
from tests.stories.traffic import REPEAT, Talk, begin, maybe_repeated, once_each, told_to_be_unknown

KILLS = 3


async def after_events(stage: Stage, number: int) -> None:
    """Let so many things happen between the people and the bots."""
    with stage.world.feed.subscribe(lambda event: event.kind == "message") as news:
        for _ in range(number):
            await news.get()


@pytest.mark.parametrize("undo_seconds", [0, 1])
async def test_nothing_is_lost_and_nothing_comes_twice_without_saying_so(
    stage: Stage, tmp_path: Path, undo_seconds: int
):
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

    unknown, repeated = await told_to_be_unknown(stage), await maybe_repeated(stage)
    for talk in talks:
        check_shown(talk, unknown)
        check_delivered(talk, unknown, repeated)


def crew(stage: Stage) -> list[Person]:
    return [stage.anna, stage.maria, stage.anna]


def check_shown(talk: Talk, unknown: set[str]) -> None:
    seen = talk.shown()
    shown = once_each(seen)
    unmarked = [text for text in seen if not text.startswith(REPEAT)]
    assert shown == [text for text in talk.asked if text in shown or text not in unknown]
    assert len(unmarked) == len(set(unmarked))


def check_delivered(talk: Talk, unknown: set[str], repeated: set[str]) -> None:
    seen = talk.delivered()
    delivered = once_each(seen)
    assert delivered == [text for text in talk.answered if text in delivered or text not in unknown]
    assert {text for text in seen if seen.count(text) > 1} <= repeated
