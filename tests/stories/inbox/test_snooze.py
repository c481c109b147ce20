"""«Отложить»: a dialog that can wait leaves the lists, and comes back by itself."""

from datetime import timedelta

import pytest

from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from storage.reports.events import EventKind
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage


async def puts_off(stage: Stage, topic: Topic, choice: str) -> Message:
    await stage.anna.presses("Отложить", in_=stage.desk, topic=topic)
    await stage.anna.sees("До какого времени отложить", in_=stage.desk, topic=topic)
    await stage.anna.presses(choice, in_=stage.desk, topic=topic)
    return await stage.anna.sees("💤 отложен", in_=stage.desk, topic=topic, button="⏰ Вернуть")


async def listed(stage: Stage) -> Message:
    asked = await stage.anna.writes("/dialogs", to=stage.desk)
    return await stage.anna.sees("Диалоги", in_=stage.desk, after=asked, button="Фильтры")


async def test_two_presses_put_a_dialog_off_and_a_third_brings_it_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await puts_off(stage, topic, "завтра 09:00")
        assert "отложен до:" in card.text
        assert "09:00" in card.text
        assert not any("Иван" in caption for caption in (await listed(stage)).captions())
        asked = await stage.anna.writes("/snoozed", to=stage.desk)
        await stage.anna.sees("Отложенные", in_=stage.desk, after=asked, button="завтра 09:00 · Иван Петров")

        await stage.anna.presses("⏰ Вернуть", on=card)
        await until(stage, lambda: "отложен" not in card.text)
        assert any("Иван" in caption for caption in (await listed(stage)).captions())
        assert "уже не отложен" in (await forges(stage, stage.anna, "snw:1", on=card)).text


async def test_what_the_customer_writes_wakes_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await puts_off(stage, topic, "Пока не напишет клиент")
        await stage.ivan.writes("Ну что там?", to=stage.shop)

        await stage.anna.sees("Ну что там?", in_=stage.desk, topic=topic)
        await until(stage, lambda: "отложен" not in card.text)
        assert any("Иван" in caption for caption in (await listed(stage)).captions())
    async with stage.office.begin() as uow:
        assert len(await uow.events.of_kind(EventKind.DIALOG_WOKEN)) == 1


async def test_it_comes_back_once_at_its_time_also_when_nobody_was_at_work_then(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/snooze завтра 9:00", to=stage.desk, topic=topic)
        await stage.anna.sees("отложен до:", in_=stage.desk, topic=topic)
    stage.world.clock.forward(timedelta(days=2))

    async with stage.at_work():
        word = await stage.anna.sees("Пора: этот диалог был отложен", in_=stage.desk, topic=topic)
    async with stage.at_work():
        assert any("Иван" in caption for caption in (await listed(stage)).captions())

    assert not word.silent
    assert len([each for each in stage.anna.messages(stage.desk) if "Пора:" in each.text]) == 1


async def test_the_time_is_typed_and_what_is_no_time_does_not_reach_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Отложить", in_=stage.desk, topic=topic)
        await stage.anna.sees("До какого времени отложить", in_=stage.desk, topic=topic)
        await stage.anna.writes("когда рак свистнет", to=stage.desk, topic=topic)
        await stage.anna.sees("Не получилось понять время", in_=stage.desk, topic=topic)
        await stage.anna.writes("через 2 часа", to=stage.desk, topic=topic)
        await stage.anna.sees("💤 отложен до", in_=stage.desk, topic=topic)

        await stage.ivan.never_sees("рак", in_=stage.shop)
        await stage.ivan.never_sees("часа", in_=stage.shop)


async def test_a_day_is_picked_from_the_calendar_then_the_hour(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Отложить", in_=stage.desk, topic=topic)
        await stage.anna.presses("Календарь", in_=stage.desk, topic=topic)
        await stage.anna.presses("›", in_=stage.desk, topic=topic)
        await stage.anna.presses("15", in_=stage.desk, topic=topic)
        await stage.anna.presses("14:00", in_=stage.desk, topic=topic)

        card = await stage.anna.sees("отложен до:", in_=stage.desk, topic=topic)
        assert ", 15 " in card.text
        assert "14:00" in card.text


async def test_after_back_what_is_typed_goes_to_the_customer_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Отложить", in_=stage.desk, topic=topic)
        await stage.anna.presses("‹ Назад", in_=stage.desk, topic=topic)
        await stage.anna.sees("Иван Петров", in_=stage.desk, topic=topic, button="Перевести")
        await stage.anna.writes("завтра в 10", to=stage.desk, topic=topic)

        await stage.ivan.sees("завтра в 10", in_=stage.shop)


async def test_forged_stale_and_foreign_presses_change_nothing(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Иван Петров", in_=stage.desk, topic=topic, button="Отложить")
        abroad, own = await open_abroad(stage), await stage.office.dialog()
        forged = [
            f"sn:{abroad.dialog}",
            f"sns:{abroad.dialog}:0",
            f"snw:{abroad.dialog}",
            f"sns:{own.id}:1",
            "sns:1:-5",
        ]

        assert all([(await forges(stage, stage.anna, data, on=card)).text for data in forged])
        assert not (await stage.office.dialog()).is_snoozed


async def test_in_a_group_the_dialog_is_put_off_for_everybody(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Отложить", in_=group, topic=topic)
        await stage.maria.presses("Пока не напишет клиент", in_=group, topic=topic)

        await stage.anna.sees("💤 отложен, пока не напишет клиент", in_=group, topic=topic)


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_typed_time_is_for_the_dialog_whose_button_was_pressed(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nЗдравствуйте!", in_=stage.desk)
            await stage.anna.presses("Отложить", in_=stage.desk)
            await stage.anna.sees("До какого времени отложить", in_=stage.desk)
            await stage.anna.writes("завтра в 9", to=stage.desk)

            await stage.anna.sees("отложен до:", in_=stage.desk)
            await stage.ivan.never_sees("завтра", in_=stage.shop)
