"""Topics and their cards: what Telegram takes away comes back, and nothing is painted in vain."""

import pytest

from bridge.sandbox import Message
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage


async def card(stage: Stage, topic, button: str) -> Message:
    return await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button=button)


@pytest.mark.parametrize("refusal", ["TOPIC_DELETED", "TOPIC_ID_INVALID", "message thread not found"])
async def test_a_topic_that_telegram_refuses_is_made_anew(stage: Stage, refusal: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        # What else is sent then would be refused in its place.
        await stage.world.rest()
        stage.world.faults.add("refuse", bot=stage.desk, method="sendMessage", description=f"Bad Request: {refusal}")
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        shown = await stage.anna.sees("Вы тут?", in_=stage.desk)

    assert shown.topic_id not in (None, topic.id)


async def test_a_topic_of_which_nobody_knows_whether_it_was_made_is_made_once(stage: Stage):
    async with stage.at_work():
        stage.world.faults.add("reset_after", bot=stage.desk, method="createForumTopic")
        await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk)
        await until(stage, lambda: len(stage.anna.topics(stage.desk)) == 1)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=stage.anna.topics(stage.desk)[0])

        await stage.ivan.sees("Уже едет", in_=stage.shop)


async def test_a_card_that_was_deleted_is_put_there_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        shown = await card(stage, topic, "Закрыть")
        await stage.anna.deletes(shown)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)

        anew = await card(stage, topic, "Вернуть из архива")

    assert anew.id != shown.id


async def test_a_card_that_looks_right_already_is_no_failure(stage: Stage):
    same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        shown = await card(stage, topic, "Закрыть")
        stage.world.faults.add("refuse", bot=stage.desk, method="editMessageText", times=100, description=same)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)

        cards = [each for each in stage.anna.messages(stage.desk, topic) if "Состояние" in each.text]
        assert cards == [shown]


async def test_a_start_paints_nothing_that_has_not_changed(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
    before = [(each.id, each.edited_at) for each in stage.anna.messages(stage.desk)]
    async with stage.at_work():
        await stage.oleg.writes("/dialogs", to=stage.desk)
        await stage.oleg.sees("1 диалог", in_=stage.desk)

    assert [(each.id, each.edited_at) for each in stage.anna.messages(stage.desk)] == before


async def test_what_the_bot_itself_does_in_a_topic_is_answered_by_nobody(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.anna.presses("Закрыть")
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)
        await stage.anna.writes("/help", to=stage.desk)
        await stage.anna.sees("Как здесь работать", in_=stage.desk)

        said = [each.text for each in stage.anna.messages(stage.desk, topic) if each.text]
        assert [text.splitlines()[0] for text in said] == ["👤 Иван Петров", "Здравствуйте, где мой заказ?"]


@pytest.mark.parametrize(
    ("name", "title"),
    [("Анна\nМария", "Анна Мария"), ("Ж" * 200, "Ж" * 100), ("\u200b\u2060", "№1"), ("😀" * 63, "😀")],
)
async def test_every_name_makes_a_topic(stage: Stage, name: str, title: str):
    stage.ivan.user.first_name, stage.ivan.user.last_name = name, None
    for cached in ("profile", "wire"):
        vars(stage.ivan.user).pop(cached, None)
    stage.ivan.user.username = None
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")
        await stage.anna.presses("Взять")
        topic = await stage.anna.sees_topic(title, in_=stage.desk)
        await stage.anna.sees("Здравствуйте!", in_=stage.desk, topic=topic)

    assert len(topic.name) <= 128
    assert topic.name.endswith("№1")
