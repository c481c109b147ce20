"""Internal notes: seen by every colleague in the dialog, and never by the customer."""

import pytest

from bridge.sandbox import Kind
from tests.kit.stories.dialogs import marked, takes
from tests.kit.stories.stage import Stage


async def watched(stage: Stage):
    """Anna answers a dialog that Oleg looks at; returns both topics."""
    topic = await takes(stage, stage.anna)
    await stage.oleg.writes("/dialogs", to=stage.desk)
    await stage.oleg.presses("Иван Петров", in_=stage.desk)
    return topic, await stage.oleg.sees_topic("Иван Петров", in_=stage.desk)


@pytest.mark.parametrize("mark", ["//", "// ", "/note ", "/note\n", "/NOTE@desk_bot "])
async def test_a_note_is_shown_to_colleagues_as_such_and_not_to_the_customer(stage: Stage, mark: str):
    async with stage.at_work():
        topic, olegs = await watched(stage)
        written = await stage.anna.writes(f"{mark}Скидку не давать", to=stage.desk, topic=topic)

        seen = await stage.oleg.sees("Скидку не давать", in_=stage.desk, topic=olegs)
        await marked(stage, written, "✍")
        await stage.ivan.never_sees("Скидку", in_=stage.shop)

    assert seen.text == "🔒 Заметка · Анна Смирнова\nСкидку не давать"


async def test_a_picture_with_such_a_caption_is_a_note_too(stage: Stage):
    async with stage.at_work():
        topic, olegs = await watched(stage)
        await stage.anna.sends_file(b"passport", to=stage.desk, topic=topic, kind="photo", caption="// Жулик")

        seen = await stage.oleg.sees("Жулик", in_=stage.desk, topic=olegs, kind="photo")
        await stage.anna.writes("Одну минуту", to=stage.desk, topic=topic)
        await stage.ivan.sees("Одну минуту", in_=stage.shop)

    assert seen.text == "🔒 Заметка · Анна Смирнова\nЖулик"
    assert [message.kind for message in stage.ivan.messages(stage.shop)] == [Kind.TEXT, Kind.TEXT]


async def test_the_formatting_of_a_note_stays_in_its_place(stage: Stage):
    async with stage.at_work():
        topic, olegs = await watched(stage)
        italic = [{"type": "italic", "offset": 3, "length": 5}]
        await stage.anna.writes("// Жулик!", to=stage.desk, topic=topic, entities=italic)

        seen = await stage.oleg.sees("Жулик!", in_=stage.desk, topic=olegs)

    header = seen.text.index("\n") + 1
    assert seen.content.entities[1:] == [{"type": "italic", "offset": header + 1, "length": 5}]


async def test_a_note_can_answer_a_message_and_an_answer_to_a_note_goes_without_it(stage: Stage):
    async with stage.at_work():
        topic, olegs = await watched(stage)
        asked = await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        note = await stage.anna.writes("// на складе", to=stage.desk, topic=topic, reply_to=asked)
        seen = await stage.oleg.sees("на складе", in_=stage.desk, topic=olegs)
        await stage.anna.writes("Узнаю и напишу", to=stage.desk, topic=topic, reply_to=note)
        answer = await stage.ivan.sees("Узнаю и напишу", in_=stage.shop)

    assert seen.reply_to is not None
    assert answer.reply_to is None


async def test_history_marks_what_the_customer_has_not_seen(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("// просит скидку", to=stage.desk, topic=topic)
        await stage.anna.presses("История")
        history = await stage.anna.sees("История ·", in_=stage.desk, topic=topic)

    assert "🔒 Заметка · Анна Смирнова" in history.text


async def test_an_empty_note_is_refused_and_nothing_is_sent(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/note", to=stage.desk, topic=topic)

        await stage.anna.sees("Заметка пуста", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("note", in_=stage.shop)


class TestWithoutTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_a_note_says_about_whom_it_is(self, stage: Stage):
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await stage.anna.sees("Ответственный: вы", in_=stage.desk)
            await stage.anna.writes("// сердится", to=stage.desk)

            await stage.anna.sees("Заметка о диалоге с Иван Петров", in_=stage.desk)
            await stage.ivan.never_sees("сердится", in_=stage.shop)
