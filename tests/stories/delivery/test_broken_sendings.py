"""A sending breaks, before or after it took effect: nobody is left in the dark."""

from datetime import timedelta

import pytest

from bridge.channels.telegram.calls import raw
from bridge.sandbox import Message, Topic
from tests.kit.stories.dialogs import marked, takes, texts
from tests.kit.stories.stage import Stage

pytestmark = pytest.mark.usefixtures("short_waits")


BEFORE = ["reset_before", "http_502", "json_500"]
AFTER = ["reset_after", "stall"]


@pytest.fixture(autouse=True)
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that does not come is not waited for for ever."""
    monkeypatch.setitem(raw.__kwdefaults__, "answer_within", timedelta(seconds=1))
    monkeypatch.setattr("bridge.desk.bot_api.telegram.ANSWER_TIMEOUT", timedelta(seconds=1))


async def says_both_ways(stage: Stage, fault: str, *, times: int = 1) -> tuple[Topic, Message]:
    """A question and an answer, and the sending of each breaks; returns the topic and the operator's message."""
    topic = await takes(stage, stage.anna)
    await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
    stage.world.faults.add(fault, bot=stage.desk, method="sendMessage", times=times)
    await stage.ivan.writes("Вопрос", to=stage.shop)
    await stage.anna.sees("Вопрос", in_=stage.desk, topic=topic)
    stage.world.faults.add(fault, bot=stage.shop, method="sendMessage", times=times)
    written = await stage.anna.writes("Ответ", to=stage.desk, topic=topic)
    await marked(stage, written, "👌")
    return topic, written


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("fault", BEFORE)
async def test_a_sending_that_broke_before_it_took_effect_arrives_once(stage: Stage, fault: str, times: int):
    async with stage.at_work():
        await says_both_ways(stage, fault, times=times)

    assert texts(stage.anna, stage.desk, "Вопрос") == ["Вопрос"]
    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ"]


@pytest.mark.parametrize("fault", AFTER)
async def test_a_sending_that_broke_after_it_took_effect_is_found_and_not_repeated(stage: Stage, fault: str):
    async with stage.at_work():
        await says_both_ways(stage, fault)

    assert texts(stage.anna, stage.desk, "Вопрос") == ["Вопрос"]
    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ"]


async def test_what_was_found_is_known_as_if_its_answer_had_come(stage: Stage):
    async with stage.at_work():
        topic, written = await says_both_ways(stage, "reset_after")
        question = await stage.anna.sees("Вопрос", in_=stage.desk, topic=topic)
        await stage.anna.writes("На это", to=stage.desk, topic=topic, reply_to=question)
        reply = await stage.ivan.sees("На это", in_=stage.shop)
        await stage.anna.edits(written, "Другой ответ")
        await stage.ivan.sees("Другой ответ", in_=stage.shop)

    assert reply.reply_to is not None
    assert texts(stage.ivan, stage.shop, "Ответ") == []


@pytest.mark.parametrize("fault", AFTER)
async def test_where_nobody_can_say_whether_it_took_effect_it_is_repeated_and_says_so(stage: Stage, fault: str):
    stage.world.settling_refused = True
    async with stage.at_work():
        topic, written = await says_both_ways(stage, fault)
        await stage.anna.sees("возможный повтор\nВопрос", in_=stage.desk, topic=topic)
        told = await stage.anna.sees("у клиента может быть два экземпляра", in_=stage.desk, topic=topic)

    assert told.reply_to == written.id
    assert texts(stage.anna, stage.desk, "Вопрос") == ["Вопрос", "↻ возможный повтор\nВопрос"]
    assert texts(stage.ivan, stage.shop, "Ответ") == ["Ответ", "Ответ"]


async def test_a_repeat_goes_on_to_say_so_when_it_is_edited(stage: Stage):
    stage.world.settling_refused = True
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("reset_after", bot=stage.desk, method="sendMessage")
        question = await stage.ivan.writes("Вопрос", to=stage.shop)
        await stage.anna.sees("возможный повтор\nВопрос", in_=stage.desk, topic=topic)
        await stage.ivan.edits(question, "Другой вопрос")
        edited = await stage.anna.sees("Другой вопрос", in_=stage.desk, topic=topic)

    assert edited.text == "↻ возможный повтор · ✏️ изменено\nДругой вопрос"


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
