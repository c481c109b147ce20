"""Kinds that are told in words, and polls and dice: what each side reads of them."""

import pytest

from bridge.sandbox import Kind
from bridge.sandbox.messages import Content
from tests.kit.stories.contents import DICE, POLL, sends
from tests.kit.stories.described_kinds import DESCRIBED_KINDS
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage


async def test_a_customers_poll_is_shown_with_its_options_and_its_rules(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.ivan, POLL, to=stage.shop)

        shown = await stage.anna.sees("Чай или кофе?", in_=stage.desk, topic=topic)

    assert shown.text == "[опрос]\nЧай или кофе?\n• Чай\n• Кофе\n· Можно выбрать несколько ответов"


async def test_an_operators_poll_is_put_to_the_customer_whose_vote_comes_back_as_an_answer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        asked = await sends(stage.anna, POLL, to=stage.desk, topic=topic)
        put = await stage.ivan.sees(in_=stage.shop, kind="poll")
        await stage.ivan.votes(put, 1, 0)
        vote = await stage.anna.sees("Кофе", in_=stage.desk, topic=topic)
        await stage.ivan.votes(put)
        taken_back = await stage.anna.sees("отменил", in_=stage.desk, topic=topic)
        await stage.anna.writes("Почему?", to=stage.desk, topic=topic, reply_to=taken_back)
        await stage.ivan.sees("Почему?", in_=stage.shop)

    poll = put.content.extra["poll"]
    assert (poll["question"], [option["text"] for option in poll["options"]]) == ("Чай или кофе?", ["Чай", "Кофе"])
    assert not poll["is_anonymous"]
    assert vote.text == "[ответ на опрос]\n☑ Кофе\n☑ Чай"
    assert vote.reply_to == asked.id


async def test_a_vote_brings_an_archived_dialog_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.anna, POLL, to=stage.desk, topic=topic)
        put = await stage.ivan.sees(in_=stage.shop, kind="poll")
        await stage.anna.presses("Закрыть")
        await stage.anna.sees(in_=stage.desk, topic=topic, button="Вернуть из архива")
        await stage.ivan.votes(put, 0)

        vote = await stage.anna.sees("Чай", in_=stage.desk, topic=topic)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)

    assert vote.text == "[ответ на опрос]\n☑ Чай"


async def test_a_quiz_without_its_right_answer_is_refused_in_words(stage: Stage):
    quiz = Content(Kind.POLL, extra={"poll": {**POLL.extra["poll"], "type": "quiz", "allows_multiple_answers": False}})
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await sends(stage.anna, quiz, to=stage.desk, topic=topic)

        told = await stage.anna.sees("верный ответ", in_=stage.desk, topic=topic)

    assert told.reply_to == written.id
    assert len(stage.ivan.messages(stage.shop)) == 1


async def test_a_quiz_goes_with_its_right_answer(stage: Stage):
    rules = {"type": "quiz", "allows_multiple_answers": False, "correct_option_ids": [1], "explanation": "Так вкуснее"}
    quiz = Content(Kind.POLL, extra={"poll": {**POLL.extra["poll"], **rules}})
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.ivan, quiz, to=stage.shop)
        shown = await stage.anna.sees("Викторина", in_=stage.desk, topic=topic)
        await sends(stage.anna, quiz, to=stage.desk, topic=topic)
        put = (await stage.ivan.sees(in_=stage.shop, kind="poll")).content.extra["poll"]

    assert "Верный ответ: Кофе" in shown.text
    assert "Пояснение: Так вкуснее" in shown.text
    assert (put["type"], put["correct_option_ids"], put["explanation"]) == ("quiz", [1], "Так вкуснее")


async def test_a_dice_is_told_with_its_number_and_thrown_anew_for_the_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.ivan, DICE, to=stage.shop)
        shown = await stage.anna.sees("🎯", in_=stage.desk, topic=topic)
        thrown = await sends(stage.anna, DICE, to=stage.desk, topic=topic)
        told = await stage.anna.sees("У клиента выпало", in_=stage.desk, topic=topic)

    fallen = next(m for m in stage.ivan.messages(stage.shop) if m.kind is Kind.DICE and m.sender is stage.shop)
    assert shown.text == "[кубик]\n🎯 3"
    assert told.text == f"У клиента выпало: 🎯 {fallen.content.extra['dice']['value']}"
    assert told.reply_to == thrown.id


@pytest.mark.parametrize("kind", [kind for kind, described in DESCRIBED_KINDS.items() if described.shown])
async def test_the_operator_reads_all_that_telegram_says_of_it(stage: Stage, kind: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        first = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await sends(stage.ivan, DESCRIBED_KINDS[kind].content, to=stage.shop)

        shown = await stage.anna.sees("[", in_=stage.desk, topic=topic, after=first)

    assert shown.text == DESCRIBED_KINDS[kind].shown


@pytest.mark.parametrize("kind", ["checklist", "rich_message"])
async def test_what_a_bot_may_not_send_goes_to_the_customer_as_a_text(stage: Stage, kind: str):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.anna, DESCRIBED_KINDS[kind].content, to=stage.desk, topic=topic)

        seen = await stage.ivan.sees(in_=stage.shop, kind="text")

        await stage.anna.sees("уходит только текст", in_=stage.desk, topic=topic)

    assert seen.text == DESCRIBED_KINDS[kind].shown.partition("\n")[2].partition("\n·")[0]
