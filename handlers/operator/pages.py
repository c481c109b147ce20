"""A long list of buttons, page by page."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

Item = TypeVar("Item")

ON_ONE = 8


def keyboard(
    items: Sequence[Item], page: int, *, button: Callable[[Item], InlineKeyboardButton], turn: Callable[[int], str]
) -> InlineKeyboardMarkup:
    """One page of the list, a button a row, with buttons to turn it.

    Args:
        page: counted from 0; one that does not exist (any more) is the nearest that does.
        turn: the callback data that leads to a page.
    """
    last = max(len(items) - 1, 0) // ON_ONE
    page = min(max(page, 0), last)
    rows = [[button(item)] for item in items[page * ON_ONE : (page + 1) * ON_ONE]]
    turning = [("‹", page - 1), ("›", page + 1)]
    arrows = [InlineKeyboardButton(text=arrow, callback_data=turn(to)) for arrow, to in turning if 0 <= to <= last]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, arrows] if arrows else rows)
