"""A text too long for one message goes in several parts, and stays one message."""

from datetime import timedelta

from bridge.sandbox import Message
from bridge.sandbox.topics import Topic
from tests.kit.stories.dialogs import deletes, marked, shares, takes, until
from tests.kit.stories.stage import Stage

# Telegram counts an emoji once and the bridge, to be safe, twice: more of them than this need a second message.
FULL = "😀" * 2048
LONG = FULL + "конец"


def said(stage: Stage) -> list[str]:
    """What Ivan has of the answers, shortened to be read."""
    return [message.text.replace(FULL, "…") for message in stage.ivan.messages(stage.shop) if not of(stage, message)]


def of(stage: Stage, message: Message) -> bool:
    return message.sender == stage.ivan.user


async def in_two(stage: Stage, topic: Topic) -> tuple[Message, Message]:
    """Anna's long answer, and the second part that Ivan has of it."""
    answer = await stage.anna.writes(LONG, to=stage.desk, topic=topic)
    second = await stage.ivan.sees("конец", in_=stage.shop)
    assert said(stage) == ["…", "конец"]
    return answer, second


async def test_an_edit_changes_both_parts_and_takes_away_the_one_too_many(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await in_two(stage, topic)

        await stage.anna.edits(answer, FULL + "начало")
        await until(stage, lambda: said(stage) == ["…", "начало"])
        await stage.anna.edits(answer, "Коротко")
        await until(stage, lambda: said(stage) == ["Коротко"])


async def test_an_edit_that_makes_it_longer_adds_a_part_and_makes_it_known(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer = await stage.anna.writes("Коротко", to=stage.desk, topic=topic)
        await stage.ivan.sees("Коротко", in_=stage.shop)
        await stage.anna.edits(answer, LONG)
        second = await stage.ivan.sees("конец", in_=stage.shop)
        assert said(stage) == ["…", "конец"]

        await stage.ivan.reacts(second, "🔥")
        await until(stage, lambda: answer.reactions.get(stage.desk.id) == ["🔥"])


async def test_a_reaction_and_a_reply_to_the_second_part_reach_the_message(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, second = await in_two(stage, topic)

        await stage.ivan.reacts(second, "🔥")
        await stage.ivan.writes("А точно?", to=stage.shop, reply_to=second)
        await until(stage, lambda: answer.reactions.get(stage.desk.id) == ["🔥"])

        assert (await stage.anna.sees("А точно?", in_=stage.desk, topic=topic)).reply_to == answer.id


async def test_a_deletion_takes_all_parts_away(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await in_two(stage, topic)
        await deletes(stage, answer, topic)

        await stage.anna.sees("🗑 Удалено", in_=stage.desk, topic=topic)
        assert said(stage) == []


async def test_a_part_too_many_that_cannot_be_deleted_any_more_is_told(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        answer, _ = await in_two(stage, topic)
        stage.world.clock.forward(timedelta(hours=49))
        await stage.anna.edits(answer, "Коротко")

        await stage.anna.sees("⚠️ Клиент видит изменение только частично", in_=stage.desk, topic=topic)
        assert said(stage) == ["Коротко", "конец"]


async def test_of_an_answer_that_has_arrived_in_part_the_rest_follows_by_itself(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("http_502", bot=stage.shop, method="sendMessage", skip=1)
        written = await stage.anna.writes(LONG, to=stage.desk, topic=topic)
        await marked(stage, written, "👌")

        assert said(stage) == ["…", "конец"]


async def test_a_rest_that_has_arrived_unheard_is_not_sent_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("reset_after", bot=stage.shop, method="sendMessage", skip=1)
        written = await stage.anna.writes(LONG, to=stage.desk, topic=topic)
        await marked(stage, written, "👌")

        assert said(stage) == ["…", "конец"]


async def test_an_answer_whose_rest_cannot_be_settled_is_sent_again_and_says_so(stage: Stage):
    stage.world.settling_refused = True
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("reset_after", bot=stage.shop, method="sendMessage", skip=1)
        await stage.anna.writes(LONG, to=stage.desk, topic=topic)

        await stage.anna.sees("у клиента может быть два экземпляра", in_=stage.desk, topic=topic)
        assert said(stage) == ["…", "конец", "…", "конец"]


async def test_a_rest_that_was_refused_is_sent_again_without_such_words(stage: Stage):
    refusal = "Bad Request: TOO_MUCH"
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.world.faults.add("refuse", bot=stage.shop, method="sendMessage", skip=1, description=refusal)
        await stage.anna.writes(LONG, to=stage.desk, topic=topic)
        await stage.anna.sees("Точно дошло только начало", in_=stage.desk, topic=topic)
        await stage.anna.presses("Повторить")

        await stage.ivan.sees("конец", in_=stage.shop)
        await stage.anna.never_sees("↻", in_=stage.desk, topic=topic)


async def test_a_colleague_may_answer_and_react_to_any_copy_of_a_customers_long_text(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        written = await stage.ivan.writes(LONG, to=stage.shop)
        copy = await stage.anna.sees("конец", in_=stage.desk, topic=topic)

        await stage.anna.reacts(copy, "👍")
        await until(stage, lambda: written.reactions.get(stage.shop.id) == ["👍"])
        await stage.anna.writes("Понятно", to=stage.desk, topic=topic, reply_to=copy)

        assert (await stage.ivan.sees("Понятно", in_=stage.shop)).reply_to == written.id


async def test_a_customers_text_that_becomes_longer_and_shorter_has_the_copies_it_needs(stage: Stage):
    async with stage.at_work():
        hers, his = await shares(stage)
        written = await stage.ivan.writes("Коротко", to=stage.shop)
        first = await stage.oleg.sees("Коротко", in_=stage.desk, topic=his)
        await stage.ivan.edits(written, LONG)
        second = await stage.oleg.sees("конец", in_=stage.desk, topic=his)
        assert second.reply_to == first.id

        await stage.ivan.edits(written, "Снова коротко")
        await stage.oleg.sees("Снова коротко", in_=stage.desk, topic=his)
        await until(stage, lambda: second.id not in second.chat.messages)
        await stage.anna.sees("Снова коротко", in_=stage.desk, topic=hers)
