"""Whatever the operator bot says goes through one place, where only the product's own commands stay commands."""

import ast
from pathlib import Path

import aiogram.methods
import pytest
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendRichMessage,
)
from aiogram.types import (
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InputMediaDocument,
    InputMediaPhoto,
    InputRichMessage,
    InputTextMessageContent,
    MessageEntity,
)

from bridge.desk.bot_api.slashes import TEXT_FIELDS, harmless
from bridge.text.slashes import LOOKALIKE, SIGN, live

ROOT = Path(__file__).parents[2]
SAID, DEAD = "нажмите /close", f"нажмите /{SIGN}close"
# Words that cannot be tapped, of methods that the product uses.
NOT_TAPPED = {
    ("AnswerCallbackQuery", "text"): "a notification; only marks go",
    ("CreateForumTopic", "name"): "a topic's name",
    ("EditForumTopic", "name"): "a topic's name",
    ("SendVenue", "title"): "of a place on the map",
    ("SendVenue", "address"): "of a place on the map",
    ("SendContact", "first_name"): "of a contact's card",
    ("SendContact", "last_name"): "of a contact's card",
    ("SendContact", "vcard"): "of a contact's card",
    ("SendAudio", "performer"): "of a player",
    ("SendAudio", "title"): "of a player",
}
WORDY = {"text", "caption", "message_text", "title", "name", "address", "first_name", "last_name", "vcard", "performer"}
WORDY |= {"question", "explanation", "description", "html", "markdown"}


def test_a_text_keeps_its_formatting_in_place():
    bold = MessageEntity(type="bold", offset=8, length=6)
    after = MessageEntity(type="italic", offset=15, length=1)

    said = harmless(SendMessage(chat_id=1, text=f"{SAID} и", entities=[bold, after]))

    assert said.text == f"{DEAD} и"
    assert [(each.offset, each.length) for each in said.entities] == [(8, 7), (16, 1)]


@pytest.mark.parametrize("words", [SAID, f"нажмите {SIGN}/close"])
def test_a_command_that_telegram_found_in_a_customers_message_is_none_in_its_copy(words):
    found = MessageEntity(type="bot_command", offset=8, length=6)
    bold = MessageEntity(type="bold", offset=0, length=7)

    said = harmless(SendMessage(chat_id=1, text=words, entities=[bold, found]))

    assert [each.type for each in said.entities] == ["bold"]


def test_html_keeps_its_tags():
    said = harmless(EditMessageText(text="<b>/close</b> &lt;/b", parse_mode="HTML", message_id=1, chat_id=1))

    assert said.text == f"<b>/{SIGN}close</b> &lt;/b"


def test_captions_albums_and_lists_in_the_input_field_are_looked_at():
    photo, file = InputMediaPhoto(media="a", caption=SAID), InputMediaDocument(media="b", caption=SAID)
    article = InlineQueryResultArticle(
        id="1", title=SAID, input_message_content=InputTextMessageContent(message_text=SAID)
    )
    cached = InlineQueryResultCachedDocument(id="2", title=SAID, document_file_id="c", caption=SAID)

    album = harmless(SendMediaGroup(chat_id=1, media=[photo, file]))
    offered = harmless(AnswerInlineQuery(inline_query_id="1", results=[article, cached]))

    assert [each.caption for each in album.media] == [DEAD, DEAD]
    assert offered.results[0].input_message_content.message_text == offered.results[1].caption == DEAD
    assert offered.results[0].title == SAID
    for method in (
        SendDocument(chat_id=1, document="a", caption=SAID),
        EditMessageCaption(chat_id=1, message_id=1, caption=SAID),
    ):
        assert harmless(method).caption == DEAD
    assert harmless(EditMessageMedia(chat_id=1, message_id=1, media=file)).media.caption == DEAD


def test_a_caption_has_less_room_than_a_text():
    full = "/a " + "б" * 1021

    assert harmless(SendDocument(chat_id=1, document="a", caption=full)).caption == f"{LOOKALIKE}a " + "б" * 1021
    assert harmless(SendMessage(chat_id=1, text=full)).text == f"/{SIGN}a " + "б" * 1021


def test_rich_messages_are_looked_at_wherever_they_have_words():
    blocks = [
        {"type": "paragraph", "text": ["/", {"type": "bold", "text": "close"}, " и/или"]},
        {"type": "details", "summary": "/a", "blocks": [{"type": "pre", "text": "/b", "language": "/c"}]},
        {"type": "table", "cells": [[{"text": "/d"}]], "caption": "/e"},
        {"type": "paragraph", "text": {"type": "url", "text": "/f", "url": "https://a.ru/ /g"}},
    ]
    rich = InputRichMessage.model_construct(blocks=blocks)

    sent = harmless(SendRichMessage(chat_id=1, rich_message=rich)).rich_message.blocks

    assert sent[0]["text"] == [f"/{SIGN}", {"type": "bold", "text": "close"}, " и/или"]
    assert (sent[1]["summary"], sent[1]["blocks"][0]) == (f"/{SIGN}a", {**blocks[1]["blocks"][0], "text": f"/{SIGN}b"})
    assert (sent[2]["cells"][0][0]["text"], sent[2]["caption"]) == (f"/{SIGN}d", f"/{SIGN}e")
    assert sent[3]["text"] == {"type": "url", "text": f"/{SIGN}f", "url": "https://a.ru/ /g"}


def test_a_notification_cannot_be_tapped_and_has_no_marks():
    said = harmless(AnswerCallbackQuery(callback_query_id="1", text=f"{SAID} {live('/start')}"))

    assert said.text == f"{SAID} /start"


def test_own_commands_stay():
    assert harmless(SendMessage(chat_id=1, text=f"{live('/start')} {SAID}")).text == f"/start {DEAD}"
    assert harmless(SendMessage(chat_id=1, text=live("/start"), parse_mode="HTML")).text == "/start"


def used() -> set[str]:
    """The methods of Telegram that the desk and its handlers know."""
    found = set()
    for path in [*ROOT.glob("bridge/desk/**/*.py"), *ROOT.glob("handlers/operator/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "aiogram.methods":
                found |= {alias.name for alias in node.names}
    return found - {"Response", "TelegramMethod"}


@pytest.mark.parametrize("name", sorted(used()))
def test_no_words_of_a_method_are_overlooked(name):
    fields = getattr(aiogram.methods, name).model_fields

    wordy = {field for field in fields if field in WORDY}

    assert {field for field in wordy if (name, field) not in NOT_TAPPED} <= {field for field, *_rest in TEXT_FIELDS}


def test_nobody_speaks_for_the_operator_bot_elsewhere():
    """A bot of aiogram's is made where its session has the middleware, and nowhere else."""
    making = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bridge", "handlers", "scheduler")
        for path in ROOT.glob(f"{folder}/**/*.py")
        if "= RoutedSession(" in path.read_text("utf-8") and "sandbox" not in path.parts
    }

    assert making == {"bridge/desk/bot_api/telegram.py"}
