"""A report as files and as a picture: as Excel takes them, and harmless whatever people have written."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from PIL import Image

from bridge.reports.files import csv, xlsx
from bridge.reports.periods import Period
from bridge.reports.pictures import drawn
from bridge.reports.report import Bars, Heat, Report, ReportKind, Table
from bridge.text.texts import language

DAY = Period(date(2026, 11, 23), date(2026, 11, 23), "Europe/Moscow", datetime(2026, 11, 23, 12, tzinfo=UTC))
HEAD = ["Тег", "Ответов", "Оценка", "Первый ответ"]
ROWS = [
    ["Срочно; «да»", 1200, 4.5, timedelta(hours=26, minutes=5)],
    ['=HYPERLINK("http://evil")', -3, None, None],
    ["+7 999", 0, 0.0, timedelta()],
]


def report(*drawings) -> Report:
    return Report(ReportKind.TAGS, "Теги", DAY, [], Table(HEAD, ROWS), drawings)


def test_a_russian_excel_gets_semicolons_and_commas_and_no_formulas():
    with language("ru"):
        lines = csv(report()).decode("utf-8").split("\r\n")

    assert lines == [
        "\ufeffТег;Ответов;Оценка;Первый ответ",
        '"Срочно; «да»";1200;4,5;26:05:00',
        '"\'=HYPERLINK(""http://evil"")";-3;;',
        "'+7 999;0;0,0;0:00:00",
        "",
    ]


def test_an_english_excel_gets_commas_and_points():
    with language("en"):
        lines = csv(report()).decode("utf-8-sig").split("\r\n")

    assert lines[1] == "Срочно; «да»,1200,4.5,26:05:00"


def test_a_workbook_has_numbers_times_and_text_that_stays_text():
    sheet = openpyxl.load_workbook(BytesIO(xlsx(report()))).active

    assert [cell.value for cell in sheet[1]] == HEAD
    assert [cell.value for cell in sheet[2]] == ROWS[0]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ('=HYPERLINK("http://evil")', "s")
    assert sheet["D2"].number_format == "[h]:mm:ss"


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_picture_is_drawn_of_anything(count):
    names = [f"$\\frac{{{number}}}$ <b> Ёж" for number in range(count)]
    numbers = list(range(count))
    bars = Bars("Ответов", names, [("Да", numbers), ("Нет", [1] * count)])
    stacked = Bars("Ответов", names, [("Да", numbers), ("Нет", [1] * count)], stacked=True)
    upright = Bars("Дни", names, [("", numbers)], upright=True)
    heat = Heat("Часы", list("пвсчпсв"), [[number % count for number in range(24)]] * 7)

    picture = Image.open(BytesIO(drawn(report(bars, stacked, upright, heat, Bars("Теги", [], [("", [])])))))

    assert picture.format == "PNG"
    assert picture.width == 960
    # More than this Telegram takes for no photo.
    assert picture.width + picture.height < 10_000
