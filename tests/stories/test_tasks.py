"""Tasks, as an operator sets, does and changes them. It is a Monday, 23 November, noon in Moscow."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bridge.actions.tasks import tasks
from bridge.sandbox import Message, Person
from storage.engine.owned import SYSTEM_WIDE
from storage.reports.events import EventKind
from storage.tasks.task_lists import TaskView
from storage.tasks.tasks import Task
from storage.team.departments import Department
from storage.team.employees import Employee
from storage.team.organizations import Organization
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes
from tests.stories.forums import bound, taken
from tests.stories.test_forged_and_stale import forges

# To come, and such a Monday: the world's clock goes forward only.
MONDAY = datetime(2037, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(world) -> None:
    telegram, _server = world
    telegram.clock.forward(MONDAY - telegram.clock.now())


async def task(stage: Stage, person: Person, words: str, **where) -> Message:
    """A task that was set by /task with its due time; its card."""
    await person.writes(f"/task {words}", to=stage.desk, **where)
    await person.sees("Новая задача", in_=stage.desk, button="Поставить задачу", **where)
    await person.presses("Поставить задачу")
    # Its card is painted, and what stood on the dialog's; neither takes the place of what is opened on them next.
    await stage.world.rest()
    return await person.sees("🔴", in_=stage.desk, button="Готово", **where)


class TestFromADialog:
    async def test_a_command_with_a_time_is_said_back_with_the_day_of_the_week_and_set_by_one_press(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.writes("/task завтра 10:30 перезвонить", to=stage.desk, topic=topic)
            draft = await stage.anna.sees("завтра, вторник, 24 ноября, 10:30", in_=stage.desk, topic=topic)
            toast = await stage.anna.presses("Поставить задачу")

            card = await stage.anna.sees("🔴 перезвонить", in_=stage.desk, topic=topic, button="Готово")
            await stage.anna.sees_topic("🔴 Иван Петров", in_=stage.desk)
            await stage.ivan.never_sees("перезвонить", in_=stage.shop)

        assert toast == "Задача поставлена"
        assert card.id == draft.id
        assert "Срок: вторник, 24 ноября, 10:30" in card.text

    async def test_a_button_of_the_card_asks_and_a_press_on_a_due_time_sets_it(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.presses("Задача")
            await stage.anna.sees("Что нужно сделать?", in_=stage.desk, topic=topic)
            await stage.anna.writes("Отправить счёт", to=stage.desk, topic=topic)
            await stage.anna.sees("Отправить счёт", in_=stage.desk, topic=topic, button="Завтра утром")
            await stage.anna.presses("Завтра утром")

            card = await stage.anna.sees("🔴 Отправить счёт", in_=stage.desk, topic=topic, button="Готово")
            await stage.ivan.never_sees("счёт", in_=stage.shop)

        assert "Срок: вторник, 24 ноября, 09:00" in card.text

    async def test_a_reply_to_a_message_is_about_its_words(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            asked = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
            await stage.anna.writes("/task через 2 часа", to=stage.desk, topic=topic, reply_to=asked)

            draft = await stage.anna.sees("Новая задача", in_=stage.desk, topic=topic, button="Поставить задачу")

        assert "где мой заказ?" in draft.text
        assert "сегодня, понедельник, 23 ноября, 14:00" in draft.text

    async def test_a_time_that_cannot_be_is_named_and_the_words_are_kept(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.writes("/task 31 февраля перезвонить", to=stage.desk, topic=topic)

            draft = await stage.anna.sees("перезвонить", in_=stage.desk, topic=topic, button="Завтра утром")

        assert "Такого времени не бывает: «31 февраля»" in draft.text

    async def test_a_question_is_left_by_cancel_and_the_next_words_go_to_the_customer(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.presses("Задача")
            await stage.anna.sees("Что нужно сделать?", in_=stage.desk, topic=topic)
            await stage.anna.writes("/cancel", to=stage.desk, topic=topic)
            await stage.anna.sees("Отменено", in_=stage.desk, topic=topic)
            await stage.anna.writes("Сейчас проверю", to=stage.desk, topic=topic)

            await stage.ivan.sees("Сейчас проверю", in_=stage.shop)

    async def test_a_question_survives_a_restart(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.presses("Задача")
            await stage.anna.sees("Что нужно сделать?", in_=stage.desk, topic=topic)
        async with stage.at_work():
            await stage.anna.writes("Отправить счёт завтра", to=stage.desk, topic=topic)

            await stage.anna.sees("завтра, вторник, 24 ноября", in_=stage.desk, topic=topic, button="Поставить")
            await stage.ivan.never_sees("счёт", in_=stage.shop)

    async def test_done_takes_the_red_mark_away_and_back_to_work_brings_it_again(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.sees_topic("🔴 Иван Петров", in_=stage.desk)
            await stage.anna.presses("Готово", on=card)
            await stage.anna.sees("✅ перезвонить", in_=stage.desk, topic=topic, button="В работу")
            await stage.world.rest()
            assert "🔴" not in topic.name

            await stage.anna.presses("В работу", on=card)

            await stage.anna.sees_topic("🔴 Иван Петров", in_=stage.desk)

    async def test_the_dialogs_card_says_what_is_to_be_done(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "завтра перезвонить", topic=topic)

            await stage.anna.sees("🔴 перезвонить", in_=stage.desk, topic=topic, button="Закрыть")

    async def test_what_was_deleted_can_be_brought_back(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.presses("Удалить", on=card)
            await stage.anna.sees("🗑 перезвонить", in_=stage.desk, topic=topic, button="Вернуть")
            await stage.anna.presses("Вернуть", on=card)

            await stage.anna.sees("🔴 перезвонить", in_=stage.desk, topic=topic, button="Готово")

    async def test_a_draft_that_is_given_up_leaves_nothing(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.writes("/task завтра перезвонить", to=stage.desk, topic=topic)
            draft = await stage.anna.sees("Новая задача", in_=stage.desk, topic=topic, button="Отмена")
            await stage.anna.presses("Отмена", on=draft)
            await stage.anna.sees("Задача не поставлена", in_=stage.desk, topic=topic)
            await stage.anna.writes("/tasks", to=stage.desk)

            await stage.anna.sees("Таких задач нет", in_=stage.desk)


class TestChanges:
    async def test_the_text_is_changed_by_writing_another(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.presses("Изменить", on=card)
            await stage.anna.presses("Текст", on=card)
            await stage.anna.sees("Напишите новый текст", in_=stage.desk, topic=topic)
            await stage.anna.writes("написать письмо", to=stage.desk, topic=topic)

            changed = await stage.anna.sees("написать письмо", in_=stage.desk, topic=topic, button="Готово")
            await stage.ivan.never_sees("письмо", in_=stage.shop)

        assert changed.id == card.id

    async def test_a_time_that_is_written_is_asked_about_before_it_holds(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.presses("Изменить", on=card)
            await stage.anna.presses("Срок", on=card)
            await stage.anna.writes("вчера", to=stage.desk, topic=topic)
            await stage.anna.sees("«вчера» уже прошло", in_=stage.desk, topic=topic)
            await stage.anna.writes("в пятницу в 15", to=stage.desk, topic=topic)
            asked = await stage.anna.sees("пятница, 27 ноября, 15:00", in_=stage.desk, topic=topic, button="Всё верно")
            await stage.anna.presses("Всё верно", on=asked)

            await stage.anna.sees("Срок: пятница, 27 ноября, 15:00", in_=stage.desk, topic=topic, button="Готово")

    async def test_a_day_and_an_hour_are_picked_from_the_calendar(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.presses("Изменить", on=card)
            await stage.anna.presses("Срок", on=card)
            await stage.anna.presses("27", on=card)
            await stage.anna.sees("пятница, 27 ноября: в какое время?", in_=stage.desk, topic=topic)
            await stage.anna.presses("15:00", on=card)

            await stage.anna.sees("Срок: пятница, 27 ноября, 15:00", in_=stage.desk, topic=topic, button="Готово")

    async def test_a_task_that_repeats_comes_again_when_it_is_done(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "каждую пятницу в 10 отчёт", topic=topic)
            assert "Повтор: каждую неделю" in card.text
            await stage.anna.presses("Готово", on=card)

            await stage.anna.sees("пятница, 4 декабря, 10:00", in_=stage.desk, topic=topic, button="Готово")

    async def test_a_stale_button_says_so_and_draws_the_task_as_it_is(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.oleg.writes("/tasks", to=stage.desk)
            await stage.oleg.presses("перезвонить")
            seen = await stage.oleg.sees("перезвонить", in_=stage.desk, button="Готово")
            await stage.anna.presses("Готово")
            await stage.anna.sees("✅ перезвонить", in_=stage.desk, topic=topic)
            toast = await stage.oleg.presses("Готово", on=seen)

            await stage.oleg.sees("✅ перезвонить", in_=stage.desk, button="В работу")

        assert "изменилась" in toast


class TestColleagues:
    async def test_a_colleague_hears_of_it_with_all_that_can_be_done(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.writes("/task завтра в 10 перезвонить", to=stage.desk, topic=topic)
            await stage.anna.sees("Новая задача", in_=stage.desk, topic=topic, button="Исполнитель")
            await stage.anna.presses("Исполнитель")
            await stage.anna.presses("Олег Ким")
            await stage.anna.sees("Исполнитель: Олег Ким", in_=stage.desk, topic=topic, button="Поставить")
            await stage.anna.presses("Поставить задачу")

            notice = await stage.oleg.sees("Анна Смирнова поставил(а) вам задачу", in_=stage.desk, button="Готово")
            await stage.oleg.presses("Готово", on=notice)
            done = await stage.anna.sees("✅ перезвонить", in_=stage.desk, topic=topic)

        assert "Выполнил(а): Олег Ким" in done.text

    async def test_a_department_hears_of_it_but_for_the_one_who_set_it(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.anna, "завтра разобрать склад")
            await stage.anna.presses("Передать")
            await stage.anna.presses("Поддержка")

            await stage.maria.sees("поставил(а) задачу отделу Поддержка", in_=stage.desk, button="Готово")
            await stage.anna.never_sees("задачу отделу", in_=stage.desk)
            await stage.oleg.never_sees("склад", in_=stage.desk)

    async def test_what_one_does_oneself_is_told_to_nobody(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.anna, "завтра разобрать склад")

            await stage.anna.never_sees("🔔", in_=stage.desk)

    async def test_the_way_to_the_dialog_opens_it(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.oleg.writes("/tasks", to=stage.desk)
            await stage.oleg.presses("перезвонить")
            await stage.oleg.presses("Открыть диалог")

            await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)

    async def test_whoever_takes_the_dialog_over_has_the_cards_of_its_tasks(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.presses("Перевести")
            await stage.anna.presses("Олег Ким")

            hers = await stage.oleg.sees_topic("🔴 Иван Петров", in_=stage.desk)
            card = await stage.oleg.sees("🔴 перезвонить", in_=stage.desk, topic=hers, button="Готово")
            await stage.oleg.presses("Готово", on=card)
            await stage.anna.sees("✅ перезвонить", in_=stage.desk, topic=topic)

    async def test_a_card_whose_topic_is_gone_comes_again_in_the_new_one(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "завтра перезвонить", topic=topic)
            await stage.anna.deletes_topic(topic, in_=stage.desk)
            await stage.oleg.writes("/tasks", to=stage.desk)
            await stage.oleg.presses("перезвонить")
            await stage.oleg.presses("Готово")

            await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
            await stage.anna.sees("✅ перезвонить", in_=stage.desk, button="В работу")


class TestTheList:
    async def test_a_task_without_a_dialog_comes_from_the_menu(self, stage: Stage):
        async with stage.at_work():
            await stage.anna.writes("/menu", to=stage.desk)
            await stage.anna.presses("Задачи")
            await stage.anna.sees("Список задач", in_=stage.desk, button="Новая задача")
            await stage.anna.presses("Новая задача")
            await stage.anna.sees("Что нужно сделать?", in_=stage.desk)
            await stage.anna.writes("Заказать бумагу", to=stage.desk)
            draft = await stage.anna.sees("Заказать бумагу", in_=stage.desk, button="Завтра утром")
            await stage.anna.presses("Без срока", on=draft)
            await stage.anna.sees("🔴 Заказать бумагу", in_=stage.desk, button="Готово")
            await stage.anna.writes("/tasks", to=stage.desk)

            await stage.anna.sees("1 задача", in_=stage.desk, button="Заказать бумагу")

    async def test_filters_narrow_it_are_remembered_and_reset(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.anna, "завтра разобрать склад")
            await task(stage, stage.oleg, "сегодня в 18:00 сверить кассу")
            await stage.anna.writes("/tasks", to=stage.desk)
            shown = await stage.anna.sees("2 задачи", in_=stage.desk, button="Просрочено 0")
            await stage.anna.presses("Срок", on=shown)
            await stage.anna.presses("Сегодня 1", on=shown)
            await stage.anna.sees("1 задача", in_=stage.desk, button="сверить кассу")
            await stage.anna.presses("Исполнитель", on=shown)
            await stage.anna.presses("Анна Смирнова", on=shown)
            await stage.anna.sees("Таких задач нет", in_=stage.desk, button="Сбросить фильтры")
            await stage.anna.writes("/tasks", to=stage.desk)
            again = await stage.anna.sees("Таких задач нет", in_=stage.desk, after=shown)
            await stage.anna.presses("Сбросить фильтры", on=again)

            await stage.anna.sees("2 задачи", in_=stage.desk, button="разобрать склад")

    async def test_departments_statuses_and_the_day_of_creation(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.anna, "завтра разобрать склад")
            await task(stage, stage.oleg, "завтра сверить кассу")
            await stage.anna.writes("/tasks", to=stage.desk)
            shown = await stage.anna.sees("2 задачи", in_=stage.desk)
            await stage.anna.presses("Отдел", on=shown)
            await stage.anna.presses("Продажи", on=shown)
            await stage.anna.sees("Отдел: Продажи", in_=stage.desk, button="сверить кассу")
            await stage.anna.presses("Выполненные", on=shown)
            await stage.anna.sees("Таких задач нет", in_=stage.desk)
            await stage.anna.presses("Сбросить", on=shown)
            await stage.anna.presses("Создана", on=shown)
            await stage.anna.presses("22", on=shown)

            await stage.anna.sees("Создана: 22 ноября", in_=stage.desk, button="Сбросить фильтры")
            assert "Таких задач нет" in shown.text

    async def test_a_task_is_done_from_the_list_and_the_list_is_one_press_away(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.anna, "завтра разобрать склад")
            await stage.anna.writes("/tasks", to=stage.desk)
            shown = await stage.anna.sees("1 задача", in_=stage.desk)
            await stage.anna.presses("разобрать склад", on=shown)
            await stage.anna.presses("Готово", on=shown)
            await stage.anna.presses("Список задач", on=shown)

            await stage.anna.sees("Таких задач нет", in_=stage.desk, button="Выполненные 1")

    async def test_a_narrow_organization_lists_ones_own_and_ones_departments_tasks(self, stage: Stage):
        async with stage.office.begin() as uow:
            (await uow.organizations.get(stage.office.organization.id)).narrow_tasks = True
        async with stage.at_work():
            await task(stage, stage.anna, "завтра разобрать склад")
            await task(stage, stage.oleg, "завтра сверить кассу")
            await stage.maria.writes("/tasks", to=stage.desk)
            await stage.oleg.writes("/tasks", to=stage.desk)

            await stage.maria.sees("1 задача", in_=stage.desk, button="разобрать склад")
            await stage.oleg.sees("1 задача", in_=stage.desk, button="сверить кассу")

    async def test_pages_are_turned(self, stage: Stage):
        async with stage.at_work():
            async with stage.office.begin() as uow:
                anna = await uow.employees.get(stage.office.anna.id)
                for number in range(8):
                    drafted = await tasks.draft(uow, f"дело {number}", by=anna, zone="Europe/Moscow")
                    await tasks.create(uow, tasks.TaskReference(drafted.id), by=anna)
            await stage.anna.writes("/tasks", to=stage.desk)
            shown = await stage.anna.sees("8 задач", in_=stage.desk, button="1/2")
            await stage.anna.presses("›", on=shown)

            await stage.anna.sees("8 задач", in_=stage.desk, button="дело 7")


class TestWithoutTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_task_about_the_open_dialog_has_its_card_and_the_customer_hears_nothing(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.anna.sees("Ответственный: вы", in_=stage.desk)
            await stage.anna.presses("Задача")
            await stage.anna.sees("Что нужно сделать?", in_=stage.desk)
            await stage.anna.writes("перезвонить завтра в 10:30", to=stage.desk)
            await stage.anna.sees("завтра, вторник, 24 ноября, 10:30", in_=stage.desk, button="Поставить")
            await stage.anna.presses("Поставить задачу")

            card = await stage.anna.sees("🔴 перезвонить", in_=stage.desk, button="Готово")
            await stage.ivan.never_sees("перезвонить", in_=stage.shop)

        assert "Клиент: Иван Петров" in card.text


class TestInAForum:
    async def test_a_task_is_set_in_the_groups_topic_and_done_by_a_colleague(self, stage: Stage):
        async with stage.at_work():
            group = await bound(stage)
            topic = await taken(stage, group)
            await stage.maria.writes("/task завтра в 10 перезвонить", to=group, topic=topic)
            draft = await stage.maria.sees("Новая задача", in_=group, topic=topic, button="Поставить")
            toast = await stage.anna.presses("Поставить задачу", on=draft)
            assert toast == "Эту задачу ещё составляет Мария Лис"
            await stage.maria.presses("Поставить задачу", on=draft)
            card = await stage.anna.sees("🔴 перезвонить", in_=group, topic=topic, button="Готово")
            await stage.maria.sees_topic("🔴 Иван Петров", in_=group)
            await stage.anna.presses("Готово", on=card)

            await stage.maria.sees("Выполнил(а): Анна Смирнова", in_=group, topic=topic)

    async def test_a_question_is_answered_by_the_one_who_was_asked(self, stage: Stage):
        async with stage.at_work():
            group = await bound(stage)
            topic = await taken(stage, group)
            await stage.maria.presses("Задача", in_=group)
            await stage.maria.sees("Мария Лис, что нужно сделать?", in_=group, topic=topic)
            await stage.anna.writes("Добрый день!", to=group, topic=topic)
            await stage.anna.never_sees("Новая задача", in_=group)
            await stage.maria.writes("перезвонить", to=group, topic=topic)

            await stage.maria.sees("перезвонить", in_=group, topic=topic, button="Завтра утром")
            await stage.ivan.never_sees("перезвонить", in_=stage.shop)

    async def test_the_list_is_shown_in_private(self, stage: Stage):
        async with stage.at_work():
            group = await bound(stage)
            topic = await taken(stage, group)
            await stage.maria.writes("/tasks", to=group, topic=topic)

            await stage.maria.sees("Список задач", in_=stage.desk)


async def test_every_change_is_written_down(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await task(stage, stage.anna, "завтра перезвонить", topic=topic)
        for caption in ("Готово", "В работу", "Удалить", "Вернуть"):
            await stage.anna.sees("перезвонить", in_=stage.desk, topic=topic, button=caption)
            await stage.anna.presses(caption, on=card)
        async with stage.office.begin() as uow:
            events = await uow.events.of_dialog((await stage.office.dialog()).id)

    assert [event.kind for event in events if event.kind.startswith("task")] == [
        EventKind.TASK_CREATED,
        EventKind.TASK_DONE,
        EventKind.TASK_REOPENED,
        EventKind.TASK_DELETED,
        EventKind.TASK_RESTORED,
    ]


# What no button of a task holds; {task} is one of another organization, {own} an own one with its version.
FORGED = [
    "tk:{task}:1:0:d", "tk:{task}:1:0:s", "tk:{task}:1:0:x", "tk:{task}:1:0:w", "tk:99999:1:0:d", "tk:-1:1:0:d",
    "tk:{own}:0:q", "tk:{own}:5:d", "tk:x:1:0:d", "tkd:{task}:1:0:HOUR:1", "tkd:{own}:0:NEVER:0", "tkd:{own}:0::0",
    "tkm:{task}:1:0:40000000:0", "tkm:{own}:0:1:0", "tkm:{own}:0:2147483647:0", "tkr:{task}:1:0:daily",
    "tkr:{own}:0:hourly", "tkg:{task}:1:0::0", "tkg:{own}:0:e99999:0", "tkg:{own}:0:d{department}:0",
    "tkg:{own}:0:z1:0", "tkn:99999", "tkf:s:none", "tkf:d:someday", "tkf:g:{department}", "tkf:a:99999", "tkf:g:x",
    "tkf:c:2026-01-01", "tkf:q:1", "tkp:s:0", "tkp:z:0", "tkq:{task}:1:0:2037-11-27",
    "tkq:{own}:0:1066-10-14", "tky:{task}:1:0:2037-11-27", "tkc:1066-10-14", "tkt:x",
]  # fmt: skip


async def test_forged_buttons_of_tasks_are_answered_and_change_nothing(stage: Stage):
    async with stage.at_work():
        await task(stage, stage.anna, "завтра разобрать склад")
        async with stage.office.database.begin() as uow:
            uow.add(other := Organization(name="Василёк"))
        async with stage.office.database.begin(other.id) as uow:
            uow.add(boss := Employee(phone="79995550000", name="Пётр", created_at=uow.now))
            uow.add(department := Department(name="Чужой отдел"))
            await uow.flush()
            theirs = await tasks.draft(uow, "чужая тайна", by=boss, zone="UTC")
            await tasks.create(uow, tasks.TaskReference(theirs.id), by=boss)
        before = await rows(stage)
        own = f"{before[0]['id']}:{before[0]['version']}"
        named = {"task": theirs.id, "own": own, "department": department.id}

        toasts = {data: await forges(stage, stage.anna, data.format(**named)) for data in FORGED}

        assert [data for data, toast in toasts.items() if not toast.text] == []
        assert await rows(stage) == before
        await stage.anna.never_sees("чужая тайна", in_=stage.desk)


async def rows(stage: Stage) -> list[dict[str, object]]:
    """All tasks, and what was chosen in lists, of every organization."""
    async with stage.office.database.read() as uow:
        everywhere = {"execution_options": SYSTEM_WIDE}
        found = [*await uow.session.scalars(select(Task), **everywhere)]
        return [row.model_dump() for row in [*found, *await uow.session.scalars(select(TaskView), **everywhere)]]
