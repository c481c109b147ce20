"""Reactions reach the other side, as far as a bot can see and put them."""

import pytest

from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import shares, takes, until
from tests.kit.stories.stage import Stage


async def answered(stage: Stage, topic: Topic) -> tuple[Message, Message]:
    """Anna's answer, marked as delivered, and what Ivan has of it."""
    answer = await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
    arrived = await stage.ivan.sees("Уже едет", in_=stage.shop)
    await until(stage, lambda: by_bot(stage, answer) == ["👌"])
    return answer, arrived


def by_bot(stage: Stage, message: Message) -> list[str]:
    """The operator bot's own reaction on a message."""
    return message.reactions.get(stage.desk.id, [])


def by_shop(stage: Stage, message: Message) -> list[str]:
    """The shop's bot's own reaction on a message."""
    return message.reactions.get(stage.shop.id, [])


async def test_a_customers_reaction_to_an_answer_takes_the_place_of_the_mark_until_it_is_taken_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, arrived = await answered(stage, topic)

        await stage.ivan.reacts(arrived, "❤️")
        await until(stage, lambda: by_bot(stage, answer) == ["❤"])
        await stage.ivan.reacts(arrived, None)
        await until(stage, lambda: by_bot(stage, answer) == ["👌"])


async def test_a_customers_reaction_is_on_every_copy(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        answer, arrived = await answered(stage, hers)
        copy = await stage.oleg.sees("Уже едет", in_=stage.desk, topic=his)

        await stage.ivan.reacts(arrived, "🔥")

        await until(stage, lambda: by_bot(stage, answer) == by_bot(stage, copy) == ["🔥"])


async def test_a_customers_reaction_to_their_own_message_is_on_its_copy(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Ура!", to=stage.shop)
        copy = await stage.anna.sees("Ура!", in_=stage.desk, topic=topic)

        await stage.ivan.reacts(written, "👌")

        await until(stage, lambda: by_bot(stage, copy) == ["👌"])


async def test_a_reaction_that_looks_like_one_of_our_marks_is_told_in_words(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, arrived = await answered(stage, topic)

        await stage.ivan.reacts(arrived, "💔")

        told = await stage.anna.sees("Реакция клиента: 💔", in_=stage.desk, topic=topic)
        assert told.reply_to == answer.id
        assert by_bot(stage, answer) == ["👌"]


async def test_a_reaction_to_a_picture_of_an_album_is_on_its_copy(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        album = await stage.ivan.sends_album([(b"one", "раз.jpg"), (b"two", "два.jpg")], to=stage.shop, caption="Вот")
        copy = await stage.anna.sees("Вот", in_=stage.desk, topic=topic)

        await stage.ivan.reacts(album[0], "👍")

        await until(stage, lambda: by_bot(stage, copy) == ["👍"])


async def test_an_operators_reaction_reaches_the_customer_and_goes_when_it_is_taken_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Спасибо!", to=stage.shop)
        copy = await stage.anna.sees("Спасибо!", in_=stage.desk, topic=topic)

        await stage.anna.reacts(copy, "❤️")
        await until(stage, lambda: by_shop(stage, written) == ["❤"])
        await stage.anna.reacts(copy, None)
        await until(stage, lambda: by_shop(stage, written) == [])


async def test_of_two_operators_reactions_the_customer_sees_the_newest_and_then_the_one_that_is_left(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        written = await stage.ivan.writes("Спасибо!", to=stage.shop)
        hers_copy = await stage.anna.sees("Спасибо!", in_=stage.desk, topic=hers)
        his_copy = await stage.oleg.sees("Спасибо!", in_=stage.desk, topic=his)
        await stage.anna.reacts(hers_copy, "👍")
        await until(stage, lambda: by_shop(stage, written) == ["👍"])

        await stage.oleg.reacts(his_copy, "🔥")
        await until(stage, lambda: by_shop(stage, written) == ["🔥"])
        await stage.oleg.reacts(his_copy, None)
        await until(stage, lambda: by_shop(stage, written) == ["👍"])


async def test_a_reaction_to_what_the_customer_has_deleted_is_told_in_words(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes("Спасибо!", to=stage.shop)
        copy = await stage.anna.sees("Спасибо!", in_=stage.desk, topic=topic)
        await stage.ivan.deletes(written)

        await stage.anna.reacts(copy, "👍")

        told = await stage.anna.sees("❌ Клиент не видит реакцию", in_=stage.desk, topic=topic)
        assert told.reply_to == copy.id


async def test_an_operators_reaction_to_a_card_goes_nowhere(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Закрыть")

        await stage.anna.reacts(card, "👍")

        await answered(stage, topic)
        assert not any(by_shop(stage, message) for message in stage.ivan.messages(stage.shop))


class TestWhereThereAreNoTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_reactions_go_both_ways(self, stage: Stage):
        async with stage.at_work():
            written = await stage.ivan.writes("Где мой заказ?", to=stage.shop)
            await stage.anna.sees("Где мой заказ?", in_=stage.desk)
            await stage.anna.presses("Взять")
            copy = await stage.anna.sees("👤 Иван Петров · Бот магазина\nГде мой заказ?", in_=stage.desk)

            await stage.anna.reacts(copy, "👍")
            await stage.ivan.reacts(written, "🔥")

            await until(stage, lambda: by_shop(stage, written) == ["👍"])
            await until(stage, lambda: by_bot(stage, copy) == ["🔥"])
