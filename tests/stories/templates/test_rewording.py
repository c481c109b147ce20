"""A template that was sent is the bot's own message: its author changes it by «/edit», at the customer's too."""

from datetime import timedelta

from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import marked, takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage
from tests.kit.stories.templates import kept, opens_templates
from tests.kit.stories.undo import ASKED, GONE, gives


async def sent(stage: Stage) -> tuple[Topic, Message]:
    """Anna's topic, and the template that the bot has sent for her."""
    await kept(stage.office, "Приветствие", "Здравствуйте, {имя}!")
    topic = await takes(stage, stage.anna)
    listed = await opens_templates(stage.anna, stage, topic)
    send = next(each for row in listed.rows() for each in row if each["text"].endswith("Отправить"))
    await stage.world.presses.press(stage.anna.user, listed, send["callback_data"]).toast
    return topic, await stage.anna.sees("Здравствуйте, Иван!", in_=stage.desk, topic=topic, after=listed)


async def test_other_words_are_put_into_it_everywhere(stage: Stage):
    async with stage.at_work():
        topic, shown = await sent(stage)
        await marked(stage, shown, "👌")
        got = await stage.ivan.sees("Здравствуйте, Иван!", in_=stage.shop)
        words = "/edit Добрый вечер, Иван!"
        bold = [{"type": "bold", "offset": 6, "length": 6}]
        await stage.anna.writes(words, to=stage.desk, topic=topic, reply_to=shown, entities=bold)

        await until(stage, lambda: got.text == "Добрый вечер, Иван!")
        await until(stage, lambda: "Добрый вечер, Иван!" in shown.text)
        await marked(stage, shown, "👌")
    assert got.content.entities == [{"type": "bold", "offset": 0, "length": 6}]


async def test_while_it_can_be_taken_back_it_leaves_with_the_new_words(stage: Stage):
    await gives(stage, stage.office.anna.id)
    async with stage.at_work():
        topic, shown = await sent(stage)
        await stage.anna.sees(ASKED, in_=stage.desk, topic=topic)
        await stage.anna.writes("/edit Добрый вечер!", to=stage.desk, topic=topic, reply_to=shown)
        await until(stage, lambda: "Добрый вечер!" in shown.text)
        stage.world.clock.forward(GONE)

        got = await stage.ivan.sees("Добрый вечер!", in_=stage.shop)
        await stage.ivan.never_sees("Здравствуйте, Иван!", in_=stage.shop)
    assert got.edited_at is None


async def test_what_cannot_be_changed_so_gets_a_sentence_and_nothing_goes_to_the_customer(stage: Stage):
    async with stage.at_work():
        topic, shown = await sent(stage)
        own = await stage.anna.writes("Секунду", to=stage.desk, topic=topic)
        await stage.ivan.sees("Секунду", in_=stage.shop)
        heard = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        for target, said in [
            (own, "измените его в Telegram"),
            (heard, "например на шаблон"),
            (None, "например на шаблон"),
        ]:
            asked = await stage.anna.writes("/edit Поздно", to=stage.desk, topic=topic, reply_to=target)
            await stage.anna.sees(said, in_=stage.desk, topic=topic, after=asked)
        await stage.anna.writes("/edit", to=stage.desk, topic=topic, reply_to=shown)
        await stage.anna.sees("Напишите новый текст после /edit", in_=stage.desk, topic=topic)
        await stage.anna.writes("/edit // Поздно ему звонить", to=stage.desk, topic=topic, reply_to=shown)
        await stage.anna.sees("правкой его не сделать заметкой", in_=stage.desk, topic=topic)
        await stage.anna.writes("/delete", to=stage.desk, topic=topic, reply_to=shown)
        await stage.anna.sees("Удалено", in_=stage.desk, topic=topic)
        await stage.anna.writes("/edit Поздно", to=stage.desk, topic=topic, reply_to=shown)
        await stage.anna.sees("удалено, поэтому", in_=stage.desk, topic=topic)

        await stage.ivan.never_sees("Поздно", in_=stage.shop)


async def test_in_a_group_only_the_author_changes_it(stage: Stage):
    await kept(stage.office, "Приветствие", "Здравствуйте, {имя}!")
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.world.rest()
        listed = await stage.maria.sees("Состояние", in_=group, topic=topic, button="Шаблоны")
        await stage.maria.presses("Шаблоны", on=listed)
        send = next(each for row in listed.rows() for each in row if each["text"].endswith("Отправить"))
        await stage.world.presses.press(stage.maria.user, listed, send["callback_data"]).toast
        shown = await stage.maria.sees("Здравствуйте, Иван!", in_=group, topic=topic, after=listed)
        await stage.ivan.sees("Здравствуйте, Иван!", in_=stage.shop)
        await stage.oleg.writes("/edit Чужое", to=group, topic=topic, reply_to=shown)
        await stage.oleg.sees("только свои сообщения", in_=group, topic=topic)
        stage.world.clock.forward(timedelta(minutes=1))
        await stage.maria.writes("/edit Добрый вечер!", to=group, topic=topic, reply_to=shown)

        await stage.ivan.sees("Добрый вечер!", in_=stage.shop)
        await stage.ivan.never_sees("Чужое", in_=stage.shop)
