"""A rich message in the shape in which a bot can send it on."""

import pytest

from bridge.described_kinds.blocks import again

TEXT = [
    "Всего ",
    {"type": "bold", "text": {"type": "italic", "text": "два"}},
    {"type": "url", "text": "здесь", "url": "https://example.org/"},
]
SAME = [
    {"type": "paragraph", "text": TEXT},
    {"type": "pre", "text": "x = 1", "language": "python"},
    {"type": "divider"},
    {"type": "mathematical_expression", "expression": "x^2"},
    {"type": "anchor", "name": "here"},
    {"type": "pullquote", "text": "Слова", "credit": "Автор"},
    {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "Слова"}], "credit": "Автор"},
    {"type": "details", "summary": "Ещё", "blocks": [{"type": "paragraph", "text": "Слова"}], "is_open": True},
    {"type": "table", "cells": [[{"align": "left", "valign": "top", "text": "5", "colspan": 2}]], "caption": "Цены"},
    {"type": "table", "cells": [[{"align": "left", "valign": "top"}]], "is_bordered": True},
]
PARAGRAPH = {"type": "paragraph", "text": "Слова"}


@pytest.mark.parametrize("block", SAME, ids=lambda block: block["type"])
def test_what_both_shapes_have_goes_on_as_it_is(block):
    assert again({"blocks": [block], "is_rtl": True}) == {"blocks": [block], "is_rtl": True}


@pytest.mark.parametrize(
    ("came", "goes"),
    [
        ({"type": "mention", "text": "@anna", "username": "anna"}, "@anna"),
        ({"type": "text_mention", "text": "Анна", "user": {"id": 7}}, "Анна"),
        ({"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🙂"}, "🙂"),
        ({"type": "button", "button": {"text": "Да", "callback_data": "close:1"}}, ["[", "Да", "] "]),
        ("a\x00b", "a\ufffdb"),
    ],
    ids=["mention", "person", "emoji", "button", "refused by databases"],
)
def test_what_is_its_authors_own_goes_on_in_words(came, goes):
    assert again({"blocks": [{"type": "paragraph", "text": came}]}) == {"blocks": [{"type": "paragraph", "text": goes}]}


def test_a_list_leaves_its_labels_to_telegram():
    items = [{"label": "1.", "blocks": [PARAGRAPH], "value": 1, "type": "1"}]

    sent = again({"blocks": [{"type": "list", "items": items}]})

    assert sent == {"blocks": [{"type": "list", "items": [{"blocks": [PARAGRAPH], "value": 1, "type": "1"}]}]}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "photo", "photo": [{"file_id": "F"}]},
        {"type": "hologram", "text": "Слова"},
        {"type": "paragraph", "text": {"type": "hologram", "text": "Слова"}},
        {"type": "paragraph"},
        {"type": "list", "items": "none"},
        {"type": "details", "summary": "Ещё", "blocks": [{"type": "video", "video": {}}]},
        "Слова",
    ],
    ids=str,
)
def test_what_cannot_go_on_whole_does_not_go_on(block):
    assert again({"blocks": [PARAGRAPH, block]}) is None


@pytest.mark.parametrize("message", [{}, {"blocks": []}, {"blocks": None}])
def test_nothing_is_nothing(message):
    assert again(message) is None
