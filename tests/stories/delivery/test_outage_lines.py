"""What people see of an outage: a mark on an answer that waits, one line that changes when it is over, and afterwards
whatever they have asked for."""

import asyncio
from datetime import timedelta

import pytest

from bridge.sandbox.watching import NotSeen
from storage.team.employees import Role
from tests.kit.stories.dialogs import marked, takes, texts, until
from tests.kit.stories.stage import Stage


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long people are left alone with it is told by constants; what they see then is what is tried here."""
    monkeypatch.setattr("bridge.actions.delivery.delays.DELAY_SHOWN_AFTER", timedelta(milliseconds=500))
    monkeypatch.setattr("scheduler.outages.DELAY_CHECK_INTERVAL", timedelta(milliseconds=300))
    monkeypatch.setattr("scheduler.outages.OUTAGE_CHECK_INTERVAL", timedelta(milliseconds=300))
    monkeypatch.setattr("bridge.actions.delivery.outages.OUTAGE_NOTICE_DELAY", timedelta(seconds=1))
    monkeypatch.setattr("bridge.actions.delivery.outages.RECOVERY_PERIOD", timedelta(seconds=1))
    monkeypatch.setattr("bridge.actions.delivery.outages.RECIPIENT_CHECK_INTERVAL", timedelta(milliseconds=300))
    monkeypatch.setattr("bridge.sending.availability.MAX_PAUSE", timedelta(milliseconds=500))


async def test_an_answer_that_waits_says_so_and_is_delivered_by_itself(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        away = stage.world.weather.begin("http_502", bot=stage.shop)
        written = await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await marked(stage, written, "🕊")
        stage.world.weather.end(away)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await marked(stage, written, "👌")

    assert len(texts(stage.ivan, stage.shop, "Уже едет")) == 1


async def test_who_has_something_waiting_and_the_admins_get_one_line_that_changes_when_it_is_over(stage: Stage):
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.oleg.id)).role = Role.ADMIN
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        away = stage.world.weather.begin("json_500", bot=stage.shop)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        line = await stage.anna.sees("Telegram не отвечает с", in_=stage.desk)
        await stage.oleg.sees("Telegram не отвечает с", in_=stage.desk)
        stage.world.weather.end(away)
        await until(stage, lambda: "Telegram не отвечал" in line.text and "всё доставлено" in line.text)
        await stage.oleg.sees("всё доставлено", in_=stage.desk)

    assert len(texts(stage.anna, stage.desk, "Telegram не отвеча")) == 1
    assert not texts(stage.maria, stage.desk, "Telegram не отвеча")


async def test_a_short_outage_is_told_to_nobody(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bridge.actions.delivery.outages.OUTAGE_NOTICE_DELAY", timedelta(minutes=1))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        away = stage.world.weather.begin("http_502")
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await asyncio.sleep(1.5)
        stage.world.weather.end(away)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await asyncio.sleep(1)

    assert not texts(stage.anna, stage.desk, "Telegram не отвеча")
    assert not texts(stage.oleg, stage.desk, "Telegram не отвеча")


async def test_of_an_outage_of_the_operators_own_bot_they_hear_afterwards(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        away = stage.world.weather.begin("http_502", bot=stage.desk)
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await asyncio.sleep(2)
        stage.world.weather.end(away)
        await stage.anna.sees("Вы тут?", in_=stage.desk, topic=topic)
        line = await stage.anna.sees("бот операторов", in_=stage.desk)
        await until(stage, lambda: "всё доставлено" in line.text)

    assert len(texts(stage.anna, stage.desk, "бот операторов")) == 1


async def test_an_outage_of_all_bots_is_told_as_one_when_it_is_over(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        away = stage.world.weather.begin("http_502")
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.writes("Вы тут?", to=stage.shop)
        await asyncio.sleep(3)
        stage.world.weather.end(away)
        line = await stage.anna.sees("Telegram не отвечал", in_=stage.desk)
        await until(stage, lambda: "всё доставлено" in line.text)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await asyncio.sleep(1.5)

    assert len(texts(stage.anna, stage.desk, "Telegram не отвеча")) == 1
    assert "бот" not in line.text.lower()


async def test_what_a_press_has_asked_for_is_done_and_shown_afterwards(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic)
        card = next(each for each in stage.anna.messages(stage.desk, topic) if "Ответственный: вы" in each.text)
        methods = ["editMessageText", "answerCallbackQuery", "sendMessage", "getMe"]
        away = stage.world.weather.begin("http_502", bot=stage.desk, methods=methods)
        with pytest.raises(NotSeen):
            await stage.anna.presses("Перевести", on=card, timeout=0.5)
        await stage.anna.writes("/tasks", to=stage.desk)
        await asyncio.sleep(2)
        stage.world.weather.end(away)
        await stage.anna.sees("Кому перевести", in_=stage.desk, topic=topic)
        await stage.anna.sees("Список задач", in_=stage.desk)


async def test_what_is_typed_before_a_question_can_be_seen_is_no_answer_to_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic)
        methods = ["editMessageText", "answerCallbackQuery", "sendMessage", "getMe"]
        away = stage.world.weather.begin("http_502", bot=stage.desk, methods=methods)
        with pytest.raises(NotSeen):
            await stage.anna.presses("Задача", on=card, timeout=0.5)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await asyncio.sleep(1)
        stage.world.weather.end(away)
        asked = await stage.anna.sees("Что нужно сделать", in_=stage.desk, topic=topic, button="Отмена")
        await stage.ivan.sees("Уже едет", in_=stage.shop)
        await stage.anna.writes("Позвонить завтра в 10", to=stage.desk, topic=topic)
        await stage.anna.sees("Позвонить", in_=stage.desk, topic=topic, after=asked, button="Поставить задачу")

    assert texts(stage.ivan, stage.shop, "Позвонить") == []


@pytest.mark.parametrize(("pressed", "asked"), [("Задача", "Что нужно сделать"), ("Заметка", "Напишите заметку")])
async def test_what_was_typed_in_an_outage_behind_a_press_is_an_answer_to_the_customer(
    stage: Stage, pressed: str, asked: str
):
    """Both are heard of together, when it is over."""
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic)
        away = stage.world.weather.begin("http_502", bot=stage.desk)
        with pytest.raises(NotSeen):
            await stage.anna.presses(pressed, on=card, timeout=0.5)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        stage.world.weather.end(away)
        await stage.ivan.sees("Уже едет", in_=stage.shop, timeout=40)
        await stage.anna.sees(asked, in_=stage.desk, topic=topic)
        await stage.anna.writes("Позвонить", to=stage.desk, topic=topic)
        await stage.ivan.never_sees("Позвонить", in_=stage.shop)


async def test_a_question_that_was_seen_though_nobody_heard_so_is_answered(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.weather.begin("reset_after", bot=stage.desk, methods=["sendMessage"], lasting=timedelta(seconds=2))
        await stage.anna.writes("/task", to=stage.desk, topic=topic)
        await stage.anna.sees("Что нужно сделать", in_=stage.desk, topic=topic, button="Отмена")
        await stage.anna.writes("Позвонить завтра в 10", to=stage.desk, topic=topic)
        await stage.anna.sees("Позвонить", in_=stage.desk, topic=topic, button="Поставить задачу")

    assert texts(stage.ivan, stage.shop, "Позвонить") == []
