"""Parse modes: what is kept, and the exact words of every refusal."""

from typing import Any

import pytest
from aiogram.types import MessageEntity

from bridge.sandbox.errors import Refused
from bridge.sandbox.markup.formatted import formatted


def spans(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><i>б</i>", "aб", [("bold", 0, 1), ("italic", 1, 1)]),
        ("😀<b>😀</b>", "😀😀", [("bold", 2, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<u>a</u> <s>b</s>", "a b", [("underline", 0, 1), ("strikethrough", 2, 1)]),
        ("&lt;b&gt; &amp; &quot; &#33; &#x21; &copy;", '<b> & " ! ! &copy;', []),
        ('<a href="https://a.b/?x=1&amp;y">x</a>', "x", [("text_link", 0, 1)]),
        ('<a href="tg://user?id=5">x</a>', "x", [("text_mention", 0, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<pre>x</pre><code>y</code>", "xy", [("pre", 0, 1), ("code", 1, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_becomes_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    kept, found = formatted(source, "HTML", None)

    assert kept == text
    assert spans(found) == entities


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (
            "*a* _б_ __c__ ~d~",
            "a б c d",
            [("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1), ("strikethrough", 6, 1)],
        ),
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("||a|| `b` [c](https://d.e/)", "a b c", [("spoiler", 0, 1), ("code", 2, 1), ("text_link", 4, 1)]),
        ("```py\nx = 1\n```", "x = 1", [("pre", 0, 5)]),
        (r"a\.b\*", "a.b*", []),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4)]),
        ("![👍](tg://emoji?id=5)", "👍", [("custom_emoji", 0, 2)]),
    ],
)
def test_markdown_v2_becomes_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    kept, found = formatted(source, "MarkdownV2", None)

    assert kept == text
    assert spans(found) == entities


def test_old_markdown_becomes_entities() -> None:
    kept, found = formatted("*a* _b_ `c` [d](https://e.f/) ```\nx``` \\*", "Markdown", None)

    assert kept == "a b c d x *"
    assert [entity["type"] for entity in found] == ["bold", "italic", "code", "text_link", "pre"]


@pytest.mark.parametrize(
    ("mode", "source", "problem"),
    [
        ("HTML", "я<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("HTML", "<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("HTML", "a <b", "Unclosed start tag at byte offset 2"),
        ("HTML", "<b>a</b", "Unclosed end tag at byte offset 4"),
        ("HTML", '<a ="x">', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("HTML", "<a href >", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("HTML", "<a href=x!>", "Unexpected end of name token at byte offset 8"),
        ("HTML", "<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("HTML", "<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("MarkdownV2", "a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "a | b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "я *a", "Can't find end of Bold entity at byte offset 3"),
        ("MarkdownV2", "```py\nx", "Can't find end of PreCode entity at byte offset 0"),
        ("MarkdownV2", "[a](b", "Can't find end of a URL at byte offset 4"),
        ("MarkdownV2", "![a]", "Custom emoji entity must contain a tg://emoji URL"),
        ("Markdown", "я _a", "Can't find end of the entity starting at byte offset 3"),
    ],
)
def test_malformed_marks_are_refused(mode: str, source: str, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        formatted(source, mode, None)

    assert refused.value.description == f"Bad Request: can't parse entities: {problem}"


def test_given_entities_are_kept_when_they_fit() -> None:
    given = [MessageEntity(type="bold", offset=0, length=2), MessageEntity(type="italic", offset=1, length=9)]

    assert spans(formatted("😀", None, given)[1]) == [("bold", 0, 2)]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("😀 /menu@desk_bot", [("bot_command", 3, 14)]),
        ("см. https://ya.ru/x?y=1, ok", [("url", 4, 19)]),
        ("пишите на a@b.ru или @anna", [("email", 10, 6), ("mention", 21, 5)]),
        ("#заказ 12/11 a/b", [("hashtag", 0, 6)]),
        ("ya.ru и 3.5", [("url", 0, 5)]),
    ],
)
def test_the_server_finds_entities_by_itself(text: str, entities: list[tuple[str, int, int]]) -> None:
    assert spans(formatted(text, None, None)[1]) == entities
