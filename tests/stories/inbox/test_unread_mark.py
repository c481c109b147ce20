"""The unread mark: switched on, a topic's name or the pinned card says where a customer's message waits unread."""

import pytest

from bridge.sandbox import Person
from storage.reports.events import EventKind
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.screens import opens_settings
from tests.kit.stories.stage import Stage

MARK = "🔵"


async def switches(stage: Stage, person: Person, *, on: bool) -> None:
    screen = await opens_settings(stage, person)
    await person.presses(f"Отметка непрочитанных: {'выкл.' if on else 'вкл.'}", on=screen)
    await person.sees("Настройки", in_=stage.desk, button=f"Отметка непрочитанных: {'вкл.' if on else 'выкл.'}")


async def test_the_topic_says_that_a_message_waits_until_it_is_answered(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await switches(stage, stage.anna, on=True)
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await until(stage, lambda: topic.name.startswith(f"{MARK} Иван Петров"))
        await stage.anna.writes("Тут", to=stage.desk, topic=topic)

        await until(stage, lambda: topic.name.startswith("Иван Петров"))


async def test_it_goes_when_the_dialog_is_marked_as_read_and_when_it_is_archived(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await switches(stage, stage.anna, on=True)
        for caption, left in (("Прочитано", "Иван Петров"), ("Закрыть", "✔ Иван Петров")):
            await stage.ivan.writes("Вы тут?", to=stage.shop)
            await until(stage, lambda: topic.name.startswith(MARK))
            await stage.anna.presses(caption, in_=stage.desk, topic=topic)
            await until(stage, lambda left=left: topic.name.startswith(left))


async def test_switched_on_and_off_it_stands_at_once_where_a_message_waits(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await stage.anna.sees("Вы тут?", in_=stage.desk, topic=topic)
        assert not topic.name.startswith(MARK)
        await switches(stage, stage.anna, on=True)
        await until(stage, lambda: topic.name.startswith(MARK))
        await switches(stage, stage.anna, on=False)

        await until(stage, lambda: topic.name.startswith("Иван Петров"))
        async with stage.office.begin() as uow:
            events = await uow.events.of_kind(EventKind.PREFERENCE_CHANGED)
    assert [event.data for event in events] == [{"name": "unread", "value": value} for value in (True, False)]


async def test_only_those_who_want_it_have_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await switches(stage, stage.anna, on=True)
        await stage.maria.writes("/dialogs", to=stage.desk)
        await stage.maria.presses("Иван Петров", in_=stage.desk)
        marias = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.sees("где мой заказ", in_=stage.desk, topic=marias)
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        await until(stage, lambda: topic.name.startswith(MARK))
        await stage.maria.sees("Вы тут?", in_=stage.desk, topic=marias)
        assert MARK not in marias.name


async def test_who_comes_later_gets_the_mark_with_the_topic(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            (await uow.employees.get(stage.office.oleg.id)).marks_unread = True
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await stage.oleg.writes("/dialogs", to=stage.desk)
        await stage.oleg.presses("Иван Петров", in_=stage.desk)
        topic = await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)
        await stage.oleg.sees("Вы тут?", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Ау", to=stage.shop)

        await until(stage, lambda: topic.name.startswith(f"{MARK} ↪ Иван Петров"))


async def test_a_group_has_a_switch_of_its_own_that_administrators_press(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.anna.writes("/bind", to=group)
        screen = await stage.anna.sees("Диалоги отдела Поддержка", in_=group, button="Отметка непрочитанных: выкл.")
        toast = await stage.maria.presses("Отметка непрочитанных: выкл.", on=screen)
        assert "администратор" in toast
        await stage.anna.presses("Отметка непрочитанных: выкл.", on=screen)
        await stage.anna.sees("Диалоги отдела Поддержка", in_=group, button="Отметка непрочитанных: вкл.")
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await until(stage, lambda: topic.name.startswith(f"{MARK} Иван Петров"))
        await stage.maria.writes("Тут", to=group, topic=topic)

        await until(stage, lambda: topic.name.startswith("Иван Петров"))


class TestInReplies:
    """Where there are no topics the pinned card counts the dialogs."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_card_of_the_open_dialog_counts_the_unread_ones(self, stage: Stage):
        async with stage.at_work():
            await self.two_dialogs(stage)
            card = await self.pinned(stage)
            await stage.ivan.writes("Вы тут?", to=stage.shop)
            await until(stage, lambda: f"{MARK} 1 непрочитанный диалог" in card.text)
            ivans = await stage.anna.sees("Вы тут?", in_=stage.desk)
            await stage.anna.writes("Тут", to=stage.desk, reply_to=ivans)

            await until(stage, lambda: MARK not in card.text)

    async def test_a_screen_over_the_card_stays_and_the_number_is_there_on_the_way_back(self, stage: Stage):
        async with stage.at_work():
            await self.two_dialogs(stage)
            card = await self.pinned(stage)
            await stage.anna.presses("Перевести", on=card)
            await until(stage, lambda: "Кому" in card.text)
            await stage.ivan.writes("Вы тут?", to=stage.shop)
            await stage.anna.sees("Вы тут?", in_=stage.desk)
            await stage.world.rest()
            assert "Кому" in card.text
            await stage.anna.presses("‹ Назад", on=card)

            await until(stage, lambda: f"{MARK} 1 непрочитанный диалог" in card.text)

    async def two_dialogs(self, stage: Stage) -> None:
        pavel = stage.world.person("Павел Зуев")
        for customer in (stage.ivan, pavel):
            await customer.writes(f"Это {customer.user.first_name}", to=stage.shop)
            await stage.anna.sees(f"Это {customer.user.first_name}", in_=stage.desk, button="Взять")
            await stage.anna.presses("Взять")
            await stage.anna.sees(f"👤 {customer.user.first_name}", in_=stage.desk, button="Закрыть")
        await switches(stage, stage.anna, on=True)

    async def pinned(self, stage: Stage):
        return await stage.anna.sees("уходит этому клиенту", in_=stage.desk, button="Закрыть")
