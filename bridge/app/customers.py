"""A customers' bot: what reads its updates, carries to it, and fetches its files."""

from typing import Any

from bridge.actions import desk
from bridge.app.parts import Parts
from bridge.channels.carrier import ChannelCarrier
from bridge.channels.telegram import webhook
from bridge.channels.telegram.channel import TelegramChannel
from bridge.channels.telegram.polling import poll
from bridge.channels.telegram.reading import lane_of
from bridge.sending.settling import Settler
from handlers.customers import CustomerReader
from storage.channels import Channel


class Customers:
    """A `bridge.app.bots.Bot` for one row of the channels."""

    def __init__(self, row: Channel, parts: Parts) -> None:
        self._row = row
        self._parts = parts
        self.name = row.carrier
        token = parts.vault.decrypt(row.token)
        settings = parts.settings.telegram
        self._telegram = TelegramChannel(
            token,
            api_url=settings.telegram_api_url,
            self_hosted=settings.is_self_hosted,
            route=parts.settings.route,
            clock=parts.database.clock,
        )
        # A file that is asked for before the bot is connected waits; of a source that nobody knows it would be gone.
        parts.sources[self.name] = self._telegram

    @property
    def settler(self) -> Settler:
        return self._telegram.settler

    async def answers(self) -> None:
        await self._telegram.answers()

    async def has_pending_updates(self) -> bool:
        return await webhook.has_pending_updates(self._telegram.bot)

    def lane_of(self, update: dict[str, Any]) -> str:
        return lane_of(update)

    async def connect(self) -> None:
        await self._telegram.account()

    async def set_webhook(self, url: str, secret: str) -> None:
        if url:
            await webhook.set_webhook(self._telegram.bot, url, secret)
        else:
            await webhook.delete_webhook(self._telegram.bot)

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        return await poll(self._telegram.bot, offset)

    def join(self) -> None:
        parts = self._parts
        parts.carriers[self.name] = ChannelCarrier(
            parts.database, self._row.id, self._telegram, parts.files, on_outcome=desk.mark
        )
        parts.readers[self.name] = CustomerReader(self._row, self._telegram)

    async def close(self) -> None:
        await self._telegram.__aexit__(None, None, None)
