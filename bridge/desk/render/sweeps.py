"""Deletes the topic of a dialog that has been in the archive for long, so that the list of topics stays short."""

from contextlib import suppress
from dataclasses import dataclass

from aiogram.methods import DeleteForumTopic

from bridge.actions.inbox import topics
from bridge.actions.inbox.topics import SweepPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.errors import MessageGone, NoTopics, TopicGone
from bridge.desk.render.renderer import Plain, renders
from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout


@dataclass(frozen=True)
class SweptReceipt(Receipt):
    """The topic is gone: the bot or somebody else has deleted it."""


@renders(SweepPayload)
class SweepRenderer(Plain):
    """Deletes the topic, unless its dialog was reopened or somebody has looked at it since."""

    async def send(self, delivery: Delivery) -> Receipt:
        thread_id = SweepPayload.of(delivery).thread_id
        async with self._database.read(delivery.organization_id) as uow:
            window = await uow.windows.get(delivery.window_id or 0)
            is_used = await topics.is_used(uow, window, since=delivery.created_at)
        if is_used or window.layout is not Layout.TOPIC or window.thread_id != thread_id:
            return EMPTY_RECEIPT
        # Somebody may have deleted the topic by hand.
        with suppress(TopicGone, NoTopics, MessageGone):
            await self._telegram(DeleteForumTopic(chat_id=window.chat_id, message_thread_id=thread_id))
        return SweptReceipt()

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if isinstance(receipt, SweptReceipt):
            await self._finish(uow, delivery)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Treat it as swept: an operator who is gone needs no topic, and retries every hour are useless."""
        await self._finish(uow, delivery)

    async def _finish(self, uow: UnitOfWork, delivery: Delivery) -> None:
        window = await uow.windows.get(delivery.window_id or 0)
        await topics.finish_sweep(uow, window, SweepPayload.of(delivery).thread_id)
