"""Windows: where a dialog is shown. Windows open for the employees who answer it, and close for former ones."""

from bridge.actions.delivery import desk
from bridge.actions.messages import bursts
from bridge.actions.shifts import deferred_copies
from bridge.errors import lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout, Window
from storage.messages.messages import Message
from storage.team.forums import Forum
from storage.team.sign_ins import SignIn

# When more messages wait for an answer, the older ones are left to the recap.
MAX_WAITING_COPIES = 20


async def open_for(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> None:
    """Show the dialog where the employee answers it: in the department's forum or in their private chats."""
    forum = await uow.forums.usable_of(dialog.department_id)
    if forum is not None:
        await open_in(uow, dialog, forum)
    if not await is_at_home(uow, dialog, employee_id):
        await open_privately(uow, dialog, employee_id)


async def is_at_home(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> bool:
    """Whether the employee answers the dialog in its department's forum and therefore needs no private window."""
    if await uow.forums.usable_of(dialog.department_id) is None:
        return False
    memberships = await uow.employees.memberships(employee_id)
    return any(membership.department_id == dialog.department_id for membership in memberships)


async def reaches(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> bool:
    """Whether the employee can be shown the customer's messages in any chat."""
    sign_ins = await uow.sign_ins.of_employee(employee_id)
    if any(sign_in.blocked_at is None for sign_in in sign_ins):
        return True
    return bool(sign_ins) and await is_at_home(uow, dialog, employee_id)


async def has_before_them(uow: UnitOfWork, dialog: Dialog, employee_id: int, shown: list[Window]) -> bool:
    """Whether the employee sees one of these windows: a private window of their own, or the forum's."""
    if await is_at_home(uow, dialog, employee_id):
        return any(window.layout is Layout.FORUM for window in shown)
    return any(window.employee_id == employee_id for window in shown)


async def open_in(uow: UnitOfWork, dialog: Dialog, forum: Forum) -> None:
    """Show the dialog in its department's group, unless a live window is there already."""
    window = await uow.windows.at(dialog.id, forum.chat_id)
    if window is None:
        window = Window(dialog_id=dialog.id, chat_id=forum.chat_id, layout=Layout.FORUM, opened_at=uow.now)
        uow.add(window)
    elif window.is_live:
        return
    window.is_live, window.opened_at = True, uow.now
    await uow.flush()
    await desk.paint_card(uow, window)
    await _catch_up(uow, window)


async def leave_forums(uow: UnitOfWork, dialog: Dialog) -> None:
    """Close the dialog's topics in the groups of former departments, with a notice that names the new department."""
    home = await uow.forums.usable_of(dialog.department_id)
    department = await uow.departments.get(dialog.department_id) if dialog.department_id else None
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if window.layout is Layout.FORUM and (home is None or home.chat_id != window.chat_id):
            window.is_live = False
            name = department.name if department else "—"
            await desk.send_topic_notice(uow, window, lazy("This dialog has gone to {department}"), department=name)
            await desk.paint_card(uow, window)


async def open_privately(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> None:
    """Show the dialog in every private chat where the employee is signed in."""
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        if sign_in.blocked_at is None:
            await open_at(uow, dialog, sign_in)


async def open_at(uow: UnitOfWork, dialog: Dialog, sign_in: SignIn) -> Window:
    """Show the dialog in one chat: its card, a recap, and the messages that wait for an answer."""
    window = await uow.windows.at(dialog.id, sign_in.chat_id)
    if window is None:
        window = Window(
            dialog_id=dialog.id,
            employee_id=sign_in.employee_id,
            chat_id=sign_in.chat_id,
            # The renderer changes the layout to replies when it finds that the bot has no topics.
            layout=Layout.TOPIC,
            opened_at=uow.now,
        )
        uow.add(window)
    elif window.employee_id != sign_in.employee_id:
        # Another employee is signed in with this Telegram account now.
        window.employee_id = sign_in.employee_id
    was_live, window.is_live = window.is_live and window.id is not None, True
    window.opened_at = uow.now
    await uow.flush()
    await deferred_copies.release(uow, sign_in.chat_id)
    await _focus(uow, window, sign_in)
    if not was_live:
        await _catch_up(uow, window)
    return window


async def _focus(uow: UnitOfWork, window: Window, sign_in: SignIn) -> None:
    """Make this the chat's open dialog, which plain text goes to in the replies layout, and paint its card.

    In the replies layout the card is sent anew below the messages of other dialogs, and the former open dialog's card
    is repainted.
    """
    former_id, sign_in.open_dialog_id, sign_in.typed_at = sign_in.open_dialog_id, window.dialog_id, uow.now
    replaces = None
    if window.layout is Layout.REPLIES:
        replaces, window.card_id = window.card_id, None
    await desk.paint_card(uow, window, replaces=replaces)
    former = await uow.windows.at(former_id, window.chat_id) if former_id is not None else None
    if former is not None and former.id != window.id and former.layout is Layout.REPLIES:
        await desk.paint_card(uow, former)


async def _catch_up(uow: UnitOfWork, window: Window) -> None:
    """Bring a window that was closed up to date: copies of waiting messages, cards of open tasks, a recap of the rest.

    Copies that were on their way when the window closed are not sent twice.
    """
    seen_id = await uow.windows.newest_mirrored(window.id)
    recent = await uow.messages.newest(window.dialog_id, limit=MAX_WAITING_COPIES)
    waiting: list[Message] = []
    for message in reversed(recent):
        if not (message.is_incoming or message.is_note or message.is_auto_message) or message.id <= seen_id:
            break
        waiting.insert(0, message)
    before_id = waiting[0].id if waiting else None
    earlier = await uow.messages.newest(window.dialog_id, before_id=before_id, limit=1)
    if earlier and earlier[0].id > seen_id:
        await desk.show_recap(uow, window, before_id=before_id)
    coming = {
        part for copy in await uow.deliveries.unsettled_in(window.id, desk.COPY_KINDS) for part in bursts.parts_of(copy)
    }
    for message in waiting:
        if message.id not in coming:
            await desk.show_copy(uow, message, window)
    for task in await uow.tasks.open_of(window.dialog_id):
        await desk.paint_task(uow, task, window)


async def retire(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> None:
    """Close the windows of a former responsible; the copies in them stay."""
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if window.employee_id == employee_id:
            window.is_live = False
            await desk.paint_card(uow, window)


async def repaint(uow: UnitOfWork, dialog: Dialog, *, screen_window_id: int | None = None) -> None:
    """Repaint every card of the dialog, except in a forum that it has left.

    A card in such a forum says so already, or cannot be reached.

    Args:
        screen_window_id: the window whose card shows an open screen that an employee still looks at. Its card and its
            topic's name are repainted when the employee returns from the screen.
    """
    for window in await uow.windows.of_dialog(dialog.id):
        if window.id != screen_window_id and (window.is_live or window.layout is not Layout.FORUM):
            await desk.paint_card(uow, window)


async def mirror(uow: UnitOfWork, message: Message, *, except_in: int | None = None) -> list[Window]:
    """Show a message in every live window of its dialog, except in the window where it was written.

    Returns all live windows of the dialog.
    """
    shown = await uow.windows.of_dialog(message.dialog_id, live=True)
    others = [window for window in shown if window.id != except_in]
    await bursts.lock_newest(uow, message, others)
    later = await deferred_copies.deferred_until(uow, others)
    for window in others:
        if not await bursts.join_burst(uow, message, window):
            copy = await desk.show_copy(uow, message, window, silent=not message.is_incoming)
            deferred_copies.defer(copy, window, later.get(window.id))
    return shown
