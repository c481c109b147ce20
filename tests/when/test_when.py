"""Times as people write them, and what is said back."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.errors import Refusal
from bridge.text.texts import LANGUAGES, language
from bridge.when import ImpossibleTime, NotATime, PastTime, TooFar, When, begin, find, in_words, read
from bridge.when.saying import in_short
from storage.tasks.repeats import Repeat
from tests.kit.phrases import SAID

MOSCOW, BERLIN = "Europe/Moscow", "Europe/Berlin"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo(MOSCOW)).astimezone(UTC)


def said(when: When, zone: str = MOSCOW) -> str:
    local = when.at.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d}" if when.is_all_day else f"{local:%Y-%m-%d %H:%M}"


def test_a_hundred_phrases_are_written_down():
    assert len(SAID) > 100


@pytest.mark.parametrize(("phrase", "meaning"), [item for item in SAID.items() if item[1][0] == "2"])
def test_a_phrase_means_what_people_mean(phrase, meaning):
    assert said(read(phrase, NOON, MOSCOW)) == meaning


@pytest.mark.parametrize(("phrase", "meaning"), [item for item in SAID.items() if item[1][0] != "2"])
def test_what_is_over_or_cannot_be_is_refused(phrase, meaning):
    with pytest.raises(PastTime if meaning == "past" else (ImpossibleTime, TooFar)):
        read(phrase, NOON, MOSCOW)


@pytest.mark.parametrize("phrase", ["", "перезвонить", "10", "завтра перезвонить", "42", "25", "/", "май", "никогда"])
def test_what_says_no_time_or_more_than_that_is_not_a_time(phrase):
    with pytest.raises(NotATime):
        read(phrase, NOON, MOSCOW)


@pytest.mark.parametrize(
    ("text", "rest", "meaning"),
    [
        ("завтра 10:30 перезвонить", "перезвонить", "2026-11-24 10:30"),
        ("перезвонить завтра в 10:30", "перезвонить", "2026-11-24 10:30"),
        ("Перезвонить Ивану завтра в 10:30 насчёт счёта", "Перезвонить Ивану насчёт счёта", "2026-11-24 10:30"),
        ("Завтра перезвонить Ивану в 10:30", "перезвонить Ивану", "2026-11-24 10:30"),
        ("в 18 позвонить", "позвонить", "2026-11-23 18:00"),
        ("отправить счёт до пятницы", "отправить счёт", "2026-11-27"),
        ("call Ivan tomorrow at 3pm", "call Ivan", "2026-11-24 15:00"),
        ("in 2 hours: send the invoice", "send the invoice", "2026-11-23 14:00"),
        ("проверить заказ №25 через час", "проверить заказ №25", "2026-11-23 13:00"),
        ("завтра узнать про поставку 25 декабря", "узнать про поставку 25 декабря", "2026-11-24"),
        ("Спросить:\n- адрес\n- имя\nзавтра", "Спросить:\n- адрес\n- имя", "2026-11-24"),
    ],
)
def test_the_time_is_found_among_other_words(text, rest, meaning):
    found = find(text, NOON, MOSCOW)

    assert (found.rest, found.when and said(found.when)) == (rest, meaning)


@pytest.mark.parametrize(
    "text",
    [
        "перезвонить",
        "купить в 2 магазинах хлеб",
        "версия 2.50 сломана",
        "позвонить 89161234567",
        "выслать до 10 штук товара",
        "снять номер на 2 ночи у моря",
    ],
)
def test_other_numbers_are_no_times(text):
    assert find(text, NOON, MOSCOW).when is None
    assert find(text, NOON, MOSCOW).rest == text


def test_a_time_that_cannot_be_leaves_the_words_and_says_why():
    found = find("31 февраля перезвонить", NOON, MOSCOW)

    assert (found.rest, found.when, type(found.fault)) == ("перезвонить", None, ImpossibleTime)


@pytest.mark.parametrize(
    ("text", "meaning", "repeat"),
    [
        ("каждый день в 10", "2026-11-24 10:00", Repeat.DAILY),
        ("ежедневно в 18:00", "2026-11-23 18:00", Repeat.DAILY),
        ("по будням в 9:30", "2026-11-24 09:30", Repeat.WEEKDAYS),
        ("каждый понедельник утром", "2026-11-30 09:00", Repeat.WEEKLY),
        ("по пятницам", "2026-11-27", Repeat.WEEKLY),
        ("every Friday at 5pm", "2026-11-27 17:00", Repeat.WEEKLY),
        ("каждое 5 число", "2026-12-05", Repeat.MONTHLY),
        ("every weekday", "2026-11-23", Repeat.WEEKDAYS),
    ],
)
def test_what_comes_again_says_how_often(text, meaning, repeat):
    when = read(text, NOON, MOSCOW)

    assert (said(when), when.repeat) == (meaning, repeat)


def test_by_weekdays_is_not_meant_for_a_weekend():
    saturday = NOON + timedelta(days=5)

    assert said(read("по будням в 9", saturday, MOSCOW)) == "2026-11-30 09:00"


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        # The clocks go from 2:00 to 3:00 on 28 March 2027, and from 3:00 to 2:00 on 31 October 2027.
        ("завтра в 2:30 ночи", datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("завтра в 02:30", datetime(2027, 10, 30, 9, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("сегодня в 02:30", datetime(2027, 10, 31, 0, 45, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("через 24 часа", datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 28, 9, tzinfo=UTC)),
        ("завтра в 10", datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 28, 8, tzinfo=UTC)),
    ],
)
def test_when_clocks_change_the_hour_is_the_one_on_the_wall(phrase, now, expected):
    assert read(phrase, now, BERLIN).at == expected


def test_the_day_is_that_of_the_zone():
    late = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)

    assert said(read("завтра в 10", late, MOSCOW)) == "2026-11-25 10:00"
    assert said(read("завтра в 10", late, "UTC"), "UTC") == "2026-11-24 10:00"


def test_what_was_understood_is_said_with_the_day_of_the_week():
    when = read("завтра в 10:30", NOON, MOSCOW)

    assert in_words(when.at, MOSCOW, NOON) == "завтра, вторник, 24 ноября, 10:30"
    with language("en"):
        assert in_words(when.at, MOSCOW, NOON, is_all_day=True) == "tomorrow, Tuesday, November 24"
    assert in_short(when.at, MOSCOW, NOON) == "завтра 10:30"
    assert in_short(when.at, MOSCOW, NOON - timedelta(days=9)) == "вт, 24 нояб. 10:30"


# fmt: off
WORDS = [
    "завтра", "сегодня", "вчера", "послезавтра", "через", "в", "к", "до", "по", "каждый", "час", "часа", "2", "3", "10",
    "25", "30", "10:30", "24:00", "25.12", "31.02", "29", "февраля", "пятницу", "понедельник", "утра", "вечером",
    "ночи", "полночь", "декабря", "числа", "неделю", "месяц", "лет", "2027", "минут", "полчаса", ",", "in", "at",
    "tomorrow", "Friday", "next", "noon", "pm", "am", "on", "the", "5th", "end", "of", "week", "every", "day",
]
# fmt: on
moments = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from([MOSCOW, BERLIN, "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"])
words = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@given(words, moments, zones)
@example("сегодня в полночь", datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC), MOSCOW)
def test_whatever_is_written_is_never_in_the_past_and_nothing_is_lost(text, now, zone):
    found = find(text, now, zone)

    assert found.when is None or found.when.at > now
    assert found.fault is None or isinstance(found.fault, Refusal)
    with suppress(Refusal):
        assert read(text, now, zone).at > now


@given(st.text(max_size=40), moments)
def test_any_text_at_all_is_read_or_refused(text, now):
    find(text, now, MOSCOW)


@given(
    moments, st.timedeltas(timedelta(minutes=2), timedelta(days=1500)), zones, st.sampled_from(LANGUAGES), st.booleans()
)
def test_what_is_said_back_means_the_same_when_it_is_written(now, ahead, zone, code, is_all_day):
    local = (now + ahead).astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
    if is_all_day:
        local = local.replace(hour=23, minute=59, fold=0)
    at = local.astimezone(UTC)
    with language(code):
        again = read(in_words(at, zone, now, is_all_day=is_all_day), now, zone)

    # Of two moments that clocks show alike the words say the first.
    assert again.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
    assert again.is_all_day is is_all_day


@pytest.mark.parametrize(
    ("text", "at", "rest"),
    [
        ("завтра в 9 Ждём завтра в 12", "2026-11-24 09:00", "Ждём завтра в 12"),
        ("18:00 Ждём вас завтра", "2026-11-23 18:00", "Ждём вас завтра"),
        (" через 2 часа:\nДобрый  день", "2026-11-23 14:00", "Добрый  день"),
        ("tomorrow — hello", "2026-11-24", "hello"),
        ("завтра в 9", "2026-11-24 09:00", ""),
    ],
)
def test_a_text_may_begin_with_its_time(text, at, rest):
    when, begins = begin(text, NOON, MOSCOW)

    assert when is not None
    assert (said(when), text[begins:]) == (at, rest)


@pytest.mark.parametrize("text", ["Ждём вас завтра в 12", "2 заказа готовы", "5 минут, пожалуйста", "", "9"])
def test_a_time_further_on_is_part_of_the_text(text):
    assert begin(text, NOON, MOSCOW) == (None, 0)


def test_a_text_that_begins_with_a_time_that_cannot_be_is_refused():
    with pytest.raises(PastTime):
        begin("вчера в 9 Привет", NOON, MOSCOW)
    with pytest.raises(ImpossibleTime):
        begin("завтра в 25:00 Привет", NOON, MOSCOW)
