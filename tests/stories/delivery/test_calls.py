"""What a message costs in calls of the Bot API (docs/adr/0009): counted, not timed."""

import asyncio
from collections import Counter

import pytest

from bridge.sandbox import Bot
from bridge.sandbox.limits import FloodLimits
from storage.delivery.journal import EntryState
from tests.kit.books import unsettled
from tests.kit.stories.bursts import LINES, goes_on, writes_a_burst
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage
from tests.kit.stories.undo import LONG, answers_undoably

MANY = 10


class Counted(FloodLimits):
    """Lets everything pass, and counts it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.world.clock)
        self.calls: Counter[str] = Counter()

    def count(self, bot: Bot, method: str, chat_id: str, messages: int = 1) -> None:
        if method != "getupdates":
            self.calls[method] += 1


@pytest.fixture
def counted(stage: Stage) -> Counted:
    stage.world.limits = Counted(stage)
    return stage.world.limits


async def test_a_customers_message_costs_one_call(stage: Stage, counted: Counted):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Секунду", to=stage.desk, topic=topic)
        await stage.ivan.sees("Секунду", in_=stage.shop)
        await idle(stage)
        counted.calls.clear()

        for number in range(MANY):
            await stage.ivan.writes(f"строка {number}", to=stage.shop)
            await stage.anna.sees(f"строка {number}", in_=stage.desk, topic=topic)
            await idle(stage)

    assert counted.calls == {"sendmessage": MANY}


async def test_a_burst_that_had_to_wait_costs_one_call(stage: Stage, counted: Counted):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await writes_a_burst(stage)
        counted.calls.clear()

        goes_on(stage)
        await stage.anna.sees(LINES[-1], in_=stage.desk, topic=topic)
        await idle(stage)

    assert counted.calls == {"sendmessage": 1}


async def test_an_answer_costs_one_message_and_one_mark(stage: Stage, counted: Counted):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await idle(stage)
        counted.calls.clear()

        for number in range(MANY):
            await stage.anna.writes(f"строка {number}", to=stage.desk, topic=topic)
        await stage.ivan.sees(f"строка {MANY - 1}", in_=stage.shop)
        await idle(stage)

    assert counted.calls == {"sendmessage": MANY, "setmessagereaction": MANY}


async def test_an_answer_that_can_be_taken_back_costs_a_question_and_its_deletion_besides(
    stage: Stage, counted: Counted
):
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.anna.id)).undo_seconds = LONG
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await idle(stage)
        counted.calls.clear()

        _, asked = await answers_undoably(stage, topic, "строка")
        await stage.anna.presses("Отправить сейчас", on=asked)
        await stage.ivan.sees("строка", in_=stage.shop)
        await idle(stage)
        left = dict(counted.calls)
        counted.calls.clear()
        _, asked = await answers_undoably(stage, topic, "не туда")
        await stage.anna.presses("Отменить", on=asked)
        await idle(stage)

    pressed = {"answercallbackquery": 1}
    assert left == {"sendmessage": 2, "setmessagereaction": 1, "deletemessage": 1, **pressed}
    assert counted.calls == {"sendmessage": 1, "editmessagetext": 1, **pressed}


async def test_the_unread_mark_costs_a_call_when_a_dialog_becomes_unread_and_one_when_it_is_read(
    stage: Stage, counted: Counted
):
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.anna.id)).marks_unread = True
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Секунду", to=stage.desk, topic=topic)
        await stage.ivan.sees("Секунду", in_=stage.shop)
        await idle(stage)
        counted.calls.clear()

        for number in range(MANY):
            await stage.ivan.writes(f"строка {number}", to=stage.shop)
            await stage.anna.sees(f"строка {number}", in_=stage.desk, topic=topic)
            await idle(stage)
        assert counted.calls == {"sendmessage": MANY, "editforumtopic": 1}

        await stage.anna.presses("Прочитано", in_=stage.desk, topic=topic)
        await idle(stage)

    assert counted.calls == {"sendmessage": MANY, "editforumtopic": 2, "answercallbackquery": 1}


async def idle(stage: Stage) -> None:
    """Until everything is read and everything has left."""
    async with asyncio.timeout(20):
        while await is_busy(stage):  # noqa: ASYNC110 - rows tell nobody that they have changed
            await asyncio.sleep(0)


async def is_busy(stage: Stage) -> bool:
    async with stage.office.database.read() as uow:
        return bool(await uow.journal.count(EntryState.NEW) or await unsettled(uow))
