"""«Аналитика»: what was done is told in words, as a picture and as a file, to those whom it concerns."""

from io import BytesIO

import openpyxl
import pytest
from PIL import Image

from bridge.sandbox import Message, Person
from storage.team.employees import Role
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes
from tests.stories.forums import bound, taken
from tests.stories.test_forged_and_stale import forges, rows

OTHERS = ("Сотрудники", "Отделы", "Каналы", "Теги", "Время работы", "Дни и часы")


async def opens(stage: Stage, person: Person) -> Message:
    asked = await person.writes("/stats", to=stage.desk)
    return await person.sees("Аналитика", in_=stage.desk, after=asked, button="Период")


async def answers(stage: Stage, person: Person) -> None:
    topic = await takes(stage, person)
    await person.writes("Уже едет", to=stage.desk, topic=topic)
    await stage.ivan.sees("Уже едет", in_=stage.shop)


async def file_of(person: Person, stage: Stage, kind: str) -> tuple[str, bytes]:
    content = (await person.sees(in_=stage.desk, kind=kind)).content
    assert content.file is not None
    return content.file.name, content.file.data


async def test_the_menu_leads_to_the_figures_of_the_week_and_back(stage: Stage):
    async with stage.at_work():
        await answers(stage, stage.anna)
        await stage.anna.writes("/menu", to=stage.desk)
        await stage.anna.presses("Аналитика", in_=stage.desk)
        shown = await stage.anna.sees("Аналитика", in_=stage.desk, button="Период")

        assert "Диалогов, где писали клиенты: 1" in shown.text
        assert "Ответов: 1" in shown.text
        assert "Первый ответ: половина до" in shown.text
        await stage.anna.presses("‹ Меню", in_=stage.desk)
        await stage.anna.sees("вы в системе", in_=stage.desk, button="Диалоги")


@pytest.mark.parametrize("name", OTHERS)
async def test_a_manager_sees_every_report_and_gets_it_as_a_file(stage: Stage, name: str):
    async with stage.at_work():
        await answers(stage, stage.anna)
        screen = await opens(stage, stage.anna)
        await stage.anna.presses(name, on=screen)
        await stage.anna.sees(name, in_=stage.desk, button="‹ Назад")
        await stage.anna.presses("XLSX", on=screen)
        file, data = await file_of(stage.anna, stage, "document")

        assert file.startswith(name)
        assert openpyxl.load_workbook(BytesIO(data)).active.max_column > 1
        await stage.anna.presses("‹ Назад", on=screen)
        await stage.anna.sees("Аналитика", in_=stage.desk, button="Дни и часы")


async def test_a_chart_comes_as_a_picture_and_a_table_for_excel(stage: Stage):
    async with stage.at_work():
        await answers(stage, stage.anna)
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("Сотрудники", on=screen)
        await stage.anna.presses("График", on=screen)
        _name, picture = await file_of(stage.anna, stage, "photo")
        await stage.anna.presses("CSV", on=screen)
        name, table = await file_of(stage.anna, stage, "document")

        assert Image.open(BytesIO(picture)).width == 960
        assert name.endswith(".csv")
        assert table.decode("utf-8-sig").splitlines()[1].startswith("Анна Смирнова;1;1;1;0;1;")


async def test_there_is_no_chart_of_nothing(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("Сотрудники", on=screen)
        shown = await stage.anna.sees("Сотрудники", in_=stage.desk, button="CSV")

        assert "График" not in str(shown.rows())


async def test_a_file_that_does_not_leave_is_told_of(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.anna)
        stage.world.faults.add("refuse", method="sendDocument", description="Bad Request: file must be non-empty")

        assert "не отправился" in await stage.anna.presses("CSV", on=screen)


async def test_a_period_is_a_press_away_and_any_days_are_in_the_calendar(stage: Stage):
    async with stage.at_work():
        screen = await opens(stage, stage.anna)
        await stage.anna.presses("Период", on=screen)
        await stage.anna.sees("За какой период?", in_=stage.desk, button="✓ 7 дней")
        await stage.anna.presses("Вчера", on=screen)
        await stage.anna.sees("Вчера", in_=stage.desk, button="Период")
        await stage.anna.presses("Период", on=screen)
        await stage.anna.presses("Другие дни", on=screen)
        await stage.anna.sees("С какого дня?", in_=stage.desk)
        await stage.anna.presses("‹", on=screen)
        await stage.anna.presses("5", on=screen)
        await stage.anna.sees("По какой день?", in_=stage.desk)
        await stage.anna.presses("12", on=screen)
        shown = await stage.anna.sees("Аналитика", in_=stage.desk, button="Период")

        assert shown.text.splitlines()[1].startswith("5–12 ")


async def test_an_operator_sees_their_own_figures_alone(stage: Stage):
    async with stage.at_work():
        await answers(stage, stage.anna)
        screen = await opens(stage, stage.oleg)

        assert "Ответов: 0" in screen.text
        assert "Отделы" not in str(screen.rows())
        await stage.oleg.presses("Сотрудники", on=screen)
        shown = await stage.oleg.sees("Сотрудники", in_=stage.desk, button="CSV")
        assert "Олег Ким" in shown.text
        assert "Анна" not in shown.text
        await stage.oleg.presses("CSV", on=screen)
        assert "Анна" not in (await file_of(stage.oleg, stage, "document"))[1].decode()


async def test_a_manager_is_no_administrator_and_sees_everybody_all_the_same(stage: Stage):
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.oleg.id)).role = Role.MANAGER
    async with stage.at_work():
        await answers(stage, stage.anna)
        screen = await opens(stage, stage.oleg)
        await stage.oleg.presses("Сотрудники", on=screen)

        assert "Анна Смирнова" in (await stage.oleg.sees("Сотрудники", in_=stage.desk, button="CSV")).text


@pytest.mark.parametrize("data", ["an:d:t:0", "an:h:7:0", "ans:c:t:x", "ans:d:lm:p"])
async def test_an_operator_who_forges_a_button_for_others_figures_is_refused(stage: Stage, data: str):
    async with stage.at_work():
        screen = await opens(stage, stage.oleg)
        toast = await forges(stage, stage.oleg, data, on=screen)

        assert "только руководители" in toast.text
        assert "Отделы" not in str([each.text for each in stage.oleg.messages(stage.desk)])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("an:o:2020010120261231:0", "не больше чем за год"),
        ("an:o:2026113120261101:0", "Такого периода нет"),
        ("an:o:2026112320261101:0", "Такого периода нет"),
        ("an:o:9:0", "Такого периода нет"),
        ("an:z:t:0", "Не понимаю"),
        ("anf:o:1066-10-14:", "Не понимаю"),
    ],
)
async def test_forged_periods_are_answered_and_change_nothing(stage: Stage, data: str, said: str):
    async with stage.at_work():
        screen = await opens(stage, stage.anna)
        before = await rows(stage)
        toast = await forges(stage, stage.anna, data, on=screen)

        assert said in toast.text
        assert await rows(stage) == before


async def test_in_a_group_the_figures_come_in_private(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.writes("/stats", to=group, topic=topic)
        await stage.maria.sees("в вашем личном чате", in_=group, topic=topic)

        assert "Ответов" in (await stage.maria.sees("Аналитика", in_=stage.desk, button="Период")).text
