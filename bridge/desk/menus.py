"""The way back to the main menu, for the screens that it leads to."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bridge.texts import _


class ShowMenu(CallbackData, prefix="mn"):
    """Back to the main menu."""


def back_to_menu() -> InlineKeyboardButton:
    return InlineKeyboardButton(text="‹ " + _("Menu"), callback_data=ShowMenu().pack())
