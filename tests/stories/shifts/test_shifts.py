"""Shifts in the sandbox: nights, weekends and the change of clocks pass, and nobody is disturbed or forgotten."""

from datetime import date

import pytest

from bridge.actions.shifts import schedules
from bridge.sandbox import Person
from bridge.when.weekly import read_week
from storage.shifts.schedules import Whose
from storage.shifts.shift_rules import OffDuty
from tests.kit.stories.dialogs import takes, texts
from tests.kit.stories.forums import bound
from tests.kit.stories.shifts import comes
from tests.kit.stories.stage import Stage


async def works(stage: Stage, hours: str, person: int | None = None, off_duty: OffDuty = OffDuty.SILENT) -> None:
    async with stage.office.begin() as uow:
        owner = Whose(person)
        week = read_week(hours, await schedules.week_of(uow, owner))
        anna = await uow.employees.get(stage.office.anna.id)
        await schedules.set_week(uow, owner, week, by=anna)
        await schedules.set_rules(uow, off_duty=off_duty, by=anna)


def begun(stage: Stage, person: Person) -> list[str]:
    return texts(person, stage.desk, "Смена началась")


async def test_at_night_nobody_hears_of_a_customer_and_in_the_morning_everybody_does(stage: Stage):
    comes(stage, "12:00")
    await works(stage, "пн-пт 9-18")
    async with stage.at_work():
        comes(stage, "22:00")
        await stage.ivan.writes("Вы ещё работаете?", to=stage.shop)
        await stage.anna.never_sees("Вы ещё работаете", in_=stage.desk)
        comes(stage, "09:00", "2035-11-27")

        digest = await stage.anna.sees("Смена началась, вы на смене до 18:00", in_=stage.desk)
        assert "В очереди: 1" in digest.text
        await stage.anna.sees("Вы ещё работаете", in_=stage.desk, button="Взять")
        await stage.anna.presses("🆕 вчера 22:00 · Иван Петров", on=digest)
        await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        assert len(begun(stage, stage.anna)) == 1
        assert begun(stage, stage.oleg) == []


async def test_over_a_weekend_and_a_holiday_the_bridge_was_away(stage: Stage):
    comes(stage, "12:00", "2036-06-06")
    await works(stage, "пн-пт 9-18")
    async with stage.office.begin() as uow:
        await schedules.follow_holidays(uow, Whose(), "RU", by=await uow.employees.get(stage.office.anna.id))
    async with stage.at_work():
        topic = await takes(stage, stage.maria)
    before = len(begun(stage, stage.maria))
    comes(stage, "12:00", "2036-06-12")
    async with stage.at_work():
        await stage.ivan.writes("С праздником!", to=stage.shop)
        shown = await stage.maria.sees("С праздником!", in_=stage.desk, topic=topic)
        assert shown.silent
        await stage.world.rest()
        assert len(begun(stage, stage.maria)) == before
        comes(stage, "09:00", "2036-06-13")

        digest = await stage.maria.sees("Смена началась", in_=stage.desk, after=shown)
        assert "⏳ 06 июня" not in digest.text
        assert any("⏳" in caption and "Иван Петров" in caption for caption in digest.captions())
        assert len(begun(stage, stage.maria)) == before + 1


async def test_in_the_night_of_the_change_of_clocks_the_shift_ends_by_the_wall(stage: Stage):
    comes(stage, "20:00", "2035-10-27", "Europe/Berlin")
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.maria.id)).time_zone = "Europe/Berlin"
    await works(stage, "ежедневно 22-06", stage.office.maria.id)
    async with stage.at_work():
        comes(stage, "05:30", "2035-10-28", "Europe/Berlin")
        await stage.ivan.writes("Не спится", to=stage.shop)
        await stage.maria.sees("Не спится", in_=stage.desk, button="Взять")
        await stage.maria.presses("Взять", in_=stage.desk)
        topic = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        comes(stage, "06:00", "2035-10-28", "Europe/Berlin")

        await stage.maria.sees("Диалог снова в очереди", in_=stage.desk, topic=topic)
        await stage.anna.sees("Не спится", in_=stage.desk, button="Взять")


@pytest.mark.parametrize("has_topics", [True, False])
async def test_what_is_held_comes_when_the_shift_begins(stage: Stage, has_topics: bool):
    comes(stage, "12:00")
    await works(stage, "пн-пт 9-18", off_duty=OffDuty.DEFERRED)
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)
        await stage.maria.sees("где мой заказ", in_=stage.desk, button="Взять")
        await stage.maria.presses("Взять")
        await stage.maria.sees("Иван Петров", in_=stage.desk, button="Перевести")
        comes(stage, "21:00")
        await stage.maria.sees("Клиент ждёт начала следующей смены", in_=stage.desk)
        await stage.ivan.writes("Ау!", to=stage.shop)
        await stage.maria.never_sees("Ау!", in_=stage.desk)
        comes(stage, "09:00", "2035-11-27")

        assert not (await stage.maria.sees("Ау!", in_=stage.desk)).silent
        assert len(texts(stage.maria, stage.desk, "Ау!")) >= 1


async def test_in_a_forum_who_waits_is_in_the_queue_again(stage: Stage):
    comes(stage, "12:00")
    async with stage.at_work():
        group = await bound(stage)
        await works(stage, "пн-пт 9-18", stage.office.maria.id)
        await stage.ivan.writes("Где мой заказ?", to=stage.shop)
        topic = await stage.maria.sees_topic("Иван Петров", in_=group)
        await stage.maria.presses("Взять", in_=group, topic=topic)
        await stage.maria.sees("Мария Лис", in_=group, topic=topic)
        comes(stage, "18:00")

        await stage.anna.sees("Диалог снова в очереди", in_=group, topic=topic)
        await stage.anna.sees("Иван Петров", in_=group, topic=topic, button="Взять")


async def test_colleagues_on_duty_come_first_in_the_transfer(stage: Stage):
    comes(stage, "12:00")
    await works(stage, "пн-пт 13-18", stage.office.maria.id)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Перевести", in_=stage.desk, topic=topic)
        picker = await stage.anna.sees("Кому перевести диалог", in_=stage.desk, topic=topic, button="Мария")

        captions = [caption for caption in picker.captions() if "Ким" in caption or "Лис" in caption]
        assert captions == ["👤 Олег Ким", "🌙 Мария Лис"]


async def test_weeks_without_anybody_end_with_one_digest(stage: Stage):
    comes(stage, "12:00")
    await works(stage, "пн-пт 9-18")
    async with stage.office.begin() as uow:
        anna = await uow.employees.get(stage.office.anna.id)
        await schedules.add_exempt_days(uow, Whose(), date(2035, 11, 27), date(2035, 12, 17), by=anna)
    async with stage.at_work():
        comes(stage, "20:00")
        await stage.ivan.writes("Есть кто?", to=stage.shop)
        for day in ("2035-11-27", "2035-12-03", "2035-12-10", "2035-12-16"):
            comes(stage, "12:00", day)
            await stage.anna.never_sees("Есть кто", in_=stage.desk)
        comes(stage, "09:01", "2035-12-18")

        await stage.anna.sees("Есть кто", in_=stage.desk, button="Взять")
        await stage.anna.sees("Смена началась", in_=stage.desk)
        await stage.world.rest()
        assert len(begun(stage, stage.anna)) == 1
