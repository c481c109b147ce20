"""The names of all methods that the Bot API has, whether the stand-in has them or not."""

from __future__ import annotations

import aiogram.methods
from aiogram.methods import TelegramMethod

REAL_NAMES: dict[str, str] = {
    model.__api_method__.lower(): model.__api_method__
    for model in vars(aiogram.methods).values()
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}
