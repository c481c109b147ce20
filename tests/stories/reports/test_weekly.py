"""Managers hear of the week on Monday morning, unless they do not want to. It is a Wednesday."""

from datetime import timedelta

from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage


async def test_the_figures_of_the_week_come_on_monday_and_lead_to_all_others(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
    stage.world.clock.forward(timedelta(days=7))
    async with stage.at_work():
        told = await stage.anna.sees("Неделя:", in_=stage.desk, button="Подробнее")
        assert "Ответов: 1" in told.text
        await stage.oleg.never_sees("Неделя:", in_=stage.desk)
        await stage.anna.presses("Подробнее", on=told)

        shown = await stage.anna.sees("Аналитика", in_=stage.desk, button="Период")
        assert "Ответов: 1" in shown.text


async def test_a_manager_switches_them_off_and_an_operator_has_no_such_switch(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("/settings", to=stage.desk)
        await stage.anna.presses("Итоги недели: вкл.", in_=stage.desk)
        await stage.anna.sees("Настройки", in_=stage.desk, button="Итоги недели: выкл.")
        await stage.oleg.writes("/settings", to=stage.desk)
        screen = await stage.oleg.sees("Настройки", in_=stage.desk, button="Звук")
        assert "Итоги недели" not in str(screen.rows())
    stage.world.clock.forward(timedelta(days=7))
    async with stage.at_work():
        await stage.anna.writes("/menu", to=stage.desk)
        await stage.anna.sees("вы в системе", in_=stage.desk)

        await stage.anna.never_sees("Неделя:", in_=stage.desk)
