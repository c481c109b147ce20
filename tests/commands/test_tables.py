"""Rows on a terminal stand below each other."""

from datetime import timedelta

import pytest

from bridge.commands.tables import age, table


def test_columns_are_as_wide_as_their_longest_word():
    assert table(("ID", "ERROR"), [(1, None), (1000, "two\nlines")]) == "ID    ERROR\n1     -\n1000  two lines"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(hours=3, minutes=59), "3 h"),
        (timedelta(9), "9 d"),
    ],
)
def test_age_is_told_in_the_largest_unit_that_fits(length, words):
    assert age(length) == words
