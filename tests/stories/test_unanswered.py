"""A customer waits: the board says so, whoever should answer is reminded, and a manager sets after how long."""

from datetime import timedelta

import pytest

from tests.stories.conftest import Stage
from tests.stories.dialogs import takes
from tests.stories.forums import bound, taken

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler looks often, so that nobody has to wait for it."""
    monkeypatch.setattr("scheduler.jobs.BOARD_CHECK_INTERVAL", timedelta(milliseconds=200))
    monkeypatch.setattr("scheduler.jobs.NEW_WAIT_CHECK_INTERVAL", timedelta(milliseconds=200))


async def rules(stage: Stage) -> None:
    await stage.anna.writes("/admin", to=stage.desk)
    await stage.anna.presses("Без ответа", in_=stage.desk)
    await stage.anna.presses("Все отделы", in_=stage.desk)
    await stage.anna.presses("👤 10 мин", in_=stage.desk)
    await stage.anna.presses("👔 30 мин", in_=stage.desk)
    await stage.anna.sees("Сказать руководителям через: 30 мин", in_=stage.desk)


async def test_a_manager_sets_the_rules_and_everybody_is_told_in_time(stage: Stage):
    async with stage.at_work():
        await rules(stage)
        topic = await takes(stage, stage.maria)

        stage.world.clock.forward(11 * MINUTE)
        await stage.maria.sees("Мария Лис, клиент ждёт ответа: 11 мин", in_=stage.desk, topic=topic)

        stage.world.clock.forward(20 * MINUTE)
        await stage.anna.sees("Иван Петров ждёт ответа: 31 мин", in_=stage.desk)
        await stage.anna.presses("Открыть диалог", in_=stage.desk)
        await stage.anna.sees_topic("Иван Петров", in_=stage.desk)


async def test_the_board_is_pinned_and_keeps_itself_up_to_date(stage: Stage):
    async with stage.at_work():
        await stage.maria.writes("/board", to=stage.desk)
        board = await stage.maria.sees("Никто не ждёт", in_=stage.desk)
        await stage.world.rest()
        assert board.id in [pin.id for pin in pins(stage)]

        stage.world.clock.forward(MINUTE)
        await stage.ivan.writes("Ау", to=stage.shop)
        await stage.maria.sees("Ждёт 1 клиент", in_=stage.desk)
        await stage.maria.presses("Иван Петров · ", in_=stage.desk)
        topic = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.writes("Здравствуйте", to=stage.desk, topic=topic)
        await stage.world.rest()
        stage.world.clock.forward(MINUTE)

        await stage.maria.sees("Никто не ждёт", in_=stage.desk)


def pins(stage: Stage):
    chat = stage.maria.chat(stage.desk)
    return [chat.messages[id] for id in chat.pinned if id in chat.messages]


async def test_a_board_that_was_deleted_is_made_anew(stage: Stage):
    async with stage.at_work():
        await stage.maria.writes("/board", to=stage.desk)
        board = await stage.maria.sees("Никто не ждёт", in_=stage.desk)
        await stage.world.rest()
        await stage.maria.deletes(board)

        stage.world.clock.forward(MINUTE)
        await stage.ivan.writes("Ау", to=stage.shop)

        anew = await stage.maria.sees("Ждёт 1 клиент", in_=stage.desk)
        assert anew.id != board.id


async def test_a_board_is_taken_away(stage: Stage):
    async with stage.at_work():
        await stage.maria.writes("/board", to=stage.desk)
        await stage.maria.presses("Убрать табло", in_=stage.desk)

        await stage.maria.sees("Табло убрано", in_=stage.desk)


async def test_a_group_has_a_board_of_its_department_which_opens_dialogs_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await stage.maria.writes("/board", to=group)
        await stage.maria.sees("руководител", in_=group)
        await stage.anna.writes("/board", to=group)
        await stage.maria.sees("Никто не ждёт", in_=group)
        await stage.world.rest()

        stage.world.clock.forward(MINUTE)
        await stage.ivan.writes("Ау", to=stage.shop)
        await stage.maria.sees("Ждёт 1 клиент", in_=group)
        await stage.maria.presses("Иван Петров · ", in_=group)

        await stage.maria.sees_topic("Иван Петров", in_=stage.desk)


async def test_in_a_group_the_responsible_is_reminded_in_the_topic(stage: Stage):
    async with stage.at_work():
        await rules(stage)
        group = await bound(stage)
        topic = await taken(stage, group)

        stage.world.clock.forward(11 * MINUTE)

        await stage.maria.sees("Мария Лис, клиент ждёт ответа", in_=group, topic=topic)


@pytest.mark.parametrize("data", ["uno", "uns:0", "set:remind_after:0:5", "unf:1"])
async def test_an_operator_sets_no_rules(stage: Stage, data: str):
    async with stage.at_work():
        await stage.oleg.writes("/menu", to=stage.desk)
        menu = await stage.oleg.sees("вы в системе", in_=stage.desk)

        press = stage.world.presses.press(stage.oleg.user, menu, data)

        assert "руководител" in (await press.toast).text
