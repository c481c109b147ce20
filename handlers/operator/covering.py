"""Screens that lie over a dialog's card, in its message."""

from aiogram.types import CallbackQuery

from handlers.operator.context import Place
from storage.unit_of_work import UnitOfWork


async def covered_in(uow: UnitOfWork, query: CallbackQuery, place: Place, dialog_id: int) -> int | None:
    """The window whose card is the message under the pressed button; None when it is another message."""
    window = await uow.windows.at(dialog_id, place.chat_id)
    is_card = window is not None and query.message is not None and query.message.message_id == window.card_id
    return window.id if window is not None and is_card else None
