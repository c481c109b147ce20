"""A customer is greeted, answered, and says how it was: all in their Telegram."""

from datetime import timedelta

import pytest

from bridge.actions.automation import auto_message_rules
from storage.automation.auto_messages import AutoMessageKind
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes

LATER = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler looks often, so that nobody has to wait for it."""
    monkeypatch.setattr("scheduler.jobs.RATING_CHECK_INTERVAL", timedelta(milliseconds=200))


async def switches_on(stage: Stage, *kinds: AutoMessageKind) -> None:
    async with stage.office.begin() as uow:
        by = await uow.employees.get(stage.office.anna.id)
        for kind in kinds:
            await auto_message_rules.switch(uow, kind, None, on=True, by=by)


async def test_a_customer_rates_and_comments_and_the_operator_reads_it(stage: Stage):
    await switches_on(stage, AutoMessageKind.GREETING, AutoMessageKind.RATING)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sees("Здравствуйте! Спасибо, что написали", in_=stage.shop)
        await stage.anna.sees("Бот", in_=stage.desk, topic=topic)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)

        stage.world.clock.forward(LATER)
        await stage.ivan.sees("Как мы вам помогли?", in_=stage.shop)
        await stage.ivan.presses("5 ⭐", in_=stage.shop)
        await stage.ivan.sees("Спасибо за оценку!\n⭐⭐⭐⭐⭐", in_=stage.shop)
        await stage.anna.sees("Клиент оценил диалог: ⭐⭐⭐⭐⭐", in_=stage.desk, topic=topic)

        await stage.ivan.presses("Оставить комментарий", in_=stage.shop)
        await stage.ivan.sees("апишите комментарий", in_=stage.shop)
        await stage.ivan.writes("Быстро и вежливо", to=stage.shop)
        await stage.ivan.sees("Спасибо, мы всё передали", in_=stage.shop)
        await stage.anna.sees("Быстро и вежливо", in_=stage.desk, topic=topic)
        await stage.anna.sees("комментарий клиента к оценке", in_=stage.desk, topic=topic)


async def test_a_button_that_was_pressed_before_says_so(stage: Stage):
    await switches_on(stage, AutoMessageKind.RATING)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
        stage.world.clock.forward(LATER)
        asked = await stage.ivan.sees("Как мы вам помогли?", in_=stage.shop)
        stale = next(each["callback_data"] for row in asked.rows() for each in row if "1" in each["text"])
        await stage.ivan.presses("5 ⭐", in_=stage.shop)
        await stage.ivan.sees("Спасибо за оценку!", in_=stage.shop)

        press = stage.world.presses.press(stage.ivan.user, asked, stale)

        assert (await press.toast).text == "Эта кнопка уже не действует"
