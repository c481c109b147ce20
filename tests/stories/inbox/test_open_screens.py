"""A screen that was opened on a card stays: a repaint that waited does not come over it."""

from datetime import timedelta

from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage

LONG = 60


async def held_up(stage: Stage) -> tuple[Topic, Message]:
    """Anna's card, whose repaint waits behind a message that Telegram does not take yet."""
    topic = await takes(stage, stage.anna)
    card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Перевести")
    await stage.world.rest()
    stage.world.faults.add("retry_after", bot=stage.desk, method="sendMessage", after=LONG)
    await stage.ivan.writes("Ау?", to=stage.shop)
    await stage.world.rest()
    await stage.anna.writes("/snooze завтра", to=stage.desk, topic=topic)
    await stage.anna.sees("отложен до", in_=stage.desk, topic=topic)
    return topic, card


async def goes_on(stage: Stage, topic: Topic) -> None:
    stage.world.clock.forward(timedelta(seconds=LONG + 1))
    await stage.anna.sees("Ау?", in_=stage.desk, topic=topic)
    await stage.world.rest()


async def test_a_picker_stays_and_the_card_comes_back_as_it_is_then(stage: Stage):
    async with stage.at_work():
        topic, card = await held_up(stage)
        await stage.anna.presses("Перевести", on=card)
        await goes_on(stage, topic)

        assert "Олег Ким" in " ".join(card.captions())
        await stage.anna.presses("Назад", on=card)
        await until(stage, lambda: "отложен" in card.text)


async def test_what_is_picked_there_is_shown_on_the_card_all_the_same(stage: Stage):
    async with stage.at_work():
        topic, card = await held_up(stage)
        await stage.anna.presses("Перевести", on=card)
        await stage.anna.presses("Олег Ким", on=card)
        await goes_on(stage, topic)

        assert "Ответственный: Олег Ким" in card.text


async def test_what_happens_after_it_was_opened_comes_over_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Перевести")
        await stage.world.rest()
        await stage.anna.presses("Перевести", on=card)
        await stage.anna.writes("/close", to=stage.desk, topic=topic)

        await until(stage, lambda: "Вернуть из архива" in " ".join(card.captions()))
