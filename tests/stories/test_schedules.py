"""«Мой график работы»: seen and changed by buttons and by what is typed."""

from datetime import timedelta

import pytest

from bridge.actions.shifts import schedules
from bridge.sandbox import Message, Person
from storage.reports.events import EventKind
from storage.shifts.schedules import Whose
from tests.stories.conftest import Stage
from tests.stories.dialogs import until
from tests.stories.shifts import comes
from tests.stories.test_forged_and_stale import forges


@pytest.fixture(autouse=True)
def monday_noon(stage: Stage) -> None:
    """In Moscow."""
    comes(stage, "12:00")


async def opens(stage: Stage, person: Person) -> Message:
    """Their own schedule."""
    asked = await person.writes("/schedule", to=stage.desk)
    return await person.sees("Мой график работы", in_=stage.desk, after=asked)


async def presses(stage: Stage, person: Person, on: Message, button: str, then: str) -> Message:
    await person.presses(button, on=on)
    await until(stage, lambda: then in on.text or any(then in caption for caption in on.captions()))
    return on


async def types(stage: Stage, person: Person, text: str, then: str) -> Message:
    said = await person.writes(text, to=stage.desk)
    return await person.sees(then, in_=stage.desk, after=said)


async def test_without_a_schedule_one_is_always_on_duty_and_a_press_makes_one(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        assert "вы всегда на смене" in screen.text
        await presses(stage, stage.maria, screen, "Дни и часы", "✓пн")
        await presses(stage, stage.maria, screen, "9–13, 14–18", "пн 09:00–13:00")
        await presses(stage, stage.maria, screen, "сб", "✓сб")
        await presses(stage, stage.maria, screen, "‹ Назад", "Ближайшая неделя")

        assert "На смене до 13:00" in screen.text
        assert "пн–сб: 09:00–13:00, 14:00–18:00\nвс: выходной" in screen.text
        assert "пн, 26 нояб.: 09:00–13:00, 14:00–18:00" in screen.text


async def test_hours_are_typed_as_people_write_them(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "Дни и часы", "✓пн")
        assert "Таких часов не бывает" in (await types(stage, stage.maria, "25-30", "Таких")).text
        assert "пересекаются" in (await types(stage, stage.maria, "9-13, 12-18", "пересекаются")).text
        assert "Рабочего времени" in (await types(stage, stage.maria, "ежедневно выходной", "Рабочего")).text
        screen = await types(stage, stage.maria, "пн-чт 9-18, обед 13-14; пт 22-06", "Дни и часы")

        assert "пн 09:00–13:00, 14:00–18:00" in screen.captions()
        assert "пт 22:00–06:00" in screen.captions()
        await presses(stage, stage.maria, screen, "пт 22:00–06:00", "Часы, пт")
        screen = await types(stage, stage.maria, "9-16", "Дни и часы")
        assert "пт 09:00–16:00" in screen.captions()
    async with stage.office.begin() as uow:
        assert len(await uow.events.of_kind(EventKind.SCHEDULE_CHANGED)) == 2


async def test_the_last_working_day_stays(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "Дни и часы", "✓пн")
        await types(stage, stage.maria, "пн 9-18, вт-пт выходной", "Дни и часы")
        screen = await stage.maria.sees("Дни и часы", in_=stage.desk, button="✓пн")

        assert "Рабочего времени не останется" in await stage.maria.presses("✓пн", on=screen)


async def test_a_vacation_is_picked_in_the_calendar_and_taken_out_again(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "🏖 Выходные", "Добавить дни")
        await presses(stage, stage.maria, screen, "Добавить дни", "С какого дня?")
        await presses(stage, stage.maria, screen, "27", "Выходной в этот день")
        await presses(stage, stage.maria, screen, "30", "✕")
        assert "✕ вт, 27 нояб. – пт, 30 нояб.: выходной" in screen.captions()
        await presses(stage, stage.maria, screen, "‹ Назад", "Ближайшая неделя")
        assert "вт, 27 нояб.: выходной" in screen.text
        await presses(stage, stage.maria, screen, "🏖 Выходные", "✕")
        await presses(stage, stage.maria, screen, "✕ вт", "Впереди таких дней нет")

    async with stage.office.begin() as uow:
        assert not await uow.schedules.exempt_of(Whose(stage.office.maria.id))


async def test_other_hours_of_one_day_are_typed(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "🏖 Выходные", "Добавить дни")
        await presses(stage, stage.maria, screen, "Добавить дни", "С какого дня?")
        await presses(stage, stage.maria, screen, "28", "Выходной в этот день")

        screen = await types(stage, stage.maria, "10-15", "Выходные, отпуск")
        assert "✕ ср, 28 нояб.: 10:00–15:00" in screen.captions()


async def test_holidays_of_a_country_are_days_off(stage: Stage):
    comes(stage, "12:00", "2036-06-09")
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "Праздники", "Россия")
        assert "не знаю" in (await types(stage, stage.maria, "Нарния", "не знаю")).text
        screen = await types(stage, stage.maria, "россия", "Ближайшая неделя")

        assert "Праздники: Россия" in screen.text
        assert "🎉 День России" in screen.text


async def test_the_time_zone_is_a_city(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "Часовой пояс", "Омск")
        assert "Не знаю такого часового пояса" in (await types(stage, stage.maria, "Нарния", "часового пояса")).text
        screen = await types(stage, stage.maria, "Омск", "Мой график работы")

        assert "Омск, UTC+6; сейчас 15:00" in screen.text


async def test_a_pause_ends_by_itself_or_by_a_press(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.maria)
        await presses(stage, stage.maria, screen, "Пауза", "До конца смены")
        await presses(stage, stage.maria, screen, "30 мин", "Пауза до 12:30")
        await presses(stage, stage.maria, screen, "Снова на смене", "⏸ Пауза")
        await presses(stage, stage.maria, screen, "⏸ Пауза", "До конца смены")
        screen = await types(stage, stage.maria, "20 минут", "Пауза до 12:20")
        stage.world.clock.forward(timedelta(minutes=21))

        assert "Пауза до" not in (await opens(stage, stage.maria)).text


async def test_managers_change_everybodys_and_say_whether_others_may(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("/admin", to=stage.desk)
        screen = await stage.anna.sees("Управление", in_=stage.desk)
        await presses(stage, stage.anna, screen, "Графики", "Олег Ким")
        await presses(stage, stage.anna, screen, "Все", "График: Ромашка")
        await presses(stage, stage.anna, screen, "Дни и часы", "✓пн")
        await presses(stage, stage.anna, screen, "22–6", "пн 22:00–06:00")
        await presses(stage, stage.anna, screen, "‹ Назад", "Ближайшая неделя")
        await presses(stage, stage.anna, screen, "‹ Графики", "🌙 Олег Ким")
        await presses(stage, stage.anna, screen, "меняют график сами: да", "сами: нет")
        await presses(stage, stage.anna, screen, "🔕", "к началу смены")

        mine = await opens(stage, stage.oleg)
        assert "как у «Ромашка»" in mine.text
        assert "Не на смене до 22:00" in mine.text
        assert not any("Дни и часы" in caption for caption in mine.captions())


FORGED = ["shs:{own}:7:9-18", "sht:{own}:0:0", "shl:0", "shw:2", "shr:2"]


@pytest.mark.parametrize("data", [*FORGED, "set:own_schedules:0:False", "set:off_duty:0:held"])
async def test_forged_presses_change_nothing(stage: Stage, data: str):
    async with stage.office.begin() as uow:
        await schedules.set_rules(uow, own_schedules=False, by=await uow.employees.get(stage.office.anna.id))
    async with stage.at_work():
        screen = await opens(stage, stage.oleg)
        toast = await forges(stage, stage.oleg, data.format(own=stage.office.oleg.id * 3), on=screen)

        assert "руководител" in toast.text
    async with stage.office.begin() as uow:
        assert len(await uow.events.of_kind(EventKind.SCHEDULE_CHANGED)) == 1
