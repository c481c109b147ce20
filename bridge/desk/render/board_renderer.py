"""Paints the waiting board: one pinned message, which is sent again when it was deleted."""

from dataclasses import dataclass

from aiogram.methods import PinChatMessage, SendMessage

from bridge.actions.inbox import boards
from bridge.actions.inbox.boards import BoardPayload
from bridge.delivery.carrier import EMPTY_RECEIPT, Receipt
from bridge.desk.bot_api.destinations import is_group
from bridge.desk.bot_api.errors import MessageGone, OperatorGone, SignedOut, TopicGone
from bridge.desk.inbox.boards import board as screen_of
from bridge.desk.render.renderer import Plain, renders, repaint
from bridge.desk.ui.screen import Screen
from bridge.errors import BridgeError, Undeliverable
from bridge.sending import attempts
from bridge.text.texts import language
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.boards import Board


@dataclass(frozen=True)
class BoardReceipt(Receipt):
    """What the board shows now; `is_given_up`: its reader is gone, and the board is deleted, too."""

    board_id: int
    shown: str | None
    is_given_up: bool = False


@renders(BoardPayload)
class BoardRenderer(Plain):
    """Every step can be repeated: the message's id is stored as soon as it is known."""

    async def send(self, delivery: Delivery) -> Receipt:
        async with self._database.read(delivery.organization_id) as uow:
            board = await uow.boards.get(BoardPayload.of(delivery).board_id)
            if board is None or await boards.is_out_of_reach(uow, board):
                return EMPTY_RECEIPT
            if not await _is_theirs(uow, board):
                return BoardReceipt(board.id, None, is_given_up=True)
            queue = await boards.queue_of(uow, board, await boards.room(uow))
            with language(await _language(uow, board)):
                screen = screen_of(queue)
        if board.message_id is None or not await self._repaint(board, screen):
            await self._place(delivery, board, screen)
        return BoardReceipt(board.id, queue.digest)

    async def _repaint(self, board: Board, screen: Screen) -> bool:
        place = {"chat_id": board.chat_id, "message_id": board.message_id or 0}
        return await repaint(self._telegram, screen, **place, gone=(MessageGone, TopicGone))

    async def _place(self, delivery: Delivery, board: Board, screen: Screen) -> None:
        sent = await self._telegram.send(
            SendMessage(
                chat_id=board.chat_id,
                text=screen.text,
                parse_mode="HTML",
                reply_markup=screen.keyboard,
                disable_notification=True,
            )
        )
        async with self._database.begin(delivery.organization_id) as uow:
            now = await uow.boards.get(board.id)
            if now is not None:
                now.message_id = sent.message_id
        attempts.stored()
        if sent.is_earlier:
            await repaint(self._telegram, screen, chat_id=board.chat_id, message_id=sent.message_id)
        await self._pin(board.chat_id, sent.message_id)

    async def _pin(self, chat_id: int, message_id: int) -> None:
        try:
            await self._telegram(PinChatMessage(chat_id=chat_id, message_id=message_id, disable_notification=True))
        except (Undeliverable, MessageGone, TopicGone):
            # The board works without a pin.
            return

    async def sent(self, uow: UnitOfWork, delivery: Delivery, receipt: Receipt) -> None:
        if not isinstance(receipt, BoardReceipt) or (board := await uow.boards.get(receipt.board_id)) is None:
            return
        if receipt.is_given_up:
            await uow.session.delete(board)
            return
        board.shown, board.painted_at = receipt.shown, uow.now

    async def failed(self, uow: UnitOfWork, delivery: Delivery, error: BridgeError) -> None:
        """Delete the board when nobody reads there any more. After other errors the board's next change tries again."""
        board = await uow.boards.get(BoardPayload.of(delivery).board_id)
        if board is not None and isinstance(error, OperatorGone | SignedOut):
            await uow.session.delete(board)


async def _is_theirs(uow: UnitOfWork, board: Board) -> bool:
    """Whether the board's reader is still the one for whom it was put up."""
    if is_group(board.chat_id):
        return await uow.forums.at(board.chat_id) is not None
    sign_in = await uow.sign_ins.of_account_anywhere(board.chat_id)
    return sign_in is not None and sign_in.employee_id == board.employee_id


async def _language(uow: UnitOfWork, board: Board) -> str:
    if board.employee_id is not None:
        return (await uow.employees.get(board.employee_id)).language
    return (await uow.organizations.get(uow.organization_id)).language
