"""The unread mark: it says where a customer's message waits unread. It is set when a dialog becomes unread and taken
off when it is read, not with every message (docs/adr/0016)."""

from datetime import datetime

from bridge.actions.delivery import desk
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout, Window
from storage.team.employees import Employee
from storage.team.forums import Forum


async def mark_seen(uow: UnitOfWork, dialog: Dialog) -> None:
    """An employee has looked at or acted on the dialog."""
    was_unread = bool(dialog.unread)
    dialog.seen()
    if was_unread:
        await show_mark(uow, dialog)


async def mark_answered(uow: UnitOfWork, dialog: Dialog, at: datetime) -> None:
    """An employee has given the customer an answer."""
    was_unread = bool(dialog.unread)
    dialog.answered(at)
    if was_unread:
        await show_mark(uow, dialog)


async def show_mark(uow: UnitOfWork, dialog: Dialog) -> None:
    """Whether the dialog is unread has changed: say so in those of its windows where it is wanted."""
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if await is_wanted(uow, window):
            await _paint(uow, window)


async def is_wanted(uow: UnitOfWork, window: Window) -> bool:
    """Whether the mark is switched on, by the employee whose chat it is in or for the group."""
    if window.employee_id is not None:
        return (await uow.employees.get(window.employee_id)).marks_unread
    forum = await uow.forums.at(window.chat_id)
    return forum is not None and forum.marks_unread


async def switch_mine(uow: UnitOfWork, on: bool, *, by: Employee) -> None:
    """Show it in the chats of an employee from now on, or no more."""
    by.marks_unread = on
    for sign_in in await uow.sign_ins.of_employee(by.id):
        await _switched(uow, sign_in.chat_id)


async def switch_in(uow: UnitOfWork, forum: Forum, on: bool) -> None:
    """The same for everybody in a group."""
    forum.marks_unread = on
    await _switched(uow, forum.chat_id)


async def _switched(uow: UnitOfWork, chat_id: int) -> None:
    for window in await uow.windows.unread_in(chat_id):
        await _paint(uow, window)


async def _paint(uow: UnitOfWork, window: Window) -> None:
    """In the topic's name. Where dialogs share a chat it is a number, on the card of the one that is open there."""
    if window.layout is not Layout.REPLIES:
        await desk.paint_title(uow, window)
        return
    sign_in = await uow.sign_ins.of_account_anywhere(window.chat_id)
    opened_id = sign_in.open_dialog_id if sign_in is not None else None
    opened = await uow.windows.at(opened_id, window.chat_id) if opened_id is not None else None
    if opened is not None and opened.layout is Layout.REPLIES:
        await desk.paint_title(uow, opened)
