"""What went wrong after its author had blocked the bot: a colleague reads it."""

from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage


async def test_an_answer_that_fails_after_its_author_has_blocked_the_bot_is_told_to_colleagues(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("Состояние: открыт", in_=stage.desk, topic=topic)
    await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
    await stage.anna.blocks(stage.desk)
    await stage.ivan.blocks(stage.shop)
    async with stage.at_work():
        offer = await stage.maria.sees("не доставлено · Уже едет", in_=stage.desk, button="Взять")
        await stage.maria.presses("Взять", on=offer)

        mine = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        recap = await stage.maria.sees("История", in_=stage.desk, topic=mine)
    assert "не доставлено\nУже едет" in recap.text


async def test_an_edit_that_fails_after_its_author_has_blocked_the_bot_is_told_to_whoever_takes_the_dialog(
    stage: Stage,
):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer = await stage.anna.writes("Уже едет", to=stage.desk, topic=topic)
        await stage.ivan.sees("Уже едет", in_=stage.shop)
    await stage.anna.edits(answer, "Едет завтра")
    await stage.anna.blocks(stage.desk)
    await stage.ivan.blocks(stage.shop)
    async with stage.at_work():
        offer = await stage.maria.sees("изменение не дошло · Едет завтра", in_=stage.desk, button="Взять")
        await stage.maria.presses("Взять", on=offer)

        mine = await stage.maria.sees_topic("Иван Петров", in_=stage.desk)
        recap = await stage.maria.sees("История", in_=stage.desk, topic=mine)
    assert "изменение не дошло\nЕдет завтра" in recap.text
