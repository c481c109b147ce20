"""Questions that wait for a typed answer: cancelled, asked of two at once, and never answered to a customer."""

import pytest

from bridge.sandbox import Message
from tests.kit.stories.dialogs import takes, texts, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage


async def test_a_question_is_left_by_a_command_that_says_what_was_left(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("С комментарием")
        await stage.anna.sees("апишите комментарий", in_=stage.desk, topic=topic)

        await stage.anna.writes("/cancel", to=stage.desk, topic=topic)

        await stage.anna.sees("Отменено: комментарий для получателя", in_=stage.desk, topic=topic)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)


async def test_where_nothing_is_asked_there_is_nothing_to_cancel(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        await stage.anna.writes("/cancel", to=stage.desk, topic=topic)

        await stage.anna.sees("отменять нечего", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("/cancel", in_=stage.shop)


async def test_two_who_are_asked_at_once_in_a_group_each_give_their_own_answer(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.maria.presses("Перевести", in_=group)
        for person in (stage.maria, stage.anna):
            await person.presses("С комментарием", in_=group)
            await person.sees("апишите комментарий", in_=group, topic=topic)
        await stage.maria.writes("Сердится", to=group, topic=topic)
        await stage.maria.sees("Сердится", in_=group, topic=topic, button="Продажи")
        await stage.anna.writes("Очень торопится", to=group, topic=topic)
        await stage.anna.sees("Очень торопится", in_=group, topic=topic, button="Продажи")

        await stage.ivan.never_sees("торопится", in_=stage.shop)


async def test_a_picture_is_no_answer_and_does_not_go_to_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Теги", in_=stage.desk, topic=topic)
        await stage.anna.presses("Новый тег", in_=stage.desk, topic=topic)
        await stage.anna.sees("Напишите название тега", in_=stage.desk, topic=topic)

        await stage.anna.sends_file(b"a picture", name="снимок.png", kind="document", to=stage.desk, topic=topic)

        await stage.anna.sees("должен быть текстом", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees(in_=stage.shop)
        await stage.anna.presses("Отмена", in_=stage.desk)
        await stage.anna.sees("Отменено: новый тег", in_=stage.desk, topic=topic)


class TestInReplies:
    """Where dialogs share a chat."""

    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def asked(self, stage: Stage, button: str) -> Message:
        """Anna is asked something about the customer; returns his message."""
        await stage.ivan.writes("Где мой заказ?", to=stage.shop)
        await stage.anna.presses("Взять", in_=stage.desk)
        shown = await stage.anna.sees("👤 Иван Петров · Бот магазина\nГде мой заказ?", in_=stage.desk)
        card = await stage.anna.sees("Состояние", in_=stage.desk, button=button)
        # A card that waits to be painted would come over the picker.
        await stage.world.rest()
        await stage.anna.presses(button, on=card)
        return shown

    async def test_a_reply_to_the_customer_goes_to_the_customer_and_the_question_stays(self, stage: Stage):
        async with stage.at_work():
            shown = await self.asked(stage, "Перевести")
            await stage.anna.presses("С комментарием", in_=stage.desk)
            question = await stage.anna.sees("апишите комментарий", in_=stage.desk)
            await stage.anna.writes("Секунду", to=stage.desk, reply_to=shown)
            await stage.ivan.sees("Секунду", in_=stage.shop)

            await stage.anna.writes("Сердится", to=stage.desk, reply_to=question)

            await stage.anna.sees("Сердится", in_=stage.desk, button="Продажи")
            await stage.ivan.never_sees("Сердится", in_=stage.shop)

    async def test_a_note_as_a_reply_to_what_it_is_about_stays_a_note(self, stage: Stage):
        async with stage.at_work():
            shown = await self.asked(stage, "Заметка")
            await stage.anna.sees("Напишите заметку", in_=stage.desk)
            await stage.anna.writes("Это мошенник", to=stage.desk, reply_to=shown)

            await stage.anna.sees("не видит", in_=stage.desk, after=shown)
            await stage.ivan.never_sees("мошенник", in_=stage.shop)


async def test_a_question_that_another_one_replaces_says_that_it_is_over(stage: Stage):
    """Whoever still reads it would write to the customer what is not for them."""
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        noted = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        await stage.anna.presses("Задача", in_=stage.desk, topic=topic)
        asked = await stage.anna.sees("Что нужно сделать", in_=stage.desk, topic=topic, after=noted)
        await until(stage, lambda: noted.text == "Вопрос закрыт: заметка")
        assert noted.captions() == []
        await stage.anna.presses("Отмена", on=asked)
        await until(stage, lambda: asked.text == "Отменено: вопрос о задаче")


async def test_a_question_that_was_answered_says_that_it_is_over(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        asked = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        await stage.anna.writes("Скидку не давать", to=stage.desk, topic=topic)
        await until(stage, lambda: asked.text == "Вопрос закрыт: заметка")
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)

    assert texts(stage.ivan, stage.shop, "Скидку") == []


async def test_a_question_that_is_asked_twice_is_open_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        first = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        await stage.anna.presses("Заметка", in_=stage.desk, topic=topic)
        second = await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic, after=first)
        await until(stage, lambda: first.text == "Вопрос закрыт: заметка")

    assert second.text.startswith("Напишите заметку")
