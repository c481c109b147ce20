"""A report as a file for Excel: CSV as the reader's Excel expects it, and XLSX."""

import csv as lines
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bridge.reports.report import Cell, Report
from bridge.text.texts import spoken

# A Russian Excel expects semicolons and decimal commas, an English one commas and decimal points.
SEPARATORS = {"ru": (";", ","), "en": (",", ".")}
# Excel treats a text that begins with one of these as a formula, and would run what a customer has put into a name.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
MAX_SHEET_TITLE_LENGTH = 31
# Width of a column in characters.
MIN_COLUMN_WIDTH, MAX_COLUMN_WIDTH = 12, 30


def csv(report: Report) -> bytes:
    """The table as CSV, with the byte order mark by which Excel recognizes UTF-8."""
    separator, point = SEPARATORS[spoken()]
    written = StringIO()
    writer = lines.writer(written, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_harmless(title) for title in report.table.head])
    writer.writerows([[_in_csv(cell, point) for cell in row] for row in report.table.rows])
    return written.getvalue().encode("utf-8-sig")


def xlsx(report: Report) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(report.title[:MAX_SHEET_TITLE_LENGTH])
    sheet.freeze_panes = "B2"
    for place, title in enumerate(report.table.head, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(
            max(len(title), MIN_COLUMN_WIDTH), MAX_COLUMN_WIDTH
        )
    sheet.append([_written(sheet, title, bold=True) for title in report.table.head])
    for row in report.table.rows:
        sheet.append([_written(sheet, cell) for cell in row])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _in_csv(cell: Cell, point: str) -> str:
    match cell:
        case None:
            return ""
        case timedelta():
            return _clock(cell)
        case float():
            return str(cell).replace(".", point)
        case int():
            return str(cell)
    return _harmless(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text


def _clock(lasting: timedelta) -> str:
    """«26:05:00»: there may be more than 24 hours."""
    minutes, seconds = divmod(int(lasting.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _written(sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, str):
        # The cell is a text, even when the text looks like a formula.
        cell.data_type = "s"
    if isinstance(value, timedelta):
        cell.number_format = "[h]:mm:ss"
    if bold:
        cell.font = Font(bold=True)
    return cell
