"""A customers' bot: its updates, its carrier and its files."""

from typing import Any

import structlog

from bridge.actions.delivery import desk
from bridge.app.components import Components
from bridge.channels.carrier import ChannelCarrier
from bridge.channels.telegram import webhook
from bridge.channels.telegram.channel import TelegramChannel
from bridge.channels.telegram.polling import poll
from bridge.channels.telegram.reading import lane_of
from bridge.security.secrets import WrongKey
from bridge.sending.settling import Settler
from handlers.customers import CustomerReader
from storage.engine.trouble import is_database_trouble
from storage.team.channels import Channel

log = structlog.get_logger(__name__)


class Customers:
    """The `bridge.app.bots.Bot` of one channel."""

    def __init__(self, row: Channel, components: Components) -> None:
        self._row = row
        self._components = components
        self.name = row.carrier
        components.names[self.name] = f"channel {row.name}"
        token = components.vault.decrypt(row.token)
        settings = components.settings.telegram
        self._telegram = TelegramChannel(
            token,
            api_url=settings.telegram_api_url,
            self_hosted=settings.is_self_hosted,
            route=components.settings.route,
            clock=components.database.clock,
        )
        # A file that is needed before the bot is connected waits. Without a source here it would count as gone.
        components.sources[self.name] = self._telegram

    @property
    def settler(self) -> Settler:
        return self._telegram.settler

    async def answers(self) -> None:
        """Ask whether Telegram answers, with a new token when an administrator has stored one meanwhile."""
        try:
            await self._take_new_token()
        except Exception as error:
            if not is_database_trouble(error):
                raise
            # The next question looks for the token again.
        await self._telegram.answers()

    async def _take_new_token(self) -> None:
        async with self._components.database.read(self._row.organization_id) as uow:
            row = await uow.channels.get(self._row.id)
        if row.token == self._row.token:
            return
        self._row.token = row.token
        try:
            token = self._components.vault.decrypt(row.token)
        except WrongKey:
            log.error("bot.unreadable_token", bot=self.name)
            return
        if not token.startswith(f"{self._telegram.bot.id}:"):
            # Another bot has other chats and other updates.
            log.error("bot.is_another", bot=self.name, mend="start the bridge anew")
            return
        self._telegram.renew(token)
        log.info("bot.has_new_token", bot=self.name)

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
        components = self._components
        components.carriers[self.name] = ChannelCarrier(
            components.database, self._row.id, self._telegram, components.files, on_outcome=desk.show_delivery_state
        )
        components.readers[self.name] = CustomerReader(self._row, self._telegram)

    async def close(self) -> None:
        await self._telegram.__aexit__(None, None, None)
