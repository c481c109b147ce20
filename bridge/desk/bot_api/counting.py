"""Counts all messages that the operator bot sends: deliveries with several calls, and direct calls."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bridge.delivery.limits import Budget

# Telegram counts methods with these beginnings as messages. It does not count typing and drafts.
COUNTED_PREFIXES = ("send", "edit", "copy", "forward", "createForumTopic", "pinChatMessage", "stop")
UNCOUNTED_METHODS = frozenset({"sendChatAction", "sendMessageDraft"})


class Counting(BaseRequestMiddleware):
    """A middleware of aiogram's session. It spends the bot's budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        name, chat_id = method.__api_method__, getattr(method, "chat_id", None)
        if chat_id is not None and name.startswith(COUNTED_PREFIXES) and name not in UNCOUNTED_METHODS:
            self._budget.spend(str(chat_id))
        return await make_request(bot, method)
