"""Phone numbers in the spellings that people use."""

import pytest

from bridge.text import phones
from bridge.text.phones import InvalidPhone, parse, pretty


@pytest.mark.parametrize(
    "spelling",
    [
        "79991234567",
        "+7 999 123-45-67",
        "8 (999) 123-45-67",
        "8-999-123-45-67",
        "999 123 45 67",
        " +79991234567\n",
        "Мой номер: +7 999 123 45 67",
    ],
)
def test_every_spelling_is_the_same_number(spelling):
    assert parse(spelling) == "79991234567"


@pytest.mark.parametrize(
    ("spelling", "digits"),
    [
        ("+375 29 123-45-67", "375291234567"),
        ("375291234567", "375291234567"),
        ("+7 700 123 45 67", "77001234567"),
        ("+49 1511 2345678", "4915112345678"),
    ],
)
def test_number_from_abroad_is_understood(spelling, digits):
    assert parse(spelling) == digits


@pytest.mark.parametrize(
    "text", ["", "123", "/start", "Анна", "+7 999 123-45-6", "+7 999 000 00 01 00", "9" * 400, "+"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(InvalidPhone):
        parse(text)


def test_digits_are_shown_as_people_read_them():
    assert pretty("79991234567") == "+7 999 123-45-67"
    assert pretty("375291234567") == "+375 29 123-45-67"
    assert pretty("0") == "0"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("+7 (999) 123-45-67", ["79991234567"]),
        ("8 999 123 45 67", ["79991234567"]),
        ("9991234567", ["79991234567"]),
        ("123-45", ["12345"]),
        ("8 916", ["8916", "916"]),
        ("999", ["999"]),
        ("12", []),
        ("Анна 999", []),
        ("№ 123", []),
        ("", []),
    ],
)
def test_parts_of_a_number_are_its_digits(typed, parts):
    assert phones.parts(typed) == parts
