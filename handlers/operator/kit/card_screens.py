"""Open screens over a dialog's card, in the card's message."""

from aiogram.types import CallbackQuery

from bridge.actions.delivery import desk
from bridge.desk.inbox import cards
from bridge.desk.inbox.about import about
from bridge.desk.inbox.card_states import card_state
from bridge.desk.ui.screen import Screen
from handlers.operator.kit.context import Operator, Place
from storage.engine.unit_of_work import UnitOfWork


async def find_screen_window(uow: UnitOfWork, query: CallbackQuery, place: Place, dialog_id: int) -> int | None:
    """The id of the window whose card is the message with the pressed button; None when it is another message."""
    window = await uow.windows.at(dialog_id, place.chat_id)
    is_card = window is not None and query.message is not None and query.message.message_id == window.card_id
    return window.id if window is not None and is_card else None


async def current_card(uow: UnitOfWork, dialog_id: int, operator: Operator, place: Place) -> Screen:
    """The card as it is now, for the way back from an open screen; `Responder.restore_card` draws it."""
    window = await uow.windows.at(dialog_id, place.chat_id)
    if window is None:
        viewer_id = None if place.is_group else operator.employee_id
        return cards.card(await about(uow, dialog_id), viewer_id=viewer_id, zone=operator.time_zone)
    shown = await card_state(uow, window)
    if window.thread_id is not None and shown.title != window.title:
        # The topic's name was not updated while the screen was open.
        await desk.paint_title(uow, window)
    return shown.card
