"""Questions that wait for a typed answer: cancelled, asked of two at once, and never answered to a customer."""

from tests.stories.conftest import Stage
from tests.stories.dialogs import takes
from tests.stories.forums import bound, taken


async def test_a_question_is_left_by_a_command_that_says_what_was_left(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("С комментарием")
        await stage.anna.sees("Напишите комментарий", in_=stage.desk, topic=topic)

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
            await person.sees("Напишите комментарий", in_=group, topic=topic)
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
