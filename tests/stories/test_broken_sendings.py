"""A sending breaks, before or after it took effect: nobody is left in the dark."""

from datetime import timedelta

import pytest

from bridge.channels.telegram.calls import raw
from tests.stories.conftest import Stage
from tests.stories.dialogs import marked, takes, texts

pytestmark = pytest.mark.usefixtures("short_waits")


@pytest.mark.parametrize("fault", ["reset_before", "http_502", "json_500"])
async def test_a_sending_that_broke_before_it_took_effect_arrives_once(stage: Stage, fault: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        stage.world.faults.add(fault, bot=stage.desk, method="sendMessage")
        stage.world.faults.add(fault, bot=stage.shop, method="sendMessage")
        await stage.ivan.writes("Вопрос", to=stage.shop)
        await stage.anna.sees("Вопрос", in_=stage.desk, topic=topic)
        written = await stage.anna.writes("Ответ", to=stage.desk, topic=topic)
        await stage.ivan.sees("Ответ", in_=stage.shop)
        await marked(stage, written, "👌")

    assert texts(stage.anna, stage.desk, "Вопрос") == ["↻ возможный повтор\nВопрос"]
    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ"]


async def test_a_sending_that_broke_after_it_took_effect_is_repeated_once_and_says_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        stage.world.faults.add("reset_after", bot=stage.desk, method="sendMessage")
        stage.world.faults.add("reset_after", bot=stage.shop, method="sendMessage")
        await stage.ivan.writes("Вопрос", to=stage.shop)
        await stage.anna.sees("возможный повтор\nВопрос", in_=stage.desk, topic=topic)
        written = await stage.anna.writes("Ответ", to=stage.desk, topic=topic)
        told = await stage.anna.sees("у клиента может быть два экземпляра", in_=stage.desk, topic=topic)
        await marked(stage, written, "👌")

    assert told.reply_to == written.id
    assert texts(stage.anna, stage.desk, "Вопрос") == ["Вопрос", "↻ возможный повтор\nВопрос"]
    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ", "Ответ"]


async def test_what_broke_twice_is_left_to_the_operator(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("reset_before", bot=stage.shop, method="sendMessage", times=2)
        written = await stage.anna.writes("Ответ", to=stage.desk, topic=topic)
        told = await stage.anna.sees("неизвестно", in_=stage.desk, topic=topic, button="Повторить")
        await marked(stage, written, "🤔")
        await stage.anna.presses("Повторить", on=told)
        await stage.ivan.sees("Ответ", in_=stage.shop)
        await stage.anna.sees("у клиента может быть два экземпляра", in_=stage.desk, topic=topic)

    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ"]


async def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(raw.__kwdefaults__, "answer_within", timedelta(seconds=1))
    monkeypatch.setattr("bridge.desk.telegram.ANSWER", timedelta(seconds=1))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        stage.world.faults.add("stall", bot=stage.desk, method="sendMessage")
        await stage.ivan.writes("Вопрос", to=stage.shop)
        await stage.anna.sees("возможный повтор\nВопрос", in_=stage.desk, topic=topic)
        stage.world.faults.add("stall", bot=stage.shop, method="sendMessage")
        await stage.anna.writes("Ответ", to=stage.desk, topic=topic)
        await stage.anna.sees("у клиента может быть два экземпляра", in_=stage.desk, topic=topic)

    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ", "Ответ"]


async def test_an_answer_that_cannot_be_decoded_sends_nothing_twice(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        for bot in (stage.desk, stage.shop):
            for method in ("sendMessage", "sendPhoto"):
                stage.world.faults.add("undecodable", bot=bot, method=method, times=100)
        await stage.ivan.writes("Вопрос", to=stage.shop)
        await stage.ivan.sends_file(b"picture", to=stage.shop, kind="photo", caption="Вот фото")
        await stage.anna.sees("Вот фото", in_=stage.desk, topic=topic)
        written = await stage.anna.writes("Ответ", to=stage.desk, topic=topic)
        await marked(stage, written, "👌")
        await stage.ivan.writes("Спасибо", to=stage.shop)
        await stage.anna.sees("Спасибо", in_=stage.desk, topic=topic)

    assert texts(stage.anna, stage.desk, "Вопрос") == ["Вопрос"]
    assert texts(stage.anna, stage.desk, "Вот фото") == ["Вот фото"]
    assert texts(stage.anna, stage.desk, "Спасибо") == ["Спасибо"]
    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ"]
    assert len(stage.anna.topics(stage.desk)) == 1


async def test_fields_nobody_knows_yet_hurt_nobody(stage: Stage):
    async with stage.at_work():
        stage.world.faults.add("future_field", times=1000)
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Ответ", to=stage.desk, topic=topic)

        await stage.ivan.sees("Ответ", in_=stage.shop)
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic)


async def test_formatting_that_telegram_refuses_leaves_the_words(stage: Stage):
    refused = "Bad Request: can't parse entities: unexpected end of entity"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        bold = [{"type": "bold", "offset": 0, "length": 4}]
        for method in ("sendMessage", "sendPhoto"):
            stage.world.faults.add("refuse", bot=stage.desk, method=method, description=refused)
        await stage.ivan.writes("Жирно", to=stage.shop, entities=bold)
        await stage.ivan.sends_file(b"photo", to=stage.shop, kind="photo", caption="http://example.org")
        heard = await stage.anna.sees("Жирно", in_=stage.desk, topic=topic)
        captioned = await stage.anna.sees("example.org", in_=stage.desk, topic=topic, kind="photo")
        stage.world.faults.add("refuse", bot=stage.shop, method="sendMessage", description=refused)
        await stage.anna.writes("Твёрдо", to=stage.desk, topic=topic, entities=bold)
        answered = await stage.ivan.sees("Твёрдо", in_=stage.shop)

    assert (heard.text, captioned.text, answered.text) == ("Жирно", "http://example.org", "Твёрдо")
    assert heard.content.entities == answered.content.entities == []


async def test_a_long_text_that_telegram_interrupts_is_shown_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Перевести")
        await stage.anna.presses("Мария Лис")
        marias = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.sees("передал(а)", in_=stage.desk, topic=marias)
        limits = stage.world.limits
        limits.enabled, limits.per_chat = True, (1.0, 1.0)
        # With the author's name above it, it needs two messages.
        await stage.anna.writes("начало " + "ж" * 4080 + " конец", to=stage.desk, topic=topic)
        await stage.anna.presses("Отправить")
        await stage.maria.sees("конец", in_=stage.desk, topic=marias)

    assert len(texts(stage.maria, stage.desk, "начало")) == 1
