"""Telegram asks to wait: nobody waits for somebody else."""

from datetime import timedelta

import pytest

from tests.kit.stories.dialogs import takes, texts
from tests.kit.stories.stage import Stage

pytestmark = pytest.mark.usefixtures("short_waits")


def allow(stage: Stage, messages: int) -> None:
    """So many messages in each chat, and the next one ten minutes later."""
    stage.world.limits.enabled = True
    stage.world.limits.per_chat = (float(messages), 1 / 600)


def allow_all(stage: Stage) -> None:
    stage.world.limits.enabled = False
    stage.world.clock.forward(timedelta(hours=1))


async def test_a_customer_for_whom_telegram_asks_to_wait_holds_nobody_up(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        pavel = stage.world.person("Павел Зуев")
        await pavel.writes("Это Павел", to=stage.shop)
        await stage.anna.sees("Это Павел", in_=stage.desk, button="Взять")
        await stage.anna.presses("Взять")
        pavels = await stage.anna.sees_topic("Павел Зуев", in_=stage.desk)
        allow(stage, 1)
        await stage.anna.writes("Первый ответ", to=stage.desk, topic=topic)
        await stage.ivan.sees("Первый ответ", in_=stage.shop)
        await stage.anna.writes("Второй ответ", to=stage.desk, topic=topic)
        await stage.anna.writes("Ответ Павлу", to=stage.desk, topic=pavels)

        await pavel.sees("Ответ Павлу", in_=stage.shop)
        assert texts(stage.ivan, stage.shop, "Второй ответ") == []
        allow_all(stage)
        await stage.ivan.sees("Второй ответ", in_=stage.shop)


async def test_an_operator_for_whom_telegram_asks_to_wait_holds_nobody_up(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)
        allow(stage, 1)
        await stage.ivan.writes("Первое", to=stage.shop)
        await stage.anna.sees("Первое", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Второе", to=stage.shop)
        await stage.world.person("Павел Зуев").writes("Для всех", to=stage.shop)

        await stage.maria.sees("Для всех", in_=stage.desk, button="Взять")
        assert texts(stage.anna, stage.desk, "Второе") == []
        allow_all(stage)
        await stage.anna.sees("Второе", in_=stage.desk, topic=topic)
        await stage.anna.sees("Для всех", in_=stage.desk, button="Взять")


async def test_flood_limits_are_obeyed_and_everything_arrives_in_order(stage: Stage):
    stage.world.limits.enabled = True
    stage.world.limits.per_chat = (3.0, 20.0)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for number in range(20):
            await stage.ivan.writes(f"Вопрос {number:02}", to=stage.shop)
        await stage.anna.sees("Вопрос 19", in_=stage.desk, topic=topic)

    said = "\n".join(texts(stage.anna, stage.desk, "Вопрос")).splitlines()
    assert [line for line in said if "Вопрос" in line] == [f"Вопрос {number:02}" for number in range(20)]
