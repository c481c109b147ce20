"""Topics of dialogs that have been in the archive for long go from the operators' private chats."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.actions.delivery import desk
from bridge.actions.inbox import dialogs, topics, windows
from bridge.sandbox import Topic
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes, until
from tests.stories.forums import bound, taken

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often the bridge looks is told by its constant; what it does then is what is tried here."""
    monkeypatch.setattr("scheduler.jobs.PURGE_INTERVAL", timedelta(milliseconds=200))


async def test_after_a_month_the_topic_goes_and_the_customers_next_word_opens_another(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
        await stage.world.rest()
        stage.world.clock.forward(29 * DAY)
        await stage.world.rest()
        assert topic in stage.anna.topics(stage.desk)
        stage.world.clock.forward(2 * DAY)
        await until(stage, lambda: topic not in stage.anna.topics(stage.desk))
        await stage.world.rest()
        assert stage.anna.topics(stage.desk) == []
        await stage.ivan.writes("Я снова здесь", to=stage.shop)
        another = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("Я снова здесь", in_=stage.desk, topic=another)
        await stage.anna.sees("Уже едет", in_=stage.desk, topic=another)
        await stage.anna.sees("Иван Петров", in_=stage.desk, topic=another, button="Закрыть")
        await stage.anna.writes("Здравствуйте снова", to=stage.desk, topic=another)

        await stage.ivan.sees("Здравствуйте снова", in_=stage.shop)
    assert another.id != topic.id


async def test_what_is_said_of_an_archived_customer_brings_no_topic_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
        await stage.world.rest()
        stage.world.clock.forward(31 * DAY)
        await until(stage, lambda: topic not in stage.anna.topics(stage.desk))
        async with stage.office.begin() as uow:
            await windows.repaint(uow, await uow.dialogs.get(1))
        await stage.world.rest()

    assert stage.anna.topics(stage.desk) == []


async def test_a_topic_that_somebody_has_deleted_by_hand_is_no_trouble(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
        await stage.world.rest()
        await stage.anna.deletes_topic(topic, in_=stage.desk)
        stage.world.clock.forward(31 * DAY)
        await stage.world.rest()
        await stage.ivan.writes("Я снова здесь", to=stage.shop)

        another = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("Я снова здесь", in_=stage.desk, topic=another)


async def archived(stage: Stage) -> Topic:
    topic = await takes(stage, stage.anna)
    await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
    await stage.world.rest()
    return topic


async def found(stage: Stage) -> list[tuple[int, int]]:
    """What is to be deleted now."""
    async with stage.office.database.read() as uow:
        return await uow.windows.over_anywhere(stage.world.clock.now() - 30 * DAY)


async def test_a_topic_that_is_opened_while_its_deletion_waits_stays(stage: Stage):
    async with stage.at_work():
        topic = await archived(stage)
        stage.world.clock.forward(25 * DAY)
        async with stage.office.begin() as uow:
            (window,) = await uow.windows.of_dialog(1)
            await topics.sweep(uow, window.id, uow.now)
            await dialogs.open_dialog(uow, 1, by=await uow.employees.get(stage.office.anna.id))
            await desk.send_topic_notice(uow, window, "Что было позже")

        await stage.anna.sees("Что было позже", in_=stage.desk, topic=topic)


async def test_a_topic_with_an_answer_that_waits_for_its_authors_word_stays(stage: Stage):
    async with stage.at_work():
        topic = await archived(stage)
        await stage.anna.writes("Возвращаю к вопросу", to=stage.desk, topic=topic)
        asked = await stage.anna.sees("архив", in_=stage.desk, topic=topic, button="Отправить")
        await stage.world.rest()
        stage.world.clock.forward(31 * DAY)
        assert await found(stage) == []
        await stage.anna.presses("Отправить", on=asked)

        await stage.ivan.sees("Возвращаю к вопросу", in_=stage.shop)


async def test_topics_of_a_group_stay(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Закрыть", in_=group, topic=topic)
        await stage.world.rest()
        stage.world.clock.forward(31 * DAY)
        await stage.world.rest()

        assert topic in stage.maria.topics(group)


async def test_zero_days_keep_them(stage: Stage):
    storage = stage.settings.storage.model_copy(update={"topics_keep_days": 0})
    stage.settings = replace(stage.settings, storage=storage)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть", in_=stage.desk, topic=topic)
        await stage.world.rest()
        stage.world.clock.forward(400 * DAY)
        await stage.world.rest()

        assert topic in stage.anna.topics(stage.desk)
