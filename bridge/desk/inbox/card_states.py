"""The card state of a window: the card itself, and the topic's name."""

from dataclasses import dataclass

from bridge.desk.inbox import cards
from bridge.desk.inbox.about import about
from bridge.desk.inbox.viewers import Viewer, viewer_of
from bridge.desk.ui.screen import Screen
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout, Window


@dataclass(frozen=True)
class CardState:
    card: Screen
    title: str
    # The dialog continues in another window, or it is over.
    is_over: bool


async def card_state(uow: UnitOfWork, window: Window) -> CardState:
    """The card state for the window's viewer, in the current language."""
    viewer, seen = await viewer_of(uow, window), await about(uow, window.dialog_id)
    takes_text = await _takes_text(uow, window)
    unread = await _count_unread(uow, window, viewer) if takes_text else 0
    return CardState(
        cards.card(seen, viewer_id=viewer.id, takes_text=takes_text, unread=unread, zone=viewer.time_zone),
        cards.title(seen, viewer_id=viewer.id, is_live=window.is_live, marks_unread=viewer.marks_unread),
        is_over=not seen.dialog.is_open or not window.is_live,
    )


async def _takes_text(uow: UnitOfWork, window: Window) -> bool:
    if window.thread_id is not None or window.layout is Layout.FORUM:
        return False
    sign_in = await uow.sign_ins.of_account_anywhere(window.chat_id)
    return sign_in is not None and sign_in.open_dialog_id == window.dialog_id


async def _count_unread(uow: UnitOfWork, window: Window, viewer: Viewer) -> int:
    return len(await uow.windows.unread_in(window.chat_id)) if viewer.marks_unread else 0
