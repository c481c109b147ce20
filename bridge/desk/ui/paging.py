"""A long list of buttons, page by page. Pages are counted from 0."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bridge.desk.ui.screen import button

Item = TypeVar("Item")
Row = list[InlineKeyboardButton]
Rows = list[Row]

# Letters of a caption that fit into half a row on a phone.
HALF_ROW_LENGTH = 14


@dataclass(frozen=True)
class Page(Generic[Item]):
    """The items of one page.

    Args:
        last: the number of the last page.
    """

    items: Sequence[Item]
    number: int
    last: int

    def turning(self, to: Callable[[int], CallbackData | str]) -> Rows:
        """The row that turns the pages; empty when there is just one page. `to` makes the callback data of a page."""
        return [turning(self.number, self.last, to)] if self.last else []


def page_of(items: Sequence[Item], page: int, *, size: int) -> Page[Item]:
    """A page of the items; a page that does not exist (any more) becomes the nearest one."""
    last = last_page(len(items), size)
    number = min(max(page, 0), last)
    return Page(items[number * size : (number + 1) * size], number, last)


def last_page(count: int, size: int) -> int:
    return max(count - 1, 0) // size


def turning(page: int, last: int, to: Callable[[int], CallbackData | str]) -> Row:
    """A row with the page's number and arrows to the pages beside it; a press on the number draws the page again."""
    arrows = [("‹", page - 1), (f"{page + 1}/{last + 1}", page), ("›", page + 1)]
    return [button(text, to(at)) for text, at in arrows if 0 <= at <= last]


def in_rows(buttons: Sequence[InlineKeyboardButton], *, width: int = 2) -> Rows:
    return [list(buttons[at : at + width]) for at in range(0, len(buttons), width)]


def packed(buttons: Sequence[InlineKeyboardButton]) -> Rows:
    """Short buttons in pairs, long ones in rows of their own."""
    rows: Rows = []
    for option in buttons:
        beside = rows[-1] if rows else []
        if len(beside) == 1 and max(len(option.text), len(beside[0].text)) <= HALF_ROW_LENGTH:
            beside.append(option)
        else:
            rows.append([option])
    return rows
