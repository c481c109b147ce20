"""Rich messages of bots: blocks go in, blocks come out."""

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.types import Message

from bridge.sandbox import Bot, Kind, Person
from tests.kit.sandbox import RawApi

PARAGRAPH = {"type": "paragraph", "text": ["Всего ", {"type": "bold", "text": "два"}]}
LIST = {"type": "list", "items": [{"blocks": [PARAGRAPH]}, {"blocks": [PARAGRAPH], "value": 7}]}


async def test_a_rich_message_is_read_by_both_libraries(call: RawApi, desk: Bot, oleg: Person) -> None:
    rich = {"blocks": [{"type": "heading", "text": "Заказ", "size": 1}, PARAGRAPH, LIST]}
    answer = await call(desk, "sendRichMessage", chat_id=oleg.user.id, rich_message=rich)

    read = Message.model_validate(answer["result"])
    assert read.content_type == "rich_message"
    assert telegram.Message.de_json(answer["result"], None).message_id == read.message_id
    shown = (await oleg.sees(kind=Kind.RICH_MESSAGE)).content.extra["rich_message"]["blocks"]
    assert shown[1] == PARAGRAPH
    assert [item["label"] for item in shown[2]["items"]] == ["•", "7."]


async def test_a_text_becomes_a_rich_message_and_a_text_again(
    call: RawApi, aio: aiogram.Bot, desk: Bot, oleg: Person
) -> None:
    sent = await aio.send_message(oleg.user.id, "слова")
    where = {"chat_id": oleg.user.id, "message_id": sent.message_id}
    await call(desk, "editMessageText", **where, rich_message={"blocks": [PARAGRAPH]})
    shown = await oleg.sees(kind=Kind.RICH_MESSAGE)
    await call(desk, "editMessageText", **where, text="снова слова")

    assert shown.id == sent.message_id
    assert (shown.kind, shown.text) == (Kind.TEXT, "снова слова")


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([], "text must be non-empty"),
        ([{"type": "paragraph", "text": "а" * 32769}], "message is too long"),
        ([{"type": "divider"}] * 501, "message is too long"),
        ([{"type": "table", "cells": [[{"align": "left", "valign": "top"}] * 21]}], "message is too long"),
    ],
    ids=["empty", "long", "many", "wide"],
)
async def test_what_is_beyond_the_limits_is_refused(
    call: RawApi, desk: Bot, oleg: Person, blocks: list[dict[str, Any]], problem: str
) -> None:
    answer = await call(desk, "sendRichMessage", chat_id=oleg.user.id, rich_message={"blocks": blocks})

    assert answer["description"] == f"Bad Request: {problem}"
