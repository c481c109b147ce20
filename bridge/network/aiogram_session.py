"""The HTTP session of aiogram, the library of the operator bot."""

from datetime import timedelta

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from bridge.network.aiohttp_client import client
from bridge.network.route import Route


class RoutedSession(AiohttpSession):
    """aiogram's session whose connections use the route. Without it aiogram trusts one fixed list of authorities."""

    def __init__(self, route: Route, *, api_url: str, answer_within: timedelta) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api_url), timeout=answer_within.total_seconds())
        self._route = route

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = client(self._route)
        return self._session
