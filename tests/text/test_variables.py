"""The gaps of templates: filled for one dialog, with the formatting where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.text.entities import units
from bridge.text.variables import VARIABLES_BY_NAME, Unclosed, UnknownVariable, Variable, check, fill, with_fallbacks

IVAN = {Variable.NAME: "Иван"}


def bold(offset: int, length: int) -> dict[str, object]:
    return {"type": "bold", "offset": offset, "length": length}


def under(text: str, entity: dict[str, int]) -> str:
    """What an entity covers."""
    raw = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
    return raw.decode("utf-16-le")


@pytest.mark.parametrize("text", ["{имя}", "{Имя}", "{ name }", "{name|друг}", "{ИМЯ|}"])
def test_a_variable_has_a_russian_and_an_english_name_in_any_spelling(text):
    assert fill(text, [], IVAN).text == "Иван"


def test_a_fallback_stands_where_there_is_nothing_to_fill_in():
    assert fill("{имя|уважаемый клиент}, {phone}!", [], {}).text == "уважаемый клиент, !"


def test_what_a_customer_is_called_is_no_variable():
    assert fill("{имя} {телефон}", [], {Variable.NAME: "{телефон}", Variable.PHONE: "7"}).text == "{телефон} 7"


def test_a_variable_that_nobody_knows_is_named_with_those_that_exist():
    with pytest.raises(UnknownVariable, match=r"\{скидка\}.*\{имя\}.*\{время\}"):
        check("Ваша {скидка}, {имя}")


@pytest.mark.parametrize("text", ["{имя", "имя}", "{{имя}}", "{}", "{имя|{фамилия}}"])
def test_a_brace_without_its_pair_is_refused(text):
    with pytest.raises((Unclosed, UnknownVariable)):
        check(text)


def test_fallbacks_are_written_where_there_is_none():
    text = with_fallbacks("{имя} {Name|друг} {отдел}", {"name": "клиент"})

    assert text == "{имя|клиент} {Name|друг} {отдел}"


def test_formatting_around_a_variable_is_around_its_value():
    filled = fill("Да, {имя}! Ваш 👩‍👩‍👧 заказ", [bold(4, 5), bold(15, 8)], {Variable.NAME: "👩‍👩‍👧 Иванова"})

    assert [under(filled.text, entity) for entity in filled.entities] == ["👩‍👩‍👧 Иванова", "👩‍👩‍👧"]


def test_formatting_of_a_variable_without_a_value_goes():
    assert fill("А {имя} Б", [bold(2, 5)], {}).entities == []


LETTERS = st.text(st.sampled_from("аb 👍ё\n🇷🇺"), max_size=8)
GAPS = st.sampled_from(sorted(VARIABLES_BY_NAME)).map(lambda name: f"{{{name}|нет}}")


@given(st.lists(st.one_of(LETTERS, GAPS), max_size=8), LETTERS, st.data())
def test_whatever_is_filled_in_the_formatting_covers_what_it_has_covered(parts, value, data):
    text = "".join(parts)
    begins = data.draw(st.integers(0, len(parts)))
    ends = data.draw(st.integers(begins, len(parts)))
    before, inside = "".join(parts[:begins]), "".join(parts[begins:ends])
    values = dict.fromkeys(Variable, value)

    filled = fill(text, [bold(units(before), units(inside))], values)

    expected = fill(inside, [], values).text
    assert filled.text == fill(before, [], values).text + expected + fill("".join(parts[ends:]), [], values).text
    assert [under(filled.text, entity) for entity in filled.entities] == ([expected] if expected else [])
