"""The card of a dialog is older than two days: Telegram tells of a press on it without its topic."""

from datetime import timedelta

from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

OLD = timedelta(hours=49)


async def test_a_note_from_an_old_card_is_asked_for_in_its_topic_and_stays_a_note(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Заметка")
        stage.world.clock.forward(OLD)

        await stage.anna.presses("Заметка", on=card)
        await stage.anna.sees("Напишите заметку", in_=stage.desk, topic=topic)
        await stage.anna.writes("Скидку не давать", to=stage.desk, topic=topic)
        await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)

    assert not any("Скидку" in message.text for message in stage.ivan.messages(stage.shop))


async def test_a_screen_that_was_opened_on_an_old_card_stays_in_its_topic(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="История")
        stage.world.clock.forward(OLD)

        await stage.anna.presses("История", on=card)

        await stage.anna.sees("История", in_=stage.desk, topic=topic)
