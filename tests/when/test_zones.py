"""Time zones as people say them."""

from datetime import UTC, datetime

import pytest

from bridge.text.texts import language
from bridge.when.zones import COMMON_ZONES, UnknownZone, known, parse, title

WINTER, SUMMER = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 7, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Москва", "Europe/Moscow"),
        ("  екатеринбург ", "Asia/Yekaterinburg"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Нью-Йорк", "America/New_York"),
        ("UTC+5", "Etc/GMT-5"),
        ("gmt -3", "Etc/GMT+3"),
        ("+3:00", "Etc/GMT-3"),
        ("МСК+2", "Etc/GMT-5"),
        ("UTC+0", "Etc/UTC"),
    ],
)
def test_a_city_a_difference_and_a_name_are_understood(said, zone):
    assert parse(said) == zone


@pytest.mark.parametrize("said", ["", "Нигде", "UTC+99", "+", "завтра", "../../etc/passwd", "Х" * 4096])
def test_what_is_no_zone_is_refused(said):
    with pytest.raises(UnknownZone):
        parse(said)


def test_a_zone_is_told_with_its_difference_as_it_is_now():
    with language("ru"):
        assert title("Europe/Moscow", WINTER) == "Москва, UTC+3"
        assert title("Etc/GMT-5", WINTER) == "UTC+5"
    with language("en"):
        assert title("Asia/Katmandu", WINTER) == "Kathmandu, UTC+5:45"
        assert (title("Europe/Berlin", WINTER), title("Europe/Berlin", SUMMER)) == ("Berlin, UTC+1", "Berlin, UTC+2")


def test_every_city_on_a_button_is_a_zone():
    assert [known(zone) for zone in COMMON_ZONES] == list(COMMON_ZONES)
