"""«/delete»: an operator takes an own message back."""

from datetime import timedelta

import pytest

from bridge.sandbox import Message
from tests.kit.stories.dialogs import answers, deletes, marked, shares, takes, texts, until
from tests.kit.stories.stage import Stage


def has(stage: Stage, message: Message) -> bool:
    return message.id in message.chat.messages


async def test_a_deleted_answer_is_gone_at_the_customers_and_at_the_colleagues(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        answer, arrived = await answers(stage, hers, "Не тому отправила")
        copy = await stage.oleg.sees("Не тому отправила", in_=stage.desk, topic=his)
        await deletes(stage, answer, hers)

        told = await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=hers)
        await until(stage, lambda: not has(stage, copy))

    assert told.reply_to == answer.id
    assert not has(stage, arrived)
    assert has(stage, answer)


async def test_what_has_not_left_yet_never_does(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("retry_after", bot=stage.shop, method="sendMessage", after=2)
        answer = await stage.anna.writes("Не тому", to=stage.desk, topic=topic)
        await deletes(stage, answer, topic)
        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)
        await stage.anna.writes("Добрый день", to=stage.desk, topic=topic)

        await stage.ivan.sees("Добрый день", in_=stage.shop)
        await stage.ivan.never_sees("Не тому", in_=stage.shop)


async def test_a_deletion_that_overtakes_its_message_waits_for_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("stall", bot=stage.shop, method="sendMessage", after=1)
        answer = await stage.anna.writes("Не тому", to=stage.desk, topic=topic)
        await deletes(stage, answer, topic)

        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Не тому", in_=stage.shop)


async def test_what_is_older_than_telegram_deletes_stays_and_is_told_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, arrived = await answers(stage, topic, "Позавчерашнее")
        stage.world.clock.forward(timedelta(hours=49))
        await deletes(stage, answer, topic)

        await stage.anna.sees("❌ У клиента это сообщение осталось", in_=stage.desk, topic=topic)
        assert has(stage, arrived)


async def test_what_the_customer_has_deleted_already_is_deleted(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, arrived = await answers(stage, topic, "Не тому")
        await stage.ivan.deletes(arrived)
        await deletes(stage, answer, topic)

        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)


async def test_nothing_but_an_own_message_can_be_deleted_and_each_only_once(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Спасибо!", to=stage.shop)
        copy = await stage.anna.sees("Спасибо!", in_=stage.desk, topic=topic)
        answer, _ = await answers(stage, topic, "Не тому")

        await stage.anna.writes("/delete", to=stage.desk, topic=topic)
        await stage.anna.sees("Ответьте командой /delete", in_=stage.desk, topic=topic)
        await deletes(stage, copy, topic)
        await stage.anna.sees("только свои", in_=stage.desk, topic=topic)
        await deletes(stage, answer, topic)
        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)
        await deletes(stage, answer, topic)
        await stage.anna.sees("уже удалено", in_=stage.desk, topic=topic)

        assert has(stage, written)


async def test_the_history_keeps_what_was_edited_and_deleted_and_says_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Заказ 17", to=stage.shop)
        await stage.anna.sees("Заказ 17", in_=stage.desk, topic=topic)
        await stage.ivan.edits(written, "Заказ 18")
        await stage.anna.sees("Заказ 18", in_=stage.desk, topic=topic)
        answer, _ = await answers(stage, topic, "Не тому")
        await deletes(stage, answer, topic)
        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)

        await stage.anna.presses("История")

        history = await stage.anna.sees("🕓 История", in_=stage.desk, topic=topic)
        assert "✏️ изменено\nЗаказ 18" in history.text
        assert "🗑 удалено\nНе тому" in history.text


async def test_an_edit_of_a_deleted_message_changes_nothing_and_is_told_so(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await answers(stage, topic, "Не тому")
        await deletes(stage, answer, topic)
        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)
        await stage.anna.edits(answer, "И не то")

        await stage.anna.sees("Это сообщение удалено", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("И не то", in_=stage.shop)


class TestWhereThereAreNoTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_deleted_answer_is_gone_and_the_operator_is_told_whose_it_was(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Где мой заказ?", to=stage.shop)
            await stage.anna.sees("Где мой заказ?", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.anna.sees("👤 Иван Петров · Бот магазина\nГде мой заказ?", in_=stage.desk)
            answer = await stage.anna.writes("Не тому", to=stage.desk)
            arrived = await stage.ivan.sees("Не тому", in_=stage.shop)
            await deletes(stage, answer)

            await stage.anna.sees("Иван Петров: 🗑 Удалено", in_=stage.desk)
            assert not has(stage, arrived)


async def test_what_is_deleted_while_it_waits_is_no_failure_and_waits_no_longer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bridge.actions.delivery.delays.DELAY_SHOWN_AFTER", timedelta(milliseconds=200))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        away = stage.world.weather.begin("http_502", bot=stage.shop)
        answer = await stage.anna.writes("Не туда", to=stage.desk, topic=topic)
        await marked(stage, answer, "🕊")
        await stage.anna.writes("/delete", to=stage.desk, topic=topic, reply_to=answer)
        await stage.anna.sees("Удалено", in_=stage.desk, topic=topic)
        await until(stage, lambda: not answer.reactions.get(stage.desk.id))
        stage.world.weather.end(away)
        await stage.anna.writes("Сюда", to=stage.desk, topic=topic)
        await stage.ivan.sees("Сюда", in_=stage.shop)

    assert texts(stage.ivan, stage.shop, "Не туда") == []
    async with stage.office.begin() as uow:
        assert not await uow.deliveries.failed_anywhere()
