"""The unread mark: it shows which dialogs have an unread customer message.

It changes only when a dialog becomes unread or read, not with every further message (docs/adr/0016).
"""

from datetime import datetime

from bridge.actions.delivery import desk
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout, Window
from storage.team.employees import Employee
from storage.team.forums import Forum


async def mark_seen(uow: UnitOfWork, dialog: Dialog) -> None:
    """Mark the dialog as read, because an employee has looked at it or acted on it."""
    was_unread = bool(dialog.unread)
    dialog.seen()
    if was_unread:
        await show_mark(uow, dialog)


async def mark_answered(uow: UnitOfWork, dialog: Dialog, at: datetime) -> None:
    """Mark the dialog as answered by an employee."""
    was_unread = bool(dialog.unread)
    dialog.answered(at)
    if was_unread:
        await show_mark(uow, dialog)


async def show_mark(uow: UnitOfWork, dialog: Dialog) -> None:
    """Repaint the unread mark in the live windows that show it, after the dialog has become unread or read."""
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if await is_wanted(uow, window):
            await _paint(uow, window)


async def is_wanted(uow: UnitOfWork, window: Window) -> bool:
    """Whether the mark is switched on: by the employee in their own chat, or for the whole group."""
    if window.employee_id is not None:
        return (await uow.employees.get(window.employee_id)).marks_unread
    forum = await uow.forums.at(window.chat_id)
    return forum is not None and forum.marks_unread


async def switch_mine(uow: UnitOfWork, on: bool, *, by: Employee) -> None:
    """Switch the mark on or off in all chats of an employee."""
    by.marks_unread = on
    for sign_in in await uow.sign_ins.of_employee(by.id):
        await _switched(uow, sign_in.chat_id)


async def switch_in(uow: UnitOfWork, forum: Forum, on: bool) -> None:
    """Switch the mark on or off in a group."""
    forum.marks_unread = on
    await _switched(uow, forum.chat_id)


async def _switched(uow: UnitOfWork, chat_id: int) -> None:
    for window in await uow.windows.unread_in(chat_id):
        await _paint(uow, window)


async def _paint(uow: UnitOfWork, window: Window) -> None:
    """Paint the mark into the topic's name. In the replies layout the open dialog's card shows a number instead."""
    if window.layout is not Layout.REPLIES:
        await desk.paint_title(uow, window)
        return
    sign_in = await uow.sign_ins.of_account_anywhere(window.chat_id)
    opened_id = sign_in.open_dialog_id if sign_in is not None else None
    opened = await uow.windows.at(opened_id, window.chat_id) if opened_id is not None else None
    if opened is not None and opened.layout is Layout.REPLIES:
        await desk.paint_title(uow, opened)
