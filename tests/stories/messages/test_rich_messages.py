"""Rich messages go on as such; what cannot is read in words."""

from typing import Any

import pytest

from bridge.sandbox import Kind, Message
from bridge.sandbox.acting import edited
from bridge.sandbox.messages import Content
from tests.kit.stories.contents import POLL, RICH, sends
from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage


def blocks(message: Message) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = message.content.extra["rich_message"]["blocks"]
    return found


def rich(*written: dict[str, Any]) -> Content:
    return Content(Kind.RICH_MESSAGE, extra={"rich_message": {"blocks": [*written]}})


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def changes(stage: Stage, message: Message, content: Content) -> None:
    message.content = content
    edited(stage.world, message)


async def test_it_arrives_as_it_is_both_ways(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.ivan, RICH, to=stage.shop)
        shown = await stage.anna.sees(in_=stage.desk, topic=topic, kind=Kind.RICH_MESSAGE)
        await sends(stage.anna, RICH, to=stage.desk, topic=topic)
        seen = await stage.ivan.sees(in_=stage.shop, kind=Kind.RICH_MESSAGE)

    assert seen.sender is stage.shop
    assert blocks(shown) == blocks(seen) == RICH.extra["rich_message"]["blocks"]


async def test_no_button_that_somebody_made_up_is_pressed_in_our_name(stage: Stage):
    pressed = {"text": "Закрыть", "callback_data": "close:1:1"}
    made_up = rich({"type": "buttons", "buttons": [pressed]}, paragraph([{"type": "button", "button": pressed}]))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.ivan, made_up, to=stage.shop)
        shown = await stage.anna.sees(in_=stage.desk, topic=topic, kind=Kind.RICH_MESSAGE)

    assert "callback_data" not in str(blocks(shown))
    assert "Закрыть" in str(blocks(shown))


async def test_an_edit_changes_it_on_the_other_side(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        asked = await sends(stage.ivan, rich(paragraph("раз")), to=stage.shop)
        shown = await stage.anna.sees(in_=stage.desk, topic=topic, kind=Kind.RICH_MESSAGE)
        changes(stage, asked, rich(paragraph({"type": "bold", "text": "раз"})))
        again = await stage.anna.sees(in_=stage.desk, topic=topic, kind=Kind.RICH_MESSAGE, after=shown)
        written = await sends(stage.anna, rich(paragraph("два")), to=stage.desk, topic=topic)
        seen = await stage.ivan.sees(in_=stage.shop, kind=Kind.RICH_MESSAGE)
        changes(stage, written, rich(paragraph("три")))
        await stage.anna.writes("Так лучше", to=stage.desk, topic=topic)
        await stage.ivan.sees("Так лучше", in_=stage.shop)

    assert blocks(again)[-1] == paragraph({"type": "bold", "text": "раз"})
    assert "изменено" in str(blocks(again)[0])
    assert blocks(seen) == [paragraph("три")]


async def test_what_telegram_does_not_take_arrives_in_words(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        refusal = "Bad Request: RICH_VALIDATE_CTOR_NOT_ALLOWED"
        stage.world.faults.add("refuse", method="sendRichMessage", times=2, description=refusal)
        await sends(stage.ivan, RICH, to=stage.shop)
        shown = await stage.anna.sees("Всего два", in_=stage.desk, topic=topic, kind=Kind.TEXT)
        written = await sends(stage.anna, RICH, to=stage.desk, topic=topic)
        seen = await stage.ivan.sees("Всего два", in_=stage.shop, kind=Kind.TEXT)
        told = await stage.anna.sees("не принял оформление", in_=stage.desk, topic=topic)

    assert shown.text == "[сообщение с оформлением]\nЗаказ\nВсего два\n• Чай\nЦена | 5"
    assert seen.text == "Заказ\nВсего два\n• Чай\nЦена | 5"
    assert told.reply_to == written.id


@pytest.mark.parametrize(
    "written",
    [
        rich(paragraph("// паспорт клиента")),
        rich(paragraph("// паспорт клиента"), {"type": "photo", "photo": []}),
        Content(Kind.UNKNOWN, extra={"checklist": {"title": "// паспорт", "tasks": [{"id": 1, "text": "проверить"}]}}),
        Content(Kind.POLL, extra={"poll": {**POLL.extra["poll"], "question": "// паспорт проверен?"}}),
    ],
    ids=["rich", "rich with a file", "checklist", "poll"],
)
async def test_what_begins_as_a_note_stays_inside(stage: Stage, written: Content):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await sends(stage.anna, written, to=stage.desk, topic=topic)
        await stage.anna.writes("Спасибо!", to=stage.desk, topic=topic)
        await stage.ivan.sees("Спасибо!", in_=stage.shop)

    assert [message.text for message in stage.ivan.messages(stage.shop) if message.sender is stage.shop] == ["Спасибо!"]


class TestWithoutTopics:
    async def test_its_header_is_a_paragraph_of_its_own(self, stage: Stage):
        stage.desk.has_topics = False
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await sends(stage.ivan, rich(paragraph("раз")), to=stage.shop)
            shown = await stage.anna.sees(in_=stage.desk, kind=Kind.RICH_MESSAGE)

        header, said = blocks(shown)
        assert header == paragraph({"type": "bold", "text": "👤 Иван Петров · Бот магазина"})
        assert said == paragraph("раз")
