"""What was typed in a topic just before it was deleted: the answer of that dialog all the same."""

import pytest

from bridge.sandbox import Chat, Person
from bridge.sandbox.contents import text_content
from bridge.sandbox.postings import remove, say
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import takes
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage


def was_writing(stage: Stage, person: Person, chat: Chat, topic: Topic, text: str) -> None:
    """An update that has waited in Telegram's queue: what it tells of went with its topic."""
    said = say(stage.world, chat, person.user, text_content(text), topic_id=topic.id)
    remove(stage.world, chat, [said.id])


async def renewed(stage: Stage, person: Person, topic: Topic, *, in_) -> Topic:
    """The topic is deleted, and the customer's next message makes another."""
    await person.deletes_topic(topic, in_=in_)
    await stage.ivan.writes("Вы тут?", to=stage.shop)
    await person.sees("Вы тут?", in_=in_)
    return await person.sees_topic("Иван Петров", in_=in_)


async def test_answers_typed_in_a_deleted_topic_of_a_group_reach_the_customer_and_are_shown_in_the_new_one(
    stage: Stage,
):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        anew = await renewed(stage, stage.anna, topic, in_=group)
        was_writing(stage, stage.maria, group, topic, "Заказ уже в пути")
        was_writing(stage, stage.maria, group, topic, "Будет завтра")

        await stage.ivan.sees("Заказ уже в пути", in_=stage.shop)
        await stage.ivan.sees("Будет завтра", in_=stage.shop)
        shown = await stage.maria.sees("Будет завтра", in_=group, topic=anew)

    assert shown.text == "Мария Лис\nБудет завтра"


async def test_answers_typed_in_a_deleted_private_topic_reach_the_customer_and_are_shown_in_the_new_one(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        anew = await renewed(stage, stage.anna, topic, in_=stage.desk)
        was_writing(stage, stage.anna, stage.world.private_chat(stage.desk, stage.anna.user), topic, "Заказ уже в пути")

        await stage.ivan.sees("Заказ уже в пути", in_=stage.shop)
        await stage.anna.sees("Заказ уже в пути", in_=stage.desk, topic=anew)


async def test_a_topic_deleted_twice_is_still_known(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        first = await taken(stage, group)
        second = await renewed(stage, stage.anna, first, in_=group)
        await stage.anna.deletes_topic(second, in_=group)
        await stage.ivan.writes("А сейчас?", to=stage.shop)
        await stage.maria.sees("А сейчас?", in_=group)
        was_writing(stage, stage.maria, group, first, "Из первой")
        was_writing(stage, stage.maria, group, second, "Из второй")

        await stage.ivan.sees("Из первой", in_=stage.shop)
        await stage.ivan.sees("Из второй", in_=stage.shop)


async def test_a_colleagues_answer_from_a_deleted_topic_is_asked_about_with_its_words(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        anew = await renewed(stage, stage.anna, topic, in_=group)
        was_writing(stage, stage.oleg, group, topic, "Я отвечу за Марию")

        await stage.oleg.sees("Я отвечу за Марию", in_=group, topic=anew)
        await stage.oleg.sees("Не отправлено", in_=group, topic=anew)
        await stage.oleg.presses("Отправить", in_=group)

        await stage.ivan.sees("Я отвечу за Марию", in_=stage.shop)


@pytest.mark.parametrize("mark", ["// ", "/note "])
async def test_a_note_from_a_deleted_topic_stays_a_note(stage: Stage, mark: str):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        anew = await renewed(stage, stage.anna, topic, in_=group)
        was_writing(stage, stage.maria, group, topic, f"{mark}Скидку не давать")

        await stage.maria.sees("Скидку не давать", in_=group, topic=anew)
        await stage.ivan.never_sees("Скидку", in_=stage.shop)


async def test_talk_in_a_topic_that_was_no_dialogs_is_still_nobodys_business(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        await taken(stage, group)
        lunch = await stage.maria.creates_topic("Обед", in_=group)
        await stage.maria.writes("Идём в час", to=group, topic=lunch)

        await stage.ivan.never_sees("Идём в час", in_=stage.shop)


async def test_whoever_typed_in_a_topic_of_no_dialog_that_is_gone_reads_outside_of_it_that_nothing_was_sent(
    stage: Stage,
):
    async with stage.at_work():
        await takes(stage, stage.anna)
        own = await stage.anna.creates_topic("Моё", in_=stage.desk)
        await stage.anna.deletes_topic(own, in_=stage.desk)
        was_writing(stage, stage.anna, stage.world.private_chat(stage.desk, stage.anna.user), own, "Кому это?")

        told = await stage.anna.sees("К этой теме не привязан диалог", in_=stage.desk)
    assert told.topic_id is None


async def test_an_edit_of_what_was_typed_in_a_deleted_topic_changes_its_copy_in_the_new_one(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        anew = await renewed(stage, stage.anna, topic, in_=group)
        said = say(stage.world, group, stage.maria.user, text_content("Заказ уже в пути"), topic_id=topic.id)
        await stage.maria.sees("Заказ уже в пути", in_=group, topic=anew)
        await stage.maria.edits(said, "Заказ будет завтра")
        remove(stage.world, group, [said.id])

        await stage.ivan.sees("Заказ будет завтра", in_=stage.shop)
        shown = await stage.maria.sees("Заказ будет завтра", in_=group, topic=anew)
        assert shown.text == "Мария Лис · ✏️ изменено\nЗаказ будет завтра"


async def test_an_edit_that_finds_its_topic_deleted_brings_what_was_said_after_it_into_the_new_one(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Адрес: Ленина, 5", to=stage.shop)
        await stage.anna.sees("Ленина", in_=stage.desk, topic=topic)
        await stage.anna.deletes_topic(topic, in_=stage.desk)
        await stage.ivan.edits(written, "Заказ 18")

        await stage.anna.sees("изменено\nЗаказ 18", in_=stage.desk)
        anew = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("Ленина", in_=stage.desk, topic=anew)


async def test_what_concerns_one_person_is_said_in_private_when_its_topic_in_the_group_is_gone(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await renewed(stage, stage.anna, topic, in_=group)
        was_writing(stage, stage.oleg, group, topic, "/nonsense")

        told = await stage.oleg.sees("Такой команды нет", in_=stage.desk)
        await stage.maria.never_sees("Такой команды нет", in_=group)
    assert told.chat.id == stage.oleg.user.id


async def test_whoever_cannot_be_told_in_private_reads_it_in_the_group(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await renewed(stage, stage.anna, topic, in_=group)
        await stage.oleg.blocks(stage.desk)
        was_writing(stage, stage.oleg, group, topic, "/nonsense")

        told = await stage.oleg.sees("Такой команды нет", in_=group)
    assert told.topic_id is None
