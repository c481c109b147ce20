"""A screen: what the operator bot shows in one message."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup


@dataclass(frozen=True)
class Screen:
    """Telegram HTML (everything that people wrote must be quoted) and the buttons below it."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
