"""Shows a burst: several messages of a customer in one Telegram message, the mirror of each of them."""

from functools import partial

from aiogram.types import InlineKeyboardMarkup

from bridge.actions.delivery.desk import CopyPayload
from bridge.actions.messages.bursts import MAX_ENTITIES_PER_MESSAGE, parts_of
from bridge.delivery.carrier import Receipt
from bridge.desk.messages.headers import changed, headed, shared_header
from bridge.desk.messages.versions import versions_button
from bridge.desk.render.copies import CopiesReceipt, CopyReceipt, Original, single
from bridge.desk.render.renderer import Plain, renders
from bridge.errors import BridgeError, Undeliverable
from bridge.text.entities import MAX_TEXT_UNITS, Entities, Piece, after, units
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import Message, MessageKind


@renders(CopyPayload)
class BurstRenderer(Plain):
    """Wraps the renderer of copies. Messages that do not fit into one Telegram message are shown one by one."""

    async def send(self, delivery: Delivery) -> Receipt:
        if not CopyPayload.of(delivery).with_:
            return await self._copies.send(delivery)
        async with self._database.read(delivery.organization_id) as uow:
            parts = await uow.messages.several(parts_of(delivery))
        return await self._in_one(delivery, parts) or await self._one_by_one(delivery, parts)

    async def _in_one(self, delivery: Delivery, parts: list[Message]) -> Receipt | None:
        """Send the burst as one message; None when it does not fit or Telegram refuses it."""
        original = await self._copies.read(delivery)
        with language(original.language):
            piece = together(parts, await self._head(delivery, original))
            if piece is None:
                return None
            try:
                sent = await self._copies.piece(delivery, original, piece)
            except Undeliverable as refusal:
                _ensure_single_refusal(refusal)
                return None
        return CopiesReceipt([(part.id, CopyReceipt([sent.message_id])) for part in parts])

    async def _head(self, delivery: Delivery, original: Original) -> str:
        destination = await self._destinations.find(delivery, original.window)
        return shared_header(original.row, original.names, destination.layout, is_repeat=delivery.is_repeat)

    async def _one_by_one(self, delivery: Delivery, parts: list[Message]) -> Receipt:
        """Send the messages in order within this delivery, so that no other message comes between them.

        Raises:
            Undeliverable: none of them could be shown.
        """
        first, *others = [partial(self._try, single(delivery, part.id)) for part in parts]
        receipts = [await first(), *[await self._copies.go_on(other) for other in others]]
        if not any(receipts):
            raise Undeliverable
        return CopiesReceipt([(part.id, receipt) for part, receipt in zip(parts, receipts, strict=True)])

    async def _try(self, delivery: Delivery) -> CopyReceipt | None:
        """Send one message; None when Telegram refuses it."""
        try:
            return await self._copies.send(delivery)
        except Undeliverable as refusal:
            _ensure_single_refusal(refusal)
            return None

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        match receipt:
            case CopyReceipt():
                await self._copies.sent(uow, delivery, receipt)
            case CopiesReceipt(copies):
                for message_id, copy in copies:
                    part = single(delivery, message_id)
                    if copy is None:
                        await self._copies.failed(uow, part, Undeliverable())
                    else:
                        await self._copies.sent(uow, part, copy)

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        await self._copies.failed(uow, delivery, error)


def together(parts: list[Message], head: str) -> Piece | None:
    """The texts below each other; None when they do not fit into one message."""
    text, formatting = headed(head, "", [])
    for part in parts:
        line, its = _line(part)
        formatting = [*formatting, *after(text, its)]
        text += line + "\n"
    text = text[:-1]
    is_fit = units(text) <= MAX_TEXT_UNITS and len(formatting) <= MAX_ENTITIES_PER_MESSAGE
    return Piece(text, formatting) if is_fit and all(part.kind is MessageKind.TEXT for part in parts) else None


def _line(part: Message) -> tuple[str, Entities]:
    mark = changed(part)
    return headed(f"{mark}\n" if mark else "", part.text, part.entities)


def buttons(parts: list[Message]) -> InlineKeyboardMarkup | None:
    """Buttons to the earlier versions of the edited messages."""
    rows = [row for part in parts if part.edited_at is not None for row in versions_button(part).inline_keyboard]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _ensure_single_refusal(refusal: Undeliverable) -> None:
    """Raise the error again unless it concerns this message alone; an operator who is gone concerns all of them."""
    if type(refusal) is not Undeliverable:
        raise refusal
