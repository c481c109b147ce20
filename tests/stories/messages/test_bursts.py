"""A customer writes faster than it can be shown: what waits leaves in one message, and stays several."""

import asyncio

import pytest

from bridge.actions.messages.message_updates import EditPayload
from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from tests.kit.stories.bursts import LINES, adds, goes_on, writes_a_burst
from tests.kit.stories.dialogs import marked, takes
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage

WHOLE = "\n".join(LINES)


async def until_edited(stage: Stage) -> None:
    async with asyncio.timeout(20):
        while not await stage.office.deliveries(EditPayload.kind):  # noqa: ASYNC110 - rows tell nobody
            await asyncio.sleep(0)


async def shown(stage: Stage, topic: Topic | None) -> tuple[Message, list[Message]]:
    """A burst that was shown, and what was written."""
    written = await writes_a_burst(stage)
    goes_on(stage)
    return await stage.anna.sees(LINES[-1], in_=stage.desk, topic=topic), written


async def test_a_burst_is_shown_in_one_message_whole_and_in_order(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        burst, _written = await shown(stage, topic)

    assert burst.text == WHOLE
    assert sum("строка" in message.text for message in stage.anna.messages(stage.desk)) == 1


async def test_each_of_a_burst_keeps_its_formatting(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await writes_a_burst(stage, ["🐳 раз"])
        await adds(stage, "два", entities=[{"type": "bold", "offset": 0, "length": 3}])
        goes_on(stage)
        burst = await stage.anna.sees("два", in_=stage.desk, topic=topic)

    assert burst.text == "🐳 раз\nдва"
    assert [(each["type"], each["offset"], each["length"]) for each in burst.content.entities] == [("bold", 7, 3)]


async def test_an_answer_and_a_reaction_to_a_burst_are_to_its_last_message(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        burst, written = await shown(stage, topic)
        await stage.anna.writes("Вижу", to=stage.desk, topic=topic, reply_to=burst)
        answer = await stage.ivan.sees("Вижу", in_=stage.shop)
        await stage.anna.reacts(burst, "👍")
        await marked(stage, written[-1], "👍")

    assert answer.reply_to == written[-1].id


async def test_a_customers_reaction_to_any_of_a_burst_is_on_it_and_the_newest_stays(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        burst, written = await shown(stage, topic)
        await stage.ivan.reacts(written[2], "🔥")
        await marked(stage, burst, "🔥")
        await stage.ivan.reacts(written[4], "👍")
        await marked(stage, burst, "👍")

        await stage.ivan.reacts(written[4], None)
        await marked(stage, burst, "🔥")


async def test_an_edit_of_one_of_a_burst_changes_its_line_and_keeps_what_it_said(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        burst, written = await shown(stage, topic)
        await stage.ivan.edits(written[3], "строка три")
        changed = await stage.anna.sees("строка три", in_=stage.desk, topic=topic)
        await stage.anna.presses("Что было раньше", on=changed)
        before = await stage.anna.sees("было так", in_=stage.desk, topic=topic)

    assert changed.id == burst.id
    assert changed.text == "\n".join([*LINES[:3], "✏️ изменено", "строка три", *LINES[4:]])
    assert LINES[3] in before.text


async def test_one_that_is_edited_while_it_waits_is_shown_as_it_is_then(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await writes_a_burst(stage)
        await stage.ivan.edits(written[3], "строка три")
        await until_edited(stage)
        goes_on(stage)
        burst = await stage.anna.sees("строка три", in_=stage.desk, topic=topic)

    assert burst.text.splitlines() == [*LINES[:3], "✏️ изменено", "строка три", *LINES[4:]]


async def test_one_that_has_no_room_in_its_burst_any_more_is_shown_by_itself(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        burst, written = await shown(stage, topic)
        await stage.ivan.edits(written[3], "ы" * 4080)
        alone = await stage.anna.sees("ыыы", in_=stage.desk, topic=topic)
        await stage.world.rest()

    assert alone.id != burst.id
    assert burst.text.splitlines() == [*LINES[:3], *LINES[4:]]


async def test_one_that_is_made_too_long_while_it_waits_has_the_burst_shown_one_by_one(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await writes_a_burst(stage, LINES[:3])
        await stage.ivan.edits(written[1], "ы" * 4080)
        await until_edited(stage)
        goes_on(stage)
        await stage.anna.sees(LINES[2], in_=stage.desk, topic=topic)

    texts = [message.text for message in stage.anna.messages(stage.desk, topic)]
    assert [text.rstrip("ы").rstrip() for text in texts[-3:]] == [LINES[0], "✏️ изменено", LINES[2]]


async def test_a_burst_that_telegram_does_not_take_is_shown_one_by_one_in_order(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await writes_a_burst(stage, LINES[:3])
        stage.world.faults.add("refuse", bot=stage.desk, method="sendMessage", description="Bad Request: TOO_MUCH")
        goes_on(stage)
        await stage.anna.sees(LINES[2], in_=stage.desk, topic=topic)

    texts = [message.text for message in stage.anna.messages(stage.desk, topic)]
    assert texts[-3:] == LINES[:3]


async def test_a_burst_that_may_be_there_already_says_so_once(stage: Stage):
    stage.world.settling_refused = True
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await writes_a_burst(stage)
        stage.world.faults.add("reset_after", bot=stage.desk, method="sendMessage")
        goes_on(stage)
        repeated = await stage.anna.sees("возможный повтор", in_=stage.desk, topic=topic)

    assert repeated.text == f"↻ возможный повтор\n{WHOLE}"


async def test_a_burst_that_waits_survives_a_restart_and_goes_on_growing(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await writes_a_burst(stage, LINES[:5])
    async with stage.at_work():
        for line in LINES[5:]:
            await adds(stage, line)
        goes_on(stage)
        burst = await stage.anna.sees(LINES[-1], in_=stage.desk, topic=topic)

    assert burst.text == WHOLE


async def test_a_burst_in_a_department_s_group_is_shown_in_one_message(stage: Stage):
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await writes_a_burst(stage)
        goes_on(stage)
        burst = await stage.maria.sees(LINES[-1], in_=group, topic=topic)

    assert burst.text == WHOLE


class TestWhereThereAreNoTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_burst_has_one_header_and_is_answered(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)
            await stage.anna.sees("где мой заказ", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.anna.sees("👤 Иван Петров · Бот магазина", in_=stage.desk)
            burst, written = await shown(stage, None)
            await stage.ivan.edits(written[0], "строка ноль")
            await stage.anna.sees("строка ноль", in_=stage.desk)
            await stage.anna.writes("Вижу", to=stage.desk, reply_to=burst)
            await stage.ivan.sees("Вижу", in_=stage.shop)

        header = "👤 Иван Петров · Бот магазина"
        assert burst.text == "\n".join([header, "✏️ изменено", "строка ноль", *LINES[1:]])
