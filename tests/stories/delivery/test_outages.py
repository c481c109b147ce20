"""Telegram is away, and comes back."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bridge.sandbox import Bot, SandboxServer
from tests.kit.stories.contents import POLL, sends
from tests.kit.stories.dialogs import marked, takes, texts, until
from tests.kit.stories.outages import in_the_dark
from tests.kit.stories.stage import Stage

pytestmark = pytest.mark.usefixtures("short_waits")


@asynccontextmanager
async def telegram_again(stage: Stage):
    """Telegram is there again, at its old address."""
    async with SandboxServer(stage.world, api_port=urlsplit(stage.server.api_url).port or 0) as server:
        yield server


async def test_the_bridge_comes_to_life_by_itself_when_telegram_can_be_reached(stage: Stage):
    await stage.server.stop()
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)
        async with telegram_again(stage):
            await stage.anna.sees("Здравствуйте!", in_=stage.desk, button="Взять")


async def test_the_bridge_goes_on_by_itself_after_telegram_was_away(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.server.stop()
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await stage.anna.writes("Мы здесь", to=stage.desk, topic=topic)
        async with telegram_again(stage):
            await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)
            await stage.ivan.sees("Мы здесь", in_=stage.shop)

    assert texts(stage.anna, stage.desk, "Вы где?") == ["Вы где?"]
    assert texts(stage.ivan, stage.shop, "Мы здесь") == ["Мы здесь"]


async def test_the_bridge_goes_on_by_itself_after_connections_were_refused(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        spell = stage.world.weather.begin("refused")
        await stage.ivan.writes("Вы где?", to=stage.shop)
        await stage.anna.never_sees("Вы где?", within=0.3)
        stage.world.weather.end(spell)
        await stage.anna.sees("Вы где?", in_=stage.desk, topic=topic)


async def tries(stage: Stage) -> int:
    """How often the file that waits to be shown was tried; 0 when none waits."""
    return sum(delivery.attempts for delivery in await stage.office.deliveries("copy") if delivery.body.get("file"))


async def test_a_file_waits_for_a_bot_that_is_not_connected_yet(stage: Stage):
    """After a start the operator bot is there first: what only the customers' bot can fetch is not gone for that."""
    async with stage.at_work():
        await takes(stage, stage.anna)
        stage.world.weather.begin("http_502", bot=stage.shop, methods=["getFile"])
        await stage.ivan.sends_file(b"a receipt", to=stage.shop, kind="photo", caption="Чек")
        while not await tries(stage):  # noqa: ASYNC110 - a row
            await asyncio.sleep(0.01)
    before = await tries(stage)
    stage.world.weather.begin("http_502", bot=stage.shop)
    async with stage.at_work():
        while await tries(stage) == before:  # noqa: ASYNC110 - a row
            await asyncio.sleep(0.01)
        stage.world.weather.clear()
        shown = await stage.anna.sees("Чек", in_=stage.desk)

    assert shown.kind == "photo"


async def test_the_first_answer_after_a_start_is_no_repeat_when_its_outcome_is_unknown(stage: Stage):
    """No update has come yet that would tell the ids of messages: what is stored does."""
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Минуту", to=stage.desk, topic=topic)
        await stage.ivan.sees("Минуту", in_=stage.shop)
    stage.world.faults.add("reset_after", bot=stage.shop, method="sendMessage")
    async with stage.at_work():
        answer = await stage.anna.writes("Готово", to=stage.desk, topic=topic)
        await until(stage, lambda: answer.reactions.get(stage.desk.id) == ["👌"])
        await stage.anna.never_sees("↻", in_=stage.desk, topic=topic)

    assert texts(stage.ivan, stage.shop, "Готово") == ["Готово"]


async def heard(bot: Bot) -> None:
    """The bot has taken what was done."""
    while bot.updates.pending():  # noqa: ASYNC110 - the stand-in tells nobody
        await asyncio.sleep(0.01)


async def test_an_answer_of_unknown_outcome_comes_once_though_the_customer_has_reacted_to_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        with in_the_dark(stage, stage.shop):
            answer = await stage.anna.writes("Готово", to=stage.desk, topic=topic)
            arrived = await stage.ivan.sees("Готово", in_=stage.shop)
            await stage.ivan.reacts(arrived, "🔥")
            await heard(stage.shop)
        await until(stage, lambda: answer.reactions.get(stage.desk.id) == ["🔥"], seconds=40)

    assert texts(stage.ivan, stage.shop, "Готово") == ["Готово"]


async def test_a_customers_reply_to_an_answer_of_unknown_outcome_is_shown_as_a_reply(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        with in_the_dark(stage, stage.shop):
            answer = await stage.anna.writes("Готово", to=stage.desk, topic=topic)
            arrived = await stage.ivan.sees("Готово", in_=stage.shop)
            await stage.ivan.writes("Спасибо!", to=stage.shop, reply_to=arrived)
            await heard(stage.shop)
        copy = await stage.anna.sees("Спасибо!", in_=stage.desk, topic=topic, timeout=40)

    assert copy.reply_to == answer.id


@pytest.mark.parametrize("has_topics", [False])
async def test_a_reply_to_a_copy_of_unknown_outcome_goes_to_its_dialog_and_not_to_the_open_one(stage: Stage):
    pavel = stage.world.person("Павел Зуев")
    async with stage.at_work():
        for customer in (stage.ivan, pavel):
            await customer.writes(f"Это {customer.user.first_name}", to=stage.shop)
            await stage.anna.sees(f"Это {customer.user.first_name}", in_=stage.desk, button="Взять")
            await stage.anna.presses("Взять")
            await stage.anna.sees(f"Бот магазина\nЭто {customer.user.first_name}", in_=stage.desk)
        with in_the_dark(stage, stage.desk):
            await stage.ivan.writes("Где мой заказ?", to=stage.shop)
            copy = await stage.anna.sees("Где мой заказ?", in_=stage.desk)
            await stage.anna.writes("Уже едет", to=stage.desk, reply_to=copy)
            await heard(stage.desk)
        await stage.ivan.sees("Уже едет", in_=stage.shop, timeout=40)

    assert texts(pavel, stage.shop, "Уже едет") == []


@pytest.fixture
def few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.desk.bot_api.detached_uploads.MIN_STUCK_ATTEMPTS", 2)
    monkeypatch.setattr("bridge.actions.delivery.delays.MIN_STUCK_ATTEMPTS", 2)
    monkeypatch.setattr("bridge.desk.bot_api.detached_uploads.STUCK_AFTER", timedelta(0))
    monkeypatch.setattr("bridge.desk.bot_api.detached_uploads.ALWAYS_STUCK_AFTER", timedelta(0))
    monkeypatch.setattr("bridge.actions.delivery.delays.STUCK_AFTER", timedelta(0))
    monkeypatch.setattr("bridge.desk.bot_api.detached_uploads.STUCK_RETRY_DELAY", timedelta(milliseconds=500))
    monkeypatch.setattr("bridge.delivery.retry.MAX_PAUSE", timedelta(milliseconds=500))


@pytest.mark.usefixtures("few_tries")
async def test_what_telegram_never_answers_to_holds_up_its_own_dialog_alone(stage: Stage):
    pavel = stage.world.person("Павел Зуев")
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await pavel.writes("Это Павел", to=stage.shop)
        await stage.anna.sees("Это Павел", in_=stage.desk, button="Взять")
        await stage.anna.presses("Взять")
        another = await stage.anna.sees_topic("Павел Зуев", in_=stage.desk)
        spell = stage.world.weather.begin("json_500", bot=stage.desk, methods=["sendSticker"])
        await stage.ivan.sends_file(b"a sticker", to=stage.shop, kind="sticker")
        await stage.ivan.writes("Видели?", to=stage.shop)
        await pavel.writes("А мой заказ?", to=stage.shop)
        await stage.anna.sees("А мой заказ?", in_=stage.desk, topic=another)
        await stage.anna.never_sees("Видели?", within=1)
        stage.world.weather.end(spell)
        sticker = await stage.anna.sees(in_=stage.desk, topic=topic, kind="sticker")
        await stage.anna.sees("Видели?", in_=stage.desk, topic=topic, after=sticker)


@pytest.mark.usefixtures("few_tries")
async def test_an_answer_that_does_not_get_through_can_be_stopped_by_its_author(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.weather.begin("json_500", bot=stage.shop, methods=["sendSticker"])
        sticker = await stage.anna.sends_file(b"a sticker", to=stage.desk, topic=topic, kind="sticker")
        await stage.anna.writes("Готово", to=stage.desk, topic=topic)
        asked = await stage.anna.sees("Это сообщение ещё не ушло", in_=stage.desk, topic=topic)
        assert not texts(stage.ivan, stage.shop, "Готово")
        await stage.anna.presses("Не отправлять", on=asked)
        await stage.ivan.sees("Готово", in_=stage.shop)
        await stage.anna.sees("Отправка остановлена", in_=stage.desk, topic=topic)
        await marked(stage, sticker, "💔")
        await stage.anna.never_sees("Не доставлено", in_=stage.desk, topic=topic)


async def test_a_vote_in_a_poll_of_unknown_outcome_is_heard(stage: Stage):
    """A poll that is found again has told no id of itself."""
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("reset_after", bot=stage.shop, method="sendPoll")
        await sends(stage.anna, POLL, to=stage.desk, topic=topic)
        put = await stage.ivan.sees(in_=stage.shop, kind="poll")
        await stage.ivan.votes(put, 1)
        await stage.anna.sees("☑ Кофе", in_=stage.desk, topic=topic, timeout=40)
        await stage.ivan.votes(put, 0)
        await stage.anna.sees("☑ Чай", in_=stage.desk, topic=topic)
