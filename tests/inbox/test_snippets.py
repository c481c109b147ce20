"""A snippet shows the search hit in bold, and nothing of it is markup."""

import pytest

from bridge.desk.inbox.snippets import EXCERPT_LENGTH, snippet_around

LONG = "Начало письма. " * 30 + "Здесь ЗАКАЗ, и ещё раз заказ. " + "Конец письма. " * 30


@pytest.mark.parametrize(
    ("text", "terms", "shown"),
    [
        ("Где мой заказ?", ["заказ"], "Где мой <b>заказ</b>?"),
        ("ЗАКАЗ и Заказы", ["заказ"], "<b>ЗАКАЗ</b> и <b>Заказ</b>ы"),
        ("Ёлка", ["елк"], "<b>Ёлк</b>а"),
        ("Е\u0308лка", ["елк"], "<b>Е\u0308лк</b>а"),
        ("ｉＰｈｏｎｅ", ["phone"], "ｉ<b>Ｐｈｏｎｅ</b>"),
        ("ﬁне", ["fi"], "<b>ﬁ</b>не"),
        ("a<b>&amp; заказ</b>", ["заказ"], "a&lt;b&gt;&amp;amp; <b>заказ</b>&lt;/b&gt;"),
        ("<script>", ["<scr"], "<b>&lt;scr</b>ipt&gt;"),
        ("раз\nдва\n\nтри", ["два"], "раз <b>два</b> три"),
        ("абабаб", ["аба", "баб"], "<b>абабаб</b>"),
        ("абвг", ["аб", "вг"], "<b>абвг</b>"),
        ("раз два три", ["три", "раз"], "<b>раз</b> два <b>три</b>"),
        ("ничего такого", ["нет"], "ничего такого"),
        ("", ["нет"], ""),
    ],
)
def test_what_is_found_is_bold(text: str, terms: list[str], shown: str):
    assert snippet_around(text, terms) == shown


def test_of_a_long_text_the_words_around_are_shown():
    shown = snippet_around(LONG, ["заказ"])

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "Здесь <b>ЗАКАЗ</b>, и ещё раз <b>заказ</b>. " in shown
    assert len(shown) <= EXCERPT_LENGTH + len("……<b></b><b></b>")


def test_a_word_without_an_end_is_cut():
    shown = snippet_around("ж" * 3000 + "заказ" + "ж" * 3000, ["заказ"])

    assert "<b>заказ</b>" in shown
    assert len(shown) <= EXCERPT_LENGTH + len("……<b></b>")
