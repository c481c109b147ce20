"""The two bots, as far as the network is concerned."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import pytest
from aiogram.methods import AnswerCallbackQuery

from bridge.channels.telegram.channel import TelegramChannel
from bridge.desk.bot_api.errors import PressTooOld
from bridge.desk.bot_api.telegram import Telegram as Desk
from bridge.errors import Undeliverable
from bridge.network.route import Route
from tests.kit.network.telegram import Telegram


class Side(Protocol):
    async def asks(self) -> None:
        """A question that is no harm to repeat."""

    async def does(self) -> None:
        """What must not be repeated unless it is certain that it never left; the stand-in refuses it."""


class Operators:
    def __init__(self, telegram: Desk) -> None:
        self._telegram = telegram

    async def asks(self) -> None:
        await self._telegram.answers()

    async def does(self) -> None:
        with pytest.raises(PressTooOld):
            await self._telegram(AnswerCallbackQuery(callback_query_id="1"))


class Customers:
    def __init__(self, channel: TelegramChannel) -> None:
        self._channel = channel

    async def asks(self) -> None:
        await self._channel.answers()

    async def does(self) -> None:
        with pytest.raises(Undeliverable):
            await self._channel.answer("1", "")


@asynccontextmanager
async def side_of(name: str, telegram: Telegram, route: Route, url: str = "") -> AsyncIterator[Side]:
    url = url or telegram.url
    if name == "customers":
        async with TelegramChannel(telegram.desk.token, api_url=url, route=route) as channel:
            yield Customers(channel)
        return
    desk = Desk(telegram.desk.token, api_url=url, route=route)
    try:
        yield Operators(desk)
    finally:
        await desk.close()
