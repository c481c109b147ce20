"""Only the product's own words are commands in an operator's chat."""

import random

import pytest

from bridge.sandbox.markup.detection import detect
from bridge.text.slashes import LOOKALIKE, SIGN, changed, dead, dead_html, live, moved, plain, shown, units
from bridge.text.texts import _, language

LIVE = [
    "/close",
    "нажмите /close",
    "нажмите «/close»!",
    "(/close@desk_bot)",
    "/close\n/logout /ban",
    "a.ru)/close",
    "https://a.ru /close",
    "😀/close",
    "-/1",
]
# Telegram may or may not take these for links; the sandbox does.
DOUBTFUL = ["http://foo/?x=/close", "https://a.ru/x)/close", "xhttps://a.ru/?x=/close", "https://a_b.ru/?x=/close"]
# None of these is a command for Telegram, so nothing is changed.
LEFT = [
    "и/или 12/11 a/b",
    "https://a.ru/b/c?d=e",
    "https://app.example.com/#/orders и https://a.ru/login?next=/home",
    "//close",
    "/usr/bin",
    "</close>",
    "/ close",
    "/закрыть",
    "@ivan #заказ",
]


def commands(text):
    return [found for found in detect(text, []) if found["type"] == "bot_command"]


def killed(text, **more):
    return changed(text, dead(text, **more))


@pytest.mark.parametrize("text", LIVE)
def test_a_command_is_none_any_more_and_looks_the_same(text):
    assert commands(text) != []

    assert commands(killed(text)) == []
    assert killed(text).replace(SIGN, "") == text


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_be_a_link_or_a_command_is_no_command(text):
    assert killed(text) == text.replace("/close", f"/{SIGN}close")


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_command_is_left_alone(text):
    assert killed(text) == text


def test_nothing_that_is_put_together_at_random_is_a_command_for_telegram():
    at_random = random.Random(31)
    pieces = ["/", "a", "close", " ", ".", "@bot", "://", "https://a.ru", ")", "<", "ж", "\u202e", "_", "?", "\n"]
    for _round in range(3000):
        text = "".join(at_random.choices(pieces, k=8))
        # Telegram takes some characters out before it looks.
        assert commands(killed(text).replace("\u202e", "")) == [], repr(text)
        assert killed(killed(text)) == killed(text)


def test_the_product_s_own_commands_stay_and_nobody_can_feign_them():
    with language("ru"):
        own = _("You are not signed in here. Write /start")

    assert plain(own) == killed(own) == "Здесь вы не вошли. Напишите /start"
    feigned = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7/close"
    assert killed(feigned) == f"/{SIGN}close"
    assert killed(f"{live('/menu')} /close") == f"/menu /{SIGN}close"


@pytest.mark.parametrize("code", ["ru", "en"])
def test_own_commands_are_marked_in_every_language(code):
    with language(code):
        assert commands(killed(_("You are signed out. To sign in again: /start"))) != []


def test_words_that_are_in_no_catalogue_are_not_taken_for_the_product_s_own():
    assert commands(killed(_("нажмите /close"))) == []


def test_where_there_is_no_room_the_slash_is_another_one():
    text = "/a" * 2048

    assert killed("/a " * 1365, room=4096) == f"{LOOKALIKE}a " * 1365
    assert units(killed(text, room=4096)) == 4096


def test_tags_are_no_words_and_words_go_on_behind_tags():
    source = '<b>и</b>/<i>close</i> <a href="https://a.ru/ /b">к /close</a> &lt;b&gt; &amp;/c <b>/</b>close'

    read = dead_html(source)

    # The first stands behind a letter: it is no command.
    assert read.replace(SIGN, "") == source
    assert read.count(SIGN) == 3
    assert 'href="https://a.ru/ /b"' in read


def test_places_of_the_text_are_found_again():
    text = "😀 /close и /ban"
    changes = dead(text)

    whole = changed(text, changes)
    start, end = moved(units("😀 /close и "), text, changes), moved(units(text), text, changes)

    assert whole.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le") == f"/{SIGN}ban"


@pytest.mark.parametrize("text", ["/close", "нажмите /close", f"/{SIGN}close x"])
def test_a_copy_of_what_was_shown_reads_as_it_was_written(text):
    there = killed(text.replace(SIGN, ""))

    assert changed(there, shown(there)) == text.replace(SIGN, "")
    assert (
        changed(f"{LOOKALIKE}close 1{LOOKALIKE}2", shown(f"{LOOKALIKE}close 1{LOOKALIKE}2")) == f"/close 1{LOOKALIKE}2"
    )
