"""Keeps the pydantic models with which aiogram reads Telegram's responses."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class ResponseModels(BaseRequestMiddleware):
    """A middleware of aiogram's session.

    For every answer aiogram asks pydantic for the model of a response with the method's result. Pydantic forgets a
    model without other references. After each garbage collection it would build the model again, in about ten
    milliseconds.
    """

    def __init__(self) -> None:
        self._models: dict[type, object] = {}

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if type(method) not in self._models:
            # Mypy takes the word in brackets for a name in the code.
            self._models[type(method)] = Response[method.__returning__]  # type: ignore[name-defined]
        return await make_request(bot, method)
