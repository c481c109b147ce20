"""Every word that people read is translated, and reads right in both languages."""

import ast
import string
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bridge.errors import FileTooBig, NotFound, Undeliverable
from bridge.locales.update import TRANSLATED_LANGUAGES, extract, path_of, read
from bridge.text.texts import LANGUAGES, _, file_size, known_language, language, ngettext, short_time, translate

IDS = [message for message in extract() if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def placeholders(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue's translations, one line each."""
    for wanted in IDS:
        message: Message | None = catalogue.get(wanted.id)
        if message is None or not all(forms(message.string)):
            yield f"no translation: {wanted.id!r} of {', '.join(file for file, _line in wanted.locations)}"
        elif message.fuzzy:
            yield f"fuzzy: {wanted.id!r}"
        elif any(placeholders(form) != placeholders(forms(wanted.id)[-1]) for form in forms(message.string)):
            yield f"other placeholders than the id: {wanted.id!r}"


@pytest.mark.parametrize("code", TRANSLATED_LANGUAGES)
def test_catalogue_has_every_message_with_its_placeholders(code):
    assert list(faults(read(code))) == []


@pytest.mark.parametrize("code", TRANSLATED_LANGUAGES)
def test_catalogue_holds_no_message_that_the_code_has_dropped(code):
    known = {forms(message.id)[0] for message in IDS}

    assert [message.id for message in read(code) if message.id and forms(message.id)[0] not in known] == []


@pytest.mark.parametrize("code", TRANSLATED_LANGUAGES)
def test_catalogue_says_everything_once(code):
    entries = path_of(code).read_text("utf-8").split("\n\n")
    ids = [entry[entry.index("msgid") : entry.index("msgstr")] for entry in entries if "msgid" in entry]

    assert [id for id, times in Counter(ids).items() if times > 1] == []


def test_no_message_hides_inside_an_f_string_where_extraction_does_not_look():
    hidden = [
        f"{file}:{call.lineno}"
        for folder in ("bridge", "handlers", "scheduler")
        for file in Path(folder).rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext", "lazy")
    ]

    assert hidden == []


def test_missing_translation_is_found():
    assert len(list(faults(Catalog(locale="ru")))) == len(IDS)


def test_russian_is_spoken_unless_another_language_is_asked_for():
    assert _("The text is too long") == "Текст слишком длинный"

    with language("en"):
        assert _("The text is too long") == "The text is too long"

    assert _("The text is too long") == "Текст слишком длинный"


@pytest.mark.parametrize(
    ("code", "known"), [("en", "en"), ("en-GB", "en"), ("ru_RU", "ru"), ("de", "ru"), ("", "ru"), (None, "ru")]
)
def test_foreign_language_tag_stands_for_one_of_ours(code, known):
    assert known_language(code) == known


def test_error_is_told_in_the_readers_language():
    error = FileTooBig(size=25 << 20, limit=20 << 20)

    assert (
        translate(error) == "Файл слишком большой для бота: 25 МБ, а предел — 20 МБ. Пройдёт ссылка или файл поменьше"
    )
    assert translate(NotFound()) == "Этого больше нет"


def test_param_that_is_a_message_itself_is_translated_too():
    assert translate(Undeliverable(detail="The text is too long")) == "Сообщение не принято: Текст слишком длинный"


def test_braces_in_a_param_are_left_alone():
    assert translate(Undeliverable(detail="{oops} {0}")) == "Сообщение не принято: {oops} {0}"


def test_every_language_counts_even_what_no_catalogue_knows():
    with language("en"):
        assert [ngettext("{n} duck", "{n} ducks", n).format(n=n) for n in (1, 2)] == ["1 duck", "2 ducks"]


def test_time_is_short_today_and_has_a_date_before():
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    assert short_time(datetime(2026, 11, 23, 7, 30, tzinfo=UTC), "Europe/Moscow", now) == "10:30"
    assert short_time(datetime(2026, 11, 22, 7, 30, tzinfo=UTC), "Europe/Moscow", now) == "22 нояб. 10:30"
    assert short_time(datetime(2025, 11, 22, 7, 30, tzinfo=UTC), "Europe/Moscow", now) == "22 нояб. 2025\u202fг. 10:30"
    with language("en"):
        assert short_time(datetime(2026, 11, 22, 7, 30, tzinfo=UTC), "Europe/Moscow", now) == "Nov 22 10:30"


def test_today_is_the_readers_day():
    moment, now = datetime(2026, 11, 22, 21, 30, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    assert short_time(moment, "Europe/Moscow", now) == "00:30"
    assert short_time(moment, "UTC", now) == "22 нояб. 21:30"


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 Б"), (512, "512 Б"), (1536, "1,5 кБ"), (20 * 1024**2, "20 МБ"), (3 * 1024**4, "3 072 ГБ")],
)
def test_file_size_in_words(size, words):
    assert file_size(size).replace("\xa0", " ") == words


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_its_catalogue(code):
    with language(code):
        assert _("The text is too long")
