"""Buttons back to the main menu and to the settings."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bridge.desk.ui.screen import back
from bridge.text.texts import _


class ShowMenu(CallbackData, prefix="mn"):
    """Return to the main menu."""


class ShowSettings(CallbackData, prefix="st"):
    """«Настройки»: show all settings."""


def back_to_menu() -> InlineKeyboardButton:
    return back(ShowMenu(), _("Menu"))


def back_to_settings() -> InlineKeyboardButton:
    return back(ShowSettings())
