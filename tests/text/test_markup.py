"""Formatting as HTML: whatever Telegram gives comes back the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.text.entities import units
from bridge.text.markup import BadMarkup, formatting, from_html, is_whole, to_html

KINDS: list[dict[str, Any]] = [
    {"type": "bold"},
    {"type": "italic"},
    {"type": "underline"},
    {"type": "strikethrough"},
    {"type": "spoiler"},
    {"type": "code"},
    {"type": "blockquote"},
    {"type": "expandable_blockquote"},
    {"type": "pre"},
    {"type": "pre", "language": "c++"},
    {"type": "text_link", "url": "https://a.b/?x=1&copy=2&quot;'\"<>"},
    {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"},
]
LETTERS = st.text(st.sampled_from("аб <>&\"'\n;#x😀/{имя|}!-"), min_size=1, max_size=30)


@st.composite
def texts(draw) -> tuple[str, list[dict[str, Any]]]:
    """A text with entities of which each is inside of another or beside it, as Telegram has them."""
    text = draw(LETTERS)
    entities: list[dict[str, Any]] = []

    def fill(start: int, end: int, depth: int) -> None:
        while start < end and depth:
            first = draw(st.integers(start, end - 1))
            last = draw(st.integers(first + 1, end))
            kind = draw(st.sampled_from(KINDS))
            offset = units(text[:first])
            entities.append({**kind, "offset": offset, "length": units(text[:last]) - offset})
            fill(first, last, depth - 1)
            start = last

    fill(0, len(text), draw(st.integers(0, 2)))
    spots = {(each["type"], each["offset"], each["length"]): each for each in entities}
    return text, list(spots.values())


@given(texts())
def test_what_is_written_is_read_as_it_was(said: tuple[str, list[dict[str, Any]]]):
    text, entities = said

    assert from_html(to_html(text, entities)) == (text, formatting(entities))


def test_it_reads_as_people_write_it():
    bold = {"type": "bold", "offset": 0, "length": 4}
    link = {"type": "text_link", "offset": 5, "length": 3, "url": "https://a.b/?x=1&y=2"}

    assert to_html("Цена < 5 & всё", [bold, link]) == (
        '<b>Цена</b> <a href="https://a.b/?x=1&amp;y=2">&lt; 5</a> &amp; всё'
    )
    assert from_html("<strong>Да</strong>, <em>да</em>")[1] == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 4, "length": 2},
    ]


def test_entities_that_overlap_are_ended_and_begun_again():
    entities = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 2, "length": 3}]

    assert to_html("абвгд", entities) == "<b>аб<i>в</i></b><i>гд</i>"


def test_links_that_telegram_finds_need_no_tag_and_people_cannot_be_told():
    assert is_whole([{"type": "url", "offset": 0, "length": 3}])
    assert not is_whole([{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 1}}])


@pytest.mark.parametrize("source", ["<b>да", "да</b>", "<b><i>да</b></i>", "<script>1</script>", "<a>да</a>", "<br>"])
def test_what_is_no_markup_is_refused(source: str):
    with pytest.raises(BadMarkup):
        from_html(source)
