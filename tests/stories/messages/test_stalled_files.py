"""A file that does not come holds up nothing but its own dialog."""

from bridge.sandbox import Person
from tests.kit.stories.contents import data_of
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

ANSWER = "Записываю"


async def second_dialog(stage: Stage) -> tuple[Person, int]:
    """Another customer of the same operator; returns the topic too."""
    peter = stage.world.person("Пётр Сидоров")
    await peter.starts(stage.shop)
    await peter.writes("Есть вопрос", to=stage.shop)
    await stage.anna.sees("Есть вопрос", in_=stage.desk)
    await stage.anna.presses("Взять")
    topic = (await stage.anna.sees_topic("Пётр Сидоров", in_=stage.desk)).id
    # What comes next would join it while it waits, and go before the file.
    await stage.anna.sees("Есть вопрос", in_=stage.desk, topic=topic)
    return peter, topic


async def test_a_stalled_download_holds_up_no_text_of_another_dialog(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        peter, topic = await second_dialog(stage)
        stage.world.faults.add("stall", bot=stage.shop, method="getFile")
        await stage.ivan.sends_file(data_of("photo"), to=stage.shop, kind="photo")
        await stage.ivan.writes("Это фото", to=stage.shop)
        await peter.writes("А мне?", to=stage.shop)

        await stage.anna.sees("А мне?", in_=stage.desk, topic=topic)
        await stage.anna.writes(ANSWER, to=stage.desk, topic=topic)
        await peter.sees(ANSWER, in_=stage.shop)

    assert not any(message.text == "Это фото" for message in stage.anna.messages(stage.desk))


async def test_a_stalled_upload_holds_up_no_text_of_another_dialog(stage: Stage):
    async with stage.at_work():
        await takes(stage, stage.anna)
        peter, topic = await second_dialog(stage)
        stage.world.faults.add("stall", bot=stage.desk, method="sendPhoto")
        await stage.ivan.sends_file(data_of("photo"), to=stage.shop, kind="photo")
        await peter.writes("А мне?", to=stage.shop)

        await stage.anna.sees("А мне?", in_=stage.desk, topic=topic)


async def test_a_stalled_answer_holds_up_no_other_customer(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        peter, other = await second_dialog(stage)
        stage.world.faults.add("stall", bot=stage.desk, method="getFile")
        await stage.anna.sends_file(data_of("photo"), to=stage.desk, topic=topic, kind="photo")
        await stage.anna.writes(ANSWER, to=stage.desk, topic=other)

        await peter.sees(ANSWER, in_=stage.shop)


async def test_a_slow_file_comes_once_and_before_what_was_written_after_it(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        peter, other = await second_dialog(stage)
        stage.world.faults.add("stall", bot=stage.shop, method="getFile", after=3)
        await stage.ivan.sends_file(data_of("photo"), to=stage.shop, kind="photo", caption="Фото")
        await stage.ivan.writes("Это фото", to=stage.shop)
        await peter.writes("А мне?", to=stage.shop)
        await stage.anna.sees("А мне?", in_=stage.desk, topic=other)
        await stage.anna.sees("Это фото", in_=stage.desk, topic=topic)

    shown = [message.text for message in stage.anna.messages(stage.desk, topic) if "ото" in message.text]
    assert shown == ["Фото", "Это фото"]


async def test_a_file_that_was_under_way_at_the_end_comes_after_a_restart(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        peter, other = await second_dialog(stage)
        stage.world.faults.add("stall", bot=stage.shop, method="getFile")
        await stage.ivan.sends_file(data_of("photo"), to=stage.shop, kind="photo", caption="Фото")
        await stage.ivan.writes("Это фото", to=stage.shop)
        await peter.writes("А мне?", to=stage.shop)
        await stage.anna.sees("А мне?", in_=stage.desk, topic=other)
    async with stage.at_work():
        await stage.anna.sees("Это фото", in_=stage.desk, topic=topic)

    shown = [message.text for message in stage.anna.messages(stage.desk, topic) if "ото" in message.text]
    assert shown == ["Фото", "Это фото"]
