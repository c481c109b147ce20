"""Auto-close: a silent dialog closes by itself, after a warning that anybody can answer by «Не закрывать»."""

from datetime import timedelta

import pytest

from bridge.sandbox import Message, Person
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes, texts, until
from tests.stories.forums import bound, taken
from tests.stories.test_forged_and_stale import forges, open_abroad

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WARNING = "Клиент молчит. Диалог закроется:"


async def rules(stage: Stage, person: Person) -> Message:
    await person.writes("/admin", to=stage.desk)
    shown = await person.sees("Управление", in_=stage.desk, button="Автозакрытие")
    await person.presses("Автозакрытие", on=shown)
    await person.sees("Автозакрытие", in_=stage.desk, button="Все отделы")
    return shown


async def day_of_silence(stage: Stage, *, text: str = "") -> None:
    """Anna has dialogs close after a day, an hour after the warning."""
    shown = await rules(stage, stage.anna)
    await stage.anna.presses("Все отделы", on=shown)
    await stage.anna.presses("1 день", on=shown)
    await stage.anna.sees("Закрывать после молчания: 1 день", in_=stage.desk, button="✓ 1 день")
    if text:
        await stage.anna.presses("Текст клиенту", on=shown)
        await stage.anna.sees("Что написать клиенту", in_=stage.desk, button="Отмена")
        await stage.anna.writes(text, to=stage.desk)
        await stage.anna.sees(f"Клиенту при этом: {text}", in_=stage.desk)


async def answered(stage: Stage):
    topic = await takes(stage, stage.anna)
    await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
    await stage.ivan.sees("Уже едет", in_=stage.shop)
    await stage.world.rest()
    return topic


async def test_after_a_warning_it_goes_to_the_archive_and_comes_back_with_the_customers_word(stage: Stage, quick):
    async with stage.at_work():
        await day_of_silence(stage, text="{имя}, остались вопросы?")
        topic = await answered(stage)
        stage.world.clock.forward(DAY - HOUR)
        await stage.anna.sees(WARNING, in_=stage.desk, topic=topic, button="Не закрывать")
        await stage.ivan.sees("Иван, остались вопросы?", in_=stage.shop)
        stage.world.clock.forward(HOUR)
        await stage.anna.sees("Диалог закрыт автоматически", in_=stage.desk, topic=topic)
        await stage.anna.sees("Иван Петров", in_=stage.desk, topic=topic, button="Вернуть из архива")
        await stage.ivan.writes("Да, ещё один", to=stage.shop)

        await stage.anna.sees("Да, ещё один", in_=stage.desk, topic=topic)


async def test_kept_open_it_stays_open(stage: Stage, quick):
    async with stage.at_work():
        await day_of_silence(stage)
        topic = await answered(stage)
        stage.world.clock.forward(DAY - HOUR)
        warning = await stage.anna.sees(WARNING, in_=stage.desk, topic=topic, button="Не закрывать")
        await stage.anna.presses("Не закрывать", on=warning)
        await until(stage, lambda: "останется открытым: так решил(а) Анна Смирнова" in warning.text)
        stage.world.clock.forward(3 * DAY)
        await stage.world.rest()

        assert "уже не закроется" in (await forges(stage, stage.anna, "ack:1", on=warning)).text
    assert (await stage.office.dialog()).is_open
    assert not texts(stage.anna, stage.desk, "закрыт автоматически")


async def test_after_time_away_it_is_warned_of_first(stage: Stage, quick):
    async with stage.at_work():
        await day_of_silence(stage)
        topic = await answered(stage)
    stage.world.clock.forward(5 * DAY)
    async with stage.at_work():
        await stage.anna.sees(WARNING, in_=stage.desk, topic=topic)
        assert (await stage.office.dialog()).is_open
    stage.world.clock.forward(HOUR)
    async with stage.at_work():
        await stage.anna.sees("Диалог закрыт автоматически", in_=stage.desk, topic=topic)
    async with stage.at_work():
        await stage.world.rest()

    assert len(texts(stage.anna, stage.desk, "закрыт автоматически")) == 1


async def test_a_departments_own_rule_and_back_to_that_of_all(stage: Stage):
    async with stage.at_work():
        shown = await rules(stage, stage.anna)
        await stage.anna.presses("Продажи: как везде", on=shown)
        await stage.anna.presses("7 дней", on=shown)
        await stage.anna.presses("предупредить за 3 ч", on=shown)
        await stage.anna.sees("Предупреждать за: 3 ч", in_=stage.desk)
        await stage.anna.presses("‹ Назад", on=shown)
        await stage.anna.sees("Автозакрытие", in_=stage.desk, button="Продажи: 7 дней")
        await stage.anna.presses("Продажи", on=shown)
        await stage.anna.presses("Как во всех отделах", on=shown)
        await stage.anna.presses("‹ Назад", on=shown)

        await stage.anna.sees("Автозакрытие", in_=stage.desk, button="Продажи: как везде")


async def test_forged_foreign_and_others_presses_change_nothing(stage: Stage):
    async with stage.at_work():
        shown = await rules(stage, stage.anna)
        abroad = await open_abroad(stage)
        forged = [
            "set:close_after:99999:1440",
            "set:close_after:0:5",
            "set:close_warning:0:60",
            "acx:0",
            "acd:0",
            "acs:99999",
            "act:x",
            f"ack:{abroad.dialog}",
        ]

        answers = [(await forges(stage, stage.anna, data, on=shown)).text for data in forged]
        own = await stage.maria.sees("вы в системе", in_=stage.desk)
        marias = await forges(stage, stage.maria, "set:close_after:0:1440", on=own)

    assert all(answers)
    assert "руководител" in marias.text
    async with stage.office.begin() as uow:
        assert await uow.auto_close_rules.all() == []


async def test_in_a_group_anybody_keeps_it_open(stage: Stage, quick):
    async with stage.at_work():
        await day_of_silence(stage)
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.writes("Уже едет", to=group, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.world.rest()
        stage.world.clock.forward(DAY - HOUR)
        warning = await stage.maria.sees(WARNING, in_=group, topic=topic)
        await stage.anna.presses("Не закрывать", on=warning)

        await stage.maria.sees("так решил(а) Анна Смирнова", in_=group, topic=topic)


class TestWithoutTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_warning_says_whose_dialog_it_is(self, stage: Stage, quick):
        async with stage.at_work():
            await day_of_silence(stage)
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.presses("Взять", in_=stage.desk)
            await stage.anna.sees("Ответственный: вы", in_=stage.desk)
            await stage.anna.writes("Уже едет", to=stage.desk)
            await stage.ivan.sees("Уже едет", in_=stage.shop)
            await stage.world.rest()
            stage.world.clock.forward(DAY - HOUR)

            await stage.anna.sees(f"Иван Петров: 🗄 {WARNING}", in_=stage.desk, button="Не закрывать")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often the bridge looks is told by its constant; what it does then is what is tried here."""
    monkeypatch.setattr("scheduler.jobs.AUTO_CLOSE_CHECK_INTERVAL", timedelta(milliseconds=200))
