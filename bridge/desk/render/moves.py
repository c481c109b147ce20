"""Moves the copies of a live location along with it; a copy that cannot be moved is shown anew."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aiogram.methods import EditMessageLiveLocation, StopMessageLiveLocation, TelegramMethod

from bridge.actions.messages.message_updates import MovePayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.errors import MessageGone, NotModified
from bridge.desk.render.renderer import Plain, renders
from bridge.errors import BridgeError
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Mirror
from storage.messages.messages import Message


@renders(MovePayload)
class MoveRenderer(Plain):
    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            mirrors = await uow.windows.copies_of(message.id, delivery.window_id or 0)
        if message.deleted_at is not None or not mirrors:
            return EMPTY_RECEIPT
        try:
            for method in moved(message, mirrors[0]):
                await self._ask(method)
        except MessageGone:
            return replace(await self._copies.send(delivery), instead_of=[mirror.id for mirror in mirrors])
        return EMPTY_RECEIPT

    async def _ask(self, method: TelegramMethod[Any]) -> None:
        try:
            await self._telegram(method)
        except NotModified:
            return

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        await self._copies.replaced(uow, delivery, receipt)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._copies.failed(uow, delivery, error)


def moved(message: Message, mirror: Mirror) -> Iterator[TelegramMethod[Any]]:
    """The requests that move the copy to the current place, and stop it when the location is no longer live."""
    copy = {"chat_id": mirror.chat_id, "message_id": mirror.telegram_message_id}
    place = {name: message.data.get(name) for name in ("latitude", "longitude", "heading", "horizontal_accuracy")}
    yield EditMessageLiveLocation.model_validate({**copy, **place})
    if "live_period" not in message.data:
        yield StopMessageLiveLocation.model_validate(copy)
