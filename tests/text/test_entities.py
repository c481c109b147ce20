from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.text.entities import pieces, units


def texts(found):
    return [piece.text for piece in found]


def test_short_text_stays_whole():
    found = pieces("Где заказ?", [{"type": "bold", "offset": 0, "length": 3}], first=10, then=10)

    assert texts(found) == ["Где заказ?"]
    assert found[0].entities == [{"type": "bold", "offset": 0, "length": 3}]


def test_long_text_is_cut_where_a_paragraph_ends_else_a_line_else_a_word():
    assert texts(pieces("один два\n\nтри\nчетыре", [], first=15, then=15)) == ["один два\n\n", "три\nчетыре"]
    assert texts(pieces("один два\nтри четыре", [], first=12, then=15)) == ["один два\n", "три четыре"]
    assert texts(pieces("один два три", [], first=10, then=10)) == ["один два ", "три"]
    assert texts(pieces("нетпробелов", [], first=4, then=5)) == ["нетп", "робел", "ов"]


def test_sign_of_two_units_is_not_torn():
    assert texts(pieces("аб🍎вг", [], first=3, then=4)) == ["аб", "🍎вг"]


def test_formatting_that_crosses_the_border_goes_on_in_the_next_piece():
    bold = {"type": "bold", "offset": 2, "length": 7}

    found = pieces("🍎один два", [bold], first=7, then=9)

    assert [(piece.text, piece.entities) for piece in found] == [
        ("🍎один ", [{"type": "bold", "offset": 2, "length": 5}]),
        ("два", [{"type": "bold", "offset": 0, "length": 2}]),
    ]


def test_piece_of_nothing_but_space_is_left_out():
    assert texts(pieces("да" + " " * 9, [], first=5, then=5)) == ["да   "]


@settings(deadline=None)
@given(st.text(alphabet="аб🍎 \n", max_size=60), st.integers(4, 9), st.integers(4, 9))
def test_nothing_that_can_be_seen_is_lost_and_no_piece_is_too_long(text, first, then):
    found = texts(pieces(text, [], first=first, then=then))

    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(units(piece) <= (then if number else first) for number, piece in enumerate(found))
