"""Routing: a manager arranges it from a phone; dialogs come to whoever is next, and customers choose a department."""

from datetime import timedelta

import pytest

from bridge.sandbox import Message
from storage.reports.events import EventKind
from storage.shifts.routings import Mode
from tests.stories.conftest import Stage
from tests.stories.dialogs import until
from tests.stories.forums import bound
from tests.stories.test_forged_and_stale import forges, open_abroad


async def arranges(stage: Stage, *presses: str, department: str = "Поддержка") -> Message:
    """Anna opens a department's rules and presses some buttons; returns the screen."""
    await stage.anna.writes("/admin", to=stage.desk)
    await stage.anna.presses("Маршрутизация", in_=stage.desk)
    screen = await stage.anna.sees("Как распределяются новые диалоги", in_=stage.desk, button=department)
    for caption in (f"{department}:", *presses):
        await stage.anna.presses(caption, on=screen)
        await stage.world.rest()
    return screen


async def both_in_the_menu(stage: Stage) -> None:
    await arranges(stage, "В меню для клиентов")
    await arranges(stage, "В меню для клиентов", "по кругу", department="Продажи")


async def test_a_manager_has_dialogs_come_in_turn_and_whoever_gets_one_is_told_why(stage: Stage):
    async with stage.at_work():
        screen = await arranges(stage, "по кругу", "3")
        assert "Диалоги распределяются: по кругу, до 3" in screen.text
        await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)

        topic = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic)
        await stage.anna.presses("Перевести", in_=stage.desk, topic=topic)
        told = await stage.anna.presses("Почему мне?", in_=stage.desk, topic=topic)
        assert told == "По кругу пришла очередь: Анна Смирнова. Могли получить: 2; ждали ответа 0 из 3 возможных."
        await stage.maria.never_sees("где мой заказ", in_=stage.desk)


async def test_a_typed_word_leads_to_a_department(stage: Stage):
    async with stage.at_work():
        await arranges(stage, "Слова", department="Продажи")
        await stage.anna.sees("По каким словам диалог попадает в отдел Продажи?", in_=stage.desk)
        await stage.anna.writes(",", to=stage.desk)
        await stage.anna.sees("Напишите от 1 до", in_=stage.desk)
        await stage.anna.writes("купить, цена", to=stage.desk)
        await stage.anna.sees("начал с одного из слов: купить, цена", in_=stage.desk)
        await stage.ivan.writes("Хочу купить слона", to=stage.shop)

        await stage.oleg.sees("Хочу купить слона", in_=stage.desk, button="Взять")
        await stage.maria.never_sees("слона", in_=stage.desk)


async def test_the_customer_chooses_a_department_by_a_button(stage: Stage):
    async with stage.at_work():
        await both_in_the_menu(stage)
        await stage.ivan.writes("Здравствуйте", to=stage.shop)
        menu = await stage.ivan.sees("Кому вы хотите написать?", in_=stage.shop, button="2. Продажи")
        await stage.maria.sees("Здравствуйте", in_=stage.desk, button="Взять")
        await stage.ivan.presses("2. Продажи", on=menu)

        await until(stage, lambda: menu.text == "✅ Вы пишете в отдел: Продажи")
        assert menu.captions() == []
        topic = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await stage.oleg.sees("Отдел: Продажи", in_=stage.desk, topic=topic)
        await stage.oleg.presses("Перевести", in_=stage.desk, topic=topic)
        assert "Клиент выбрал отдел Продажи" in await stage.oleg.presses("Почему мне?", in_=stage.desk, topic=topic)


async def test_the_customer_may_send_the_number(stage: Stage):
    async with stage.at_work():
        await both_in_the_menu(stage)
        await stage.ivan.writes("Здравствуйте", to=stage.shop)
        await stage.ivan.sees("Кому вы хотите написать?", in_=stage.shop)
        await stage.ivan.writes("2", to=stage.shop)

        await stage.ivan.sees("Вы пишете в отдел: Продажи", in_=stage.shop)
        await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)


async def test_after_no_choice_it_goes_to_the_channels_department(stage: Stage):
    async with stage.at_work():
        await both_in_the_menu(stage)
        await arranges(stage, "наименее занятому")
        await stage.ivan.writes("Здравствуйте", to=stage.shop)
        await stage.ivan.sees("Кому вы хотите написать?", in_=stage.shop)
        await stage.world.rest()
        assert (await stage.office.dialog()).assignee_id is None
        stage.world.clock.forward(timedelta(minutes=4))

        topic = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("Отдел: Поддержка", in_=stage.desk, topic=topic)


async def test_in_a_group_the_chosen_one_is_named_on_the_card(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await arranges(stage, "по кругу")
        await stage.ivan.writes("Здравствуйте", to=stage.shop)

        topic = await stage.maria.sees_topic("Иван Петров", in_=group)
        await stage.maria.sees("Ответственный: Анна Смирнова", in_=group, topic=topic)


async def test_forged_foreign_and_operators_presses_change_nothing(stage: Stage):
    async with stage.at_work():
        screen = await arranges(stage)
        abroad, own = await open_abroad(stage), stage.office.support.id
        forged = [
            f"rod:{abroad.department}",
            f"set:routing_mode:{abroad.department}:round_robin",
            f"roy:{abroad.dialog}",
            f"set:routing_capacity:{own}:0",
            f"set:routing_capacity:{own}:101",
            f"set:routing_mode:{own}:fastest",
            "set:reopening:0:nobody",
            f"row:{abroad.department}",
        ]
        assert all([(await forges(stage, stage.anna, data, on=screen)).text for data in forged])
        await stage.maria.writes("/menu", to=stage.desk)
        menu = await stage.maria.sees("вы в системе", in_=stage.desk)
        settings = [f"set:routing_mode:{own}:round_robin", f"set:routing_in_menu:{own}:True", "set:reopening:0:queue"]
        for data in ("ro", f"rod:{own}", f"row:{own}", *settings):
            answer = (await forges(stage, stage.maria, data, on=menu)).text
            assert answer.startswith("Это может только руководитель"), data

    async with stage.office.begin() as uow:
        assert await uow.events.of_kind(EventKind.ROUTING_CHANGED) == []
        assert await uow.routings.of(own) is None


class TestInReplies:
    """Where there are no topics."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_it_comes_as_the_open_dialog(self, stage: Stage):
        async with stage.at_work():
            await arranges(stage, "наименее занятому")
            await stage.ivan.writes("Где мой заказ?", to=stage.shop)

            await stage.anna.sees("Где мой заказ?", in_=stage.desk)
            await stage.anna.sees("Ответственный: вы", in_=stage.desk)
        async with stage.office.begin() as uow:
            (event,) = await uow.events.of_kind(EventKind.DIALOG_ROUTED)
        assert event.data["mode"] == Mode.LEAST_BUSY
