"""Reminders of tasks, as people get them when the clock has moved on. It is a Monday, noon in Moscow."""

from datetime import timedelta

import pytest

from bridge.sandbox import Message, Person
from bridge.sandbox.groups import delete_group
from storage.tasks.tasks import Task
from storage.team.departments import Department
from storage.team.employees import Employee
from storage.team.organizations import Organization
from tests.kit.stories.dialogs import takes, texts, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage
from tests.kit.stories.tasks import task

HOUR = timedelta(hours=1)


async def reminded(stage: Stage, person: Person, words: str = "Пора", **where) -> Message:
    return await person.sees(f"⏰ {words}", in_=where.pop("in_", stage.desk), button="+1 ч", **where)


class TestInATopic:
    async def test_it_comes_when_it_is_due_below_the_tasks_card_and_with_a_sound(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)

            reminder = await reminded(stage, stage.anna, topic=topic)
            await stage.ivan.never_sees("перезвонить", in_=stage.shop)

        assert reminder.reply_to == card.id
        assert not reminder.silent
        assert "перезвонить" in reminder.text
        assert "опозданием" not in reminder.text

    async def test_done_there_is_done_on_the_card_and_the_reminder_says_so(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.anna, topic=topic)
            toast = await stage.anna.presses("Готово", on=reminder)
            await until(stage, lambda: "✅ перезвонить" in card.text and "✅ перезвонить" in reminder.text)
            await stage.world.rest()

        assert toast == "Задача выполнена"
        assert not reminder.captions()
        assert "🔴" not in topic.name

    async def test_done_on_the_card_is_done_on_the_reminder(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.anna, topic=topic)
            await stage.anna.presses("Готово", on=card)

            await until(stage, lambda: "✅ перезвонить" in reminder.text)
            assert not reminder.captions()

    async def test_in_an_hour_it_comes_again_and_the_task_is_due_when_it_was(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.anna, topic=topic)
            toast = await stage.anna.presses("+1 ч", on=reminder)
            await until(stage, lambda: "Напоминание: понедельник, 23 ноября, 14:0" in card.text)
            stage.world.clock.forward(HOUR)
            again = await reminded(stage, stage.anna, "Напоминание", topic=topic)

        assert toast == "Напомню через час"
        assert "Срок: понедельник, 23 ноября, 13:0" in card.text
        assert again.reply_to == card.id
        assert not reminder.captions()

    async def test_tomorrow_is_tomorrow_morning(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)
            await stage.anna.presses("Завтра", on=await reminded(stage, stage.anna, topic=topic))
            await until(stage, lambda: "Напоминание: вторник, 24 ноября, 09:00" in card.text)
            stage.world.clock.forward(timedelta(hours=20))

            await reminded(stage, stage.anna, "Напоминание", topic=topic)

    async def test_handed_over_there_it_is_the_colleagues(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.anna, topic=topic)
            await stage.anna.presses("Передать", on=reminder)
            await stage.anna.presses("Олег Ким", on=reminder)

            await stage.oleg.sees("поставил(а) вам задачу", in_=stage.desk, button="Открыть диалог")
            assert "Исполнитель: Олег Ким" in reminder.text

    async def test_it_is_told_ahead_by_choice_on_the_draft(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await stage.anna.writes("/task через 2 часа перезвонить", to=stage.desk, topic=topic)
            draft = await stage.anna.sees("Новая задача", in_=stage.desk, topic=topic, button="⏰ Напоминание")
            await stage.anna.presses("⏰ Напоминание", on=draft)
            await stage.anna.presses("за час", on=draft)
            await stage.anna.sees("Напоминание: за час", in_=stage.desk, topic=topic, button="Поставить задачу")
            await stage.anna.presses("Поставить задачу", on=draft)
            await stage.world.rest()
            stage.world.clock.forward(HOUR)

            await reminded(stage, stage.anna, "Скоро срок", topic=topic)

    async def test_it_is_told_ahead_as_chosen_in_the_settings(self, stage: Stage):
        async with stage.at_work():
            await stage.anna.writes("/settings", to=stage.desk)
            shown = await stage.anna.sees("Настройки", in_=stage.desk, button="Напоминания: только в срок")
            await stage.anna.presses("Напоминания", on=shown)
            await stage.anna.sees("Настройки", in_=stage.desk, button="Напоминания: за 15 минут")
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR - timedelta(minutes=15))

            await reminded(stage, stage.anna, "Скоро срок", topic=topic)

    async def test_without_its_card_it_comes_all_the_same(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            await stage.anna.deletes(card)
            stage.world.clock.forward(HOUR)

            await reminded(stage, stage.anna, topic=topic)

    async def test_what_came_due_while_nobody_was_there_comes_once_and_says_that_it_is_late(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "через час перезвонить", topic=topic)
        stage.world.clock.forward(3 * HOUR)
        async with stage.at_work():
            await reminded(stage, stage.anna, "Пора · с опозданием", topic=topic)
        async with stage.at_work():
            await stage.world.rest()

        assert len(texts(stage.anna, stage.desk, "⏰ Пора")) == 1

    async def test_a_stale_or_forged_press_says_so_and_changes_nothing(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.anna, topic=topic)
            abroad = await task_abroad(stage)
            forged = [f"re:{abroad}:1:0:h", "re:99999:1:0:t", "re:1:77:0:h", "re:1:1:0:z", "rea:1:1:0:weekly", "red:x"]

            answers = [(await forges(stage, stage.anna, each, on=reminder)).text for each in forged]

        assert all(answers)
        async with stage.office.begin() as uow:
            assert await uow.task_reminders.extra_of(1) is None

    async def test_the_sound_is_off_for_those_who_want_it_so(self, stage: Stage):
        async with stage.office.begin() as uow:
            (await uow.employees.get(stage.office.anna.id)).has_sound = False
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            await task(stage, stage.anna, "через час перезвонить", topic=topic)
            stage.world.clock.forward(HOUR)

            assert (await reminded(stage, stage.anna, topic=topic)).silent


class TestOutsideOfADialog:
    async def test_it_comes_to_the_private_chat(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.anna, "через час разобрать склад")
            stage.world.clock.forward(HOUR)

            reminder = await reminded(stage, stage.anna)

        assert reminder.topic_id is None
        assert "разобрать склад" in reminder.text

    async def test_whoever_has_not_the_dialog_before_them_gets_a_way_in(self, stage: Stage):
        async with stage.at_work():
            topic = await takes(stage, stage.anna)
            card = await task(stage, stage.anna, "через час перезвонить", topic=topic)
            await stage.anna.presses("Передать", on=card)
            await stage.anna.presses("Олег Ким", on=card)
            stage.world.clock.forward(HOUR)

            reminder = await reminded(stage, stage.oleg)

        assert "Клиент: Иван Петров" in reminder.text
        assert "💬 Открыть диалог" in reminder.captions()
        assert not texts(stage.anna, stage.desk, "⏰")

    async def test_everybody_in_the_department_is_told_and_the_first_press_counts_for_all(self, stage: Stage):
        async with stage.at_work():
            card = await task(stage, stage.anna, "через час разобрать склад")
            await stage.anna.presses("Передать", on=card)
            await stage.anna.presses("Поддержка", on=card)
            stage.world.clock.forward(HOUR)
            annas, marias = await reminded(stage, stage.anna), await reminded(stage, stage.maria)
            await stage.anna.presses("Готово", on=annas)
            await until(stage, lambda: "✅ разобрать склад" in marias.text)

        assert "Выполнил(а): Анна Смирнова" in marias.text

    async def test_of_two_who_press_at_once_the_second_sees_what_happened(self, stage: Stage):
        async with stage.at_work():
            card = await task(stage, stage.anna, "через час разобрать склад")
            await stage.anna.presses("Передать", on=card)
            await stage.anna.presses("Поддержка", on=card)
            stage.world.clock.forward(HOUR)
            annas, marias = await reminded(stage, stage.anna), await reminded(stage, stage.maria)
            data = next(button["callback_data"] for row in marias.rows() for button in row)
            await stage.anna.presses("Готово", on=annas)

            assert "изменилась" in (await forges(stage, stage.maria, data, on=marias)).text

    async def test_of_a_blocked_bot_a_manager_hears(self, stage: Stage):
        async with stage.at_work():
            await task(stage, stage.oleg, "через час сверить кассу")
            await stage.oleg.blocks(stage.desk)
            stage.world.clock.forward(HOUR)

            heard = await stage.anna.sees("Олег Ким не узнает об этой задаче", in_=stage.desk, button="Передать")

        assert "сверить кассу" in heard.text


class TestOverdue:
    async def test_next_morning_there_is_one_message_for_all_and_managers_see_everybodys(self, stage: Stage):
        async with stage.at_work():
            for words in ("перезвонить", "сверить кассу"):
                await task(stage, stage.oleg, f"через час {words}")
            await stage.world.rest()
            stage.world.clock.forward(timedelta(hours=21))

            own = await stage.oleg.sees("Просроченные задачи", in_=stage.desk, button="сверить кассу")
            await stage.anna.sees("У коллег: 2", in_=stage.desk, button="👤 Олег · сверить кассу")
            await stage.oleg.presses("Все просроченные", on=own)
            await stage.oleg.sees("Список задач", in_=stage.desk, button="• Просрочено 2")
            await stage.maria.never_sees("Просроченные", in_=stage.desk)

        assert len(texts(stage.anna, stage.desk, "У коллег")) == 1


class TestWithoutTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_it_comes_below_the_card_among_other_dialogs_and_says_whose_it_is(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.anna.sees("Ответственный: вы", in_=stage.desk)
            await stage.anna.writes("/task через час перезвонить", to=stage.desk)
            await stage.anna.presses("Поставить задачу")
            await stage.world.rest()
            card = await stage.anna.sees("🔴 перезвонить", in_=stage.desk, button="Готово")
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.anna)
            await stage.anna.presses("Готово", on=reminder)
            await until(stage, lambda: "✅ перезвонить" in card.text)

        assert reminder.reply_to == card.id
        assert "Клиент: Иван Петров" in reminder.text


class TestInAForum:
    async def test_it_comes_in_the_departments_topic_and_anybody_may_do_it(self, stage: Stage):
        async with stage.at_work():
            group = await bound(stage)
            topic = await taken(stage, group)
            await stage.maria.writes("/task через час перезвонить", to=group, topic=topic)
            await stage.maria.presses("Поставить задачу", in_=group)
            await stage.world.rest()
            card = await stage.maria.sees("🔴 перезвонить", in_=group, topic=topic, button="Изменить")
            stage.world.clock.forward(HOUR)
            reminder = await reminded(stage, stage.maria, in_=group, topic=topic)
            await stage.anna.presses("Готово", on=reminder)
            await until(stage, lambda: "✅ перезвонить" in card.text and "✅ перезвонить" in reminder.text)

        assert reminder.reply_to == card.id
        assert "Исполнитель: Мария Лис" in reminder.text
        assert not texts(stage.maria, stage.desk, "⏰")

    async def test_when_the_group_is_gone_it_comes_in_private(self, stage: Stage):
        async with stage.at_work():
            group = await bound(stage)
            topic = await taken(stage, group)
            await stage.maria.writes("/task через час перезвонить", to=group, topic=topic)
            await stage.maria.presses("Поставить задачу", in_=group)
            await stage.world.rest()
            delete_group(stage.world, group)
            stage.world.clock.forward(HOUR)

            await reminded(stage, stage.maria)


async def task_abroad(stage: Stage) -> int:
    """A task of another organization."""
    async with stage.office.database.begin() as uow:
        other = Organization(name="Лютик")
        uow.add(other)
        await uow.flush()
        other_id = other.id
    async with stage.office.database.begin(other_id) as uow:
        stranger = Employee(phone="79991112233", name="Чужой", created_at=uow.now)
        uow.add(stranger, Department(name="Чужие"))
        await uow.flush()
        row = Task(text="чужое", author_id=stranger.id, assignee_id=stranger.id, created_at=uow.now)
        row.open()
        uow.add(row)
        await uow.flush()
        return row.id
