"""What the bridge is compared with: a relay on bare aiogram that keeps everything in memory, and only there.

`python -m tests.bench.relay`, with the API's root, both tokens and the customers' operators as JSON on its standard
input.
"""

import asyncio
import json
import sys
from collections import defaultdict

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


class Relay:
    def __init__(self, desk: Bot, shop: Bot, pairs: list[tuple[int, int]]) -> None:
        self._desk = desk
        self._shop = shop
        self._operators = dict(pairs)
        self._topics: dict[int, int] = {}
        self._customers: dict[tuple[int, int], int] = {}
        self._making: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def to_operator(self, message: Message) -> None:
        customer = message.chat.id
        topic = await self._topic(customer)
        await self._desk.send_message(self._operators[customer], message.text or "…", message_thread_id=topic)

    async def to_customer(self, message: Message) -> None:
        customer = self._customers.get((message.chat.id, message.message_thread_id or 0))
        if customer is not None:
            await self._shop.send_message(customer, message.text or "…")

    async def _topic(self, customer: int) -> int:
        async with self._making[customer]:
            if customer not in self._topics:
                operator = self._operators[customer]
                topic = await self._desk.create_forum_topic(operator, f"Customer {customer}")
                self._topics[customer] = topic.message_thread_id
                self._customers[operator, topic.message_thread_id] = customer
        return self._topics[customer]


async def main() -> None:
    setup = json.load(sys.stdin)
    session = AiohttpSession(api=TelegramAPIServer.from_base(setup["url"]))
    desk, shop = Bot(setup["desk"], session=session), Bot(setup["shop"], session=session)
    relay = Relay(desk, shop, setup["pairs"])
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(relay.to_operator, F.bot.id == shop.id, F.text)
    dispatcher.message.register(relay.to_customer, F.bot.id == desk.id, F.text, ~F.from_user.is_bot)
    await dispatcher.start_polling(desk, shop)


if __name__ == "__main__":
    asyncio.run(main())
