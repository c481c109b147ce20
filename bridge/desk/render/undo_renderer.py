"""Shows the author of an answer that they can take it back, and later that they no longer can."""

import math
from dataclasses import dataclass

from aiogram.methods import DeleteMessage

from bridge.actions.messages.undos import UndoOverPayload, UndoPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.errors import MessageGone, TopicGone
from bridge.desk.inbox.viewers import shown_to
from bridge.desk.messages.undos import gone, offered, taken_back
from bridge.desk.render.renderer import MessageReceipt, Plain, renders, repaint
from bridge.desk.ui.screen import Screen
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import Undo, is_revocable


@dataclass(frozen=True)
class UndoOffer:
    """An offer with everything that it shows; `to` is None where the place shows who receives the answer."""

    undo: Undo
    message: Message
    chat_id: int
    thread_id: int | None
    below: int | None
    to: str | None
    language: str


class _Renderer(Plain):
    async def _read_offer(self, delivery: Delivery) -> UndoOffer | None:
        async with self._database.read(delivery.organization_id) as uow:
            message = await uow.messages.get(delivery.message_id or 0)
            undo, original = await uow.undos.of(message.id), await uow.windows.original_of(message.id)
            window, viewer = await shown_to(uow, delivery)
            dialog = await uow.dialogs.get(message.dialog_id)
            title = (await uow.contacts.get(dialog.contact_id)).title if window.layout is Layout.REPLIES else None
        below = original.telegram_message_id if original else None
        if undo is None:
            return None
        return UndoOffer(undo, message, window.chat_id, window.thread_id, below, title, viewer.language)

    async def _say(self, delivery: Delivery, screen: Screen, below: int | None) -> int:
        sent = await self._destinations.send(
            delivery, lambda destination: screen.message(destination.chat_id, destination.thread_id, below=below)
        )
        return sent.message_id


@renders(UndoPayload)
class UndoRenderer(_Renderer):
    async def send(self, delivery: Delivery) -> Receipt:
        asked = await self._read_offer(delivery)
        if asked is None:
            return EMPTY_RECEIPT
        seconds = math.ceil(asked.undo.left(self._database.clock()).total_seconds())
        with language(asked.language):
            screen = offered(asked.message.id, seconds, to=asked.to)
        if is_revocable(asked.message) and seconds:
            return MessageReceipt(await self._say(delivery, screen, asked.below))
        # The answer is leaving by now. An earlier attempt may have sent the offer: it is looked for, so that it can be
        # removed.
        there = await self._telegram.find(screen.message(asked.chat_id, asked.thread_id, below=asked.below))
        return MessageReceipt(there.message_id) if there is not None else EMPTY_RECEIPT

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        undo = await uow.undos.of(delivery.message_id or 0)
        if undo is not None and isinstance(receipt, MessageReceipt):
            undo.telegram_message_id = receipt.message_id


@renders(UndoOverPayload)
class UndoOverRenderer(_Renderer):
    """Removes or repaints the offer. It leaves after the offer, so the offer's message id is known."""

    async def send(self, delivery: Delivery) -> Receipt:
        asked = await self._read_offer(delivery)
        if asked is None:
            return EMPTY_RECEIPT
        with language(asked.language):
            last = _last_screen(asked)
        if last is None:
            await self._erase(asked)
        elif not await self._repaint(asked, last):
            await self._say(delivery, last, asked.below)
        return EMPTY_RECEIPT

    async def _erase(self, asked: UndoOffer) -> None:
        if asked.undo.telegram_message_id is None:
            return
        try:
            await self._telegram(DeleteMessage(chat_id=asked.chat_id, message_id=asked.undo.telegram_message_id))
        except MessageGone:
            return

    async def _repaint(self, asked: UndoOffer, screen: Screen) -> bool:
        message_id = asked.undo.telegram_message_id
        if message_id is None:
            return False
        there = {"chat_id": asked.chat_id, "message_id": message_id}
        return await repaint(self._telegram, screen, gone=(MessageGone, TopicGone), **there)

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        await uow.undos.forget(delivery.message_id or 0)


def _last_screen(asked: UndoOffer) -> Screen | None:
    """The last screen; None when the delivery state or the notice of a deletion says everything."""
    if asked.message.state is DeliveryState.DISCARDED:
        return None if asked.message.deleted_at is not None else taken_back(to=asked.to)
    return gone(to=asked.to) if asked.to is not None and not asked.message.is_note else None
