"""What goes wrong between us and Telegram: nobody waits for somebody else, and nobody is left in the dark."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import pytest

from bridge.app.parts import Parts
from bridge.channels.telegram.calls import raw
from bridge.sandbox import Person, SandboxServer
from tests.stories.conftest import Stage
from tests.stories.dialogs import takes, until


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch):
    """How long the bridge waits is told by its constants; what it does then is what is tried here."""
    monkeypatch.setattr("bridge.app.bots.RECONNECT", timedelta(milliseconds=100))
    monkeypatch.setattr("bridge.app.bots.REFUSED", timedelta(milliseconds=100))
    monkeypatch.setattr("bridge.journal.polling.SLOWLY", timedelta(milliseconds=100))


async def marked(stage: Stage, message, emoji: str) -> None:
    """The bot has put the reaction on an operator's message."""
    await until(stage, lambda: [emoji] in message.reactions.values())


def texts(person: Person, place, text: str) -> list[str]:
    return [message.text for message in person.messages(place) if text in message.text and message.sender.is_bot]


# People come and go


async def test_a_blocked_bot_is_told_below_the_answer_which_can_be_sent_again_later(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)
        await stage.ivan.blocks(stage.shop)
        await stage.anna.sees("Клиент заблокировал бота", in_=stage.desk, topic=topic)
        await stage.anna.sees("Состояние: клиент заблокировал бота", in_=stage.desk, topic=topic)
        answer = await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        failed = await stage.anna.sees("Не доставлено", in_=stage.desk, topic=topic, button="Повторить")
        await marked(stage, answer, "💔")

        await stage.ivan.starts(stage.shop)
        await stage.anna.sees("вернулся", in_=stage.desk, topic=topic)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)
        await stage.anna.presses("Повторить", on=failed)

        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await marked(stage, answer, "👌")
    assert failed.reply_to == answer.id


async def test_a_block_that_only_a_sending_finds_out_is_on_the_card_too(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add(
            "refuse", bot=stage.shop, method="sendMessage", description="Forbidden: bot was blocked by the user"
        )
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)

        await stage.anna.sees("Клиент заблокировал бота", in_=stage.desk, topic=topic, button="Повторить")
        await stage.anna.sees("Состояние: клиент заблокировал бота", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Я тут", to=stage.shop)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)


async def test_an_operator_who_blocks_the_bot_gives_his_dialogs_to_others(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        offer = await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)
        await stage.anna.blocks(stage.desk)

        await stage.maria.sees("где мой заказ", in_=stage.desk, button="Взять", after=offer)
        await stage.maria.presses("Взять")
        topic = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.writes("Отвечаю я", to=stage.desk, topic=topic)

        await stage.ivan.sees("Отвечаю я", in_=stage.shop)


async def test_an_answer_written_before_the_block_goes_out_and_the_dialog_to_others(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
    await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
    await stage.anna.blocks(stage.desk)
    await stage.ivan.writes("Вы тут?", to=stage.shop)
    async with stage.at_work():
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.maria.sees("Вы тут?", in_=stage.desk, button="Взять")
        await stage.maria.presses("Взять", in_=stage.desk)

        mine = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        await stage.maria.sees("Ответственный: вы", in_=stage.desk, topic=mine)


async def test_an_operator_whose_account_is_gone_gives_his_dialogs_to_others(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        offer = await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)
        await stage.anna.leaves_telegram()
        await stage.ivan.writes("Алло?", to=stage.shop)

        await stage.maria.sees("Алло?", in_=stage.desk, button="Взять", after=offer)


async def test_an_operator_who_comes_back_sees_what_waits(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        await stage.anna.blocks(stage.desk)
        await stage.maria.sees("где мой заказ", in_=stage.desk, button="Взять")
        await stage.anna.starts(stage.desk)

        await stage.anna.sees("где мой заказ", in_=stage.desk, button="Взять")


# Telegram asks to wait


def allow(stage: Stage, messages: int) -> None:
    """So many messages in each chat, and the next one ten minutes later."""
    stage.world.limits.enabled = True
    stage.world.limits.per_chat = (float(messages), 1 / 600)


def allow_all(stage: Stage) -> None:
    stage.world.limits.enabled = False
    stage.world.clock.forward(timedelta(hours=1))


async def test_a_customer_for_whom_telegram_asks_to_wait_holds_nobody_up(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        pavel = stage.world.person("Павел Зуев")
        await pavel.writes("Это Павел", to=stage.shop)
        await stage.anna.sees("Это Павел", in_=stage.desk, button="Взять")
        await stage.anna.presses("Взять")
        pavels = await stage.anna.sees_topic("Павел Зуев", in_=stage.desk)
        allow(stage, 1)
        await stage.anna.writes("Первый ответ", to=stage.desk, topic=topic)
        await stage.ivan.sees("Первый ответ", in_=stage.shop)
        await stage.anna.writes("Второй ответ", to=stage.desk, topic=topic)
        await stage.anna.writes("Ответ Павлу", to=stage.desk, topic=pavels)

        await pavel.sees("Ответ Павлу", in_=stage.shop)
        assert texts(stage.ivan, stage.shop, "Второй ответ") == []
        allow_all(stage)
        await stage.ivan.sees("Второй ответ", in_=stage.shop)


async def test_an_operator_for_whom_telegram_asks_to_wait_holds_nobody_up(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.maria.sees("взял(а) Анна Смирнова", in_=stage.desk)
        allow(stage, 1)
        await stage.ivan.writes("Первое", to=stage.shop)
        await stage.anna.sees("Первое", in_=stage.desk, topic=topic)
        await stage.ivan.writes("Второе", to=stage.shop)
        await stage.world.person("Павел Зуев").writes("Для всех", to=stage.shop)

        await stage.maria.sees("Для всех", in_=stage.desk, button="Взять")
        assert texts(stage.anna, stage.desk, "Второе") == []
        allow_all(stage)
        await stage.anna.sees("Второе", in_=stage.desk, topic=topic)
        await stage.anna.sees("Для всех", in_=stage.desk, button="Взять")


async def test_flood_limits_are_obeyed_and_everything_arrives_in_order(stage: Stage):
    stage.world.limits.enabled = True
    stage.world.limits.per_chat = (3.0, 20.0)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        for number in range(20):
            await stage.ivan.writes(f"Вопрос {number:02}", to=stage.shop)
        await stage.anna.sees("Вопрос 19", in_=stage.desk, topic=topic)

    assert texts(stage.anna, stage.desk, "Вопрос") == [f"Вопрос {number:02}" for number in range(20)]


# The connection breaks


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


# Telegram is away


@asynccontextmanager
async def telegram_at(stage: Stage, url: str):
    """Telegram is there again, at its old address."""
    async with SandboxServer(stage.world, port=urlsplit(url).port or 0) as server:
        yield server


async def test_the_bridge_comes_to_life_by_itself_when_telegram_can_be_reached(stage: Stage):
    await stage.server.stop()
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        async with telegram_at(stage, stage.server.url):
            await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")


async def test_the_bridge_goes_on_by_itself_after_telegram_was_away(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.server.stop()
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await stage.anna.writes("Мы здесь", to=stage.desk, topic=topic)
        async with telegram_at(stage, stage.server.url):
            await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
            await stage.ivan.sees("Мы здесь", in_=stage.shop)

    assert texts(stage.anna, stage.desk, "Вы где?") == ["Вы где?"]
    assert texts(stage.ivan, stage.shop, "Мы здесь") == ["Мы здесь"]


# A token is not accepted


def revoke(stage: Stage, bot) -> None:
    stage.world.faults.add("refuse", bot=bot, times=10**6, description="Unauthorized")


def accept_again(stage: Stage) -> None:
    stage.world.faults.clear()
    # Somebody who had to wait for long may try again now.
    stage.world.clock.forward(timedelta(hours=1))


async def state(parts: Parts, bot: str, wanted: str) -> None:
    """Health tells it in the end."""
    url = f"http://127.0.0.1:{parts.settings.http.http_port}/health"
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            async with session.get(url) as answer:
                if (await answer.json())["bots"][bot] == wanted:
                    return


async def test_a_customers_bot_with_a_wrong_token_is_told_by_health_while_the_operators_are_served(stage: Stage):
    revoke(stage, stage.shop)
    async with stage.at_work() as parts:
        await stage.anna.writes("/dialogs", to=stage.desk)
        await stage.anna.sees("Открытых диалогов нет", in_=stage.desk)

        await state(parts, "channel:1", "its token is not accepted")
        await state(parts, "desk", "serving")


async def test_an_operator_bot_with_a_wrong_token_loses_no_message(stage: Stage):
    revoke(stage, stage.desk)
    async with stage.at_work() as parts:
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        await state(parts, "desk", "its token is not accepted")
        accept_again(stage)

        await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")
        await state(parts, "desk", "serving")


async def test_an_operator_bot_whose_token_is_revoked_at_work_loses_no_message(stage: Stage):
    async with stage.at_work() as parts:
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        revoke(stage, stage.desk)
        await stage.anna.writes("/help", to=stage.desk)
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await state(parts, "desk", "its token is not accepted")
        accept_again(stage)

        await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
        await stage.anna.writes("/help", to=stage.desk)
        await state(parts, "desk", "serving")


async def test_a_channel_whose_token_is_revoked_tells_the_operator_why_nothing_arrives(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        revoke(stage, stage.shop)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)

        await stage.anna.sees("Токен канала не принят", in_=stage.desk, topic=topic, button="Повторить")
