"""Actions on a department's forum: bind, unbind, lose, regain, migrate to another group."""

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import DeliveryStatePayload
from bridge.actions.inbox import dialogs, offers, unread, windows
from bridge.actions.messages.message_updates import ReplyNoticePayload
from bridge.actions.reports import audit
from bridge.actions.tasks import task_reminders
from bridge.actions.tasks.task_reminders import ReminderPayload
from bridge.delivery.payloads import payload_of
from bridge.errors import Refusal, lazy
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import EventKind
from storage.team.employees import Employee, Role
from storage.team.forums import Forum, Trouble

LOST_GROUP_TEXTS = {
    Trouble.GONE: lazy(
        "The group «{title}» of {department} cannot be used: I am not in it any more. Its dialogs go on in private"
        " chats. Add me to the group as an administrator and write /bind there"
    ),
    Trouble.NO_RIGHTS: lazy(
        "The group «{title}» of {department} cannot be used: I have lost my rights there. Its dialogs go on in private"
        " chats. Give me the administrator's rights back; /bind in the group tells which"
    ),
    Trouble.NO_TOPICS: lazy(
        "The group «{title}» of {department} cannot be used: its topics are off. Its dialogs go on in private chats."
        " Switch the topics on and write /bind there"
    ),
    Trouble.ELSEWHERE: lazy(
        "The group «{title}» of {department} cannot be used: Telegram puts messages into wrong topics. Its dialogs go"
        " on in private chats. Write /bind there to try again"
    ),
    Trouble.TAKEN: lazy(
        "The group «{title}» of {department} cannot be used: Telegram has moved it to one that another department uses."
        " Its dialogs go on in private chats. Write /bind in a group that is free"
    ),
}


class AnothersGroup(Refusal):
    text = lazy("This group belongs to another organization")


async def bind(uow: UnitOfWork, department_id: int, *, chat_id: int, title: str, by: Employee) -> Forum:
    """Show the department's dialogs in a group from now on; its open dialogs move there.

    Raises:
        AdminsOnly: `by` is no administrator.
        AnothersGroup: the group belongs to another organization.
    """
    by.ensure_admin()
    await uow.departments.get(department_id)
    await _vacate(uow, department_id, chat_id)
    forum = await uow.forums.of_department(department_id)
    if forum is None:
        forum = Forum(department_id=department_id, chat_id=chat_id, title=title, bound_at=uow.now)
        uow.add(forum)
    elif forum.chat_id != chat_id:
        await _leave(uow, forum)
    forum.chat_id, forum.title, forum.trouble = chat_id, title, None
    audit.record_event(uow, EventKind.FORUM_BOUND, by=by.id, department_id=department_id, chat_id=chat_id)
    await uow.flush()
    await _move_in(uow, forum)
    return forum


async def _vacate(uow: UnitOfWork, department_id: int, chat_id: int) -> None:
    """Unbind the group from its former department."""
    former = await uow.forums.at_anywhere(chat_id)
    if former is None or former.department_id == department_id:
        return
    if former.organization_id != uow.organization_id:
        raise AnothersGroup
    await _remove(uow, former)


async def unbind(uow: UnitOfWork, forum_id: int, *, by: Employee) -> None:
    """Show the department's dialogs in private chats again.

    Raises:
        AdminsOnly: `by` is no administrator.
    """
    by.ensure_admin()
    forum = await uow.forums.get(forum_id)
    audit.record_event(uow, EventKind.FORUM_UNBOUND, by=by.id, department_id=forum.department_id, chat_id=forum.chat_id)
    await _remove(uow, forum)


async def mark_unread(uow: UnitOfWork, forum_id: int, on: bool, *, by: Employee) -> Forum:
    """Set whether the names of the group's topics show the unread mark.

    Raises:
        AdminsOnly: `by` is no administrator.
    """
    by.ensure_admin()
    forum = await uow.forums.get(forum_id)
    await unread.switch_in(uow, forum, on)
    department_id = forum.department_id
    audit.record_event(
        uow, EventKind.PREFERENCE_CHANGED, by=by.id, name="unread", value=on, department_id=department_id
    )
    return forum


async def _remove(uow: UnitOfWork, forum: Forum) -> None:
    shown = await _leave(uow, forum)
    await uow.forums.remove(forum)
    await uow.flush()
    await _move_out(uow, shown)


async def lose(uow: UnitOfWork, chat_id: int, trouble: Trouble) -> None:
    """Mark a group as unusable: its dialogs go on in private chats, and the employees concerned are told once."""
    forum = await uow.forums.at(chat_id)
    if forum is None:
        return
    was_usable, forum.trouble = forum.is_usable, trouble
    if not was_usable:
        return
    audit.record_event(uow, EventKind.FORUM_LOST, department_id=forum.department_id, chat_id=chat_id, trouble=trouble)
    shown = await _leave(uow, forum)
    await uow.flush()
    await _move_out(uow, shown)
    await _tell(uow, forum, LOST_GROUP_TEXTS[trouble])


async def regain(uow: UnitOfWork, chat_id: int) -> None:
    """Mark a group as usable again: the department's dialogs return to it."""
    forum = await uow.forums.at(chat_id)
    if forum is None or forum.is_usable:
        return
    forum.trouble = None
    audit.record_event(uow, EventKind.FORUM_REGAINED, department_id=forum.department_id, chat_id=chat_id)
    await uow.flush()
    await _move_in(uow, forum)
    await _tell(uow, forum, lazy("The group «{title}» of {department} can be used again: its dialogs are back"))


async def migrate(uow: UnitOfWork, chat_id: int, *, to: int) -> None:
    """Store the new id that Telegram has given the group. Topics do not move with it, so they are created anew."""
    forum = await uow.forums.at(chat_id)
    if forum is None:
        return
    if await uow.forums.at_anywhere(to) is not None:
        await lose(uow, chat_id, Trouble.TAKEN)
        return
    await _leave(uow, forum)
    forum.chat_id, forum.trouble = to, None
    audit.record_event(uow, EventKind.FORUM_MOVED, department_id=forum.department_id, chat_id=chat_id, to=to)
    await uow.flush()
    await _move_in(uow, forum)


async def _leave(uow: UnitOfWork, forum: Forum) -> list[int]:
    """Close all windows in the group; returns the ids of the dialogs that were shown there."""
    for delivery in await uow.deliveries.waiting_in(desk.lane(forum.chat_id)):
        delivery.settle(DeliveryStatus.REPLACED, uow.now)
        await tell_elsewhere(uow, delivery)
    left = await uow.windows.live_in(forum.chat_id)
    for window in left:
        window.is_live = False
        for pending in await uow.messages.awaiting_confirmation(window.dialog_id):
            original = await uow.windows.original_of(pending.id)
            if original is not None and original.window_id == window.id:
                await desk.send_undelivered_notice(uow, pending)
    return [window.dialog_id for window in left]


async def tell_elsewhere(uow: UnitOfWork, delivery: Delivery) -> None:
    """Send in private what an employee had to read in the group and cannot read there any more."""
    payload = payload_of(delivery)
    if isinstance(payload, ReminderPayload):
        await task_reminders.tell_privately(uow, delivery)
    if delivery.message_id is None or not isinstance(payload, DeliveryStatePayload | ReplyNoticePayload):
        return
    message = await uow.messages.get(delivery.message_id)
    if message.employee_id is not None:
        notice = payload.for_author() if isinstance(payload, ReplyNoticePayload) else None
        await desk.send_undelivered_notice(uow, message, notice)


async def _move_out(uow: UnitOfWork, dialog_ids: list[int]) -> None:
    """Show the dialogs outside of the forum: to the responsible employees, or as offers."""
    for dialog_id in dialog_ids:
        dialog = await uow.dialogs.lock(dialog_id)
        if not dialog.is_open:
            continue
        if dialog.assignee_id is not None and await windows.reaches(uow, dialog, dialog.assignee_id):
            await windows.open_for(uow, dialog, dialog.assignee_id)
            continue
        if dialog.assignee_id is not None:
            await dialogs.unassign(uow, dialog)
        await offers.make(uow, dialog)


async def _move_in(uow: UnitOfWork, forum: Forum) -> None:
    for own in await uow.dialogs.of_department(forum.department_id):
        dialog = await uow.dialogs.lock(own.id)
        if not dialog.is_open or dialog.department_id != forum.department_id:
            continue
        await offers.end(uow, dialog)
        await windows.open_in(uow, dialog, forum)
        await _point_there(uow, dialog, forum)


async def _point_there(uow: UnitOfWork, dialog: Dialog, forum: Forum) -> None:
    """Tell a responsible who has answered in private that the dialog goes on in the group."""
    if dialog.assignee_id is None or not await windows.is_at_home(uow, dialog, dialog.assignee_id):
        return
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if window.employee_id == dialog.assignee_id:
            await desk.send_topic_notice(
                uow, window, lazy("The dialog goes on in the group «{title}»"), title=forum.title
            )
    await windows.retire(uow, dialog, dialog.assignee_id)


async def _tell(uow: UnitOfWork, forum: Forum, text: str) -> None:
    """Tell administrators, who can repair it, and the department's managers, who have to know."""
    department = await uow.departments.get(forum.department_id)
    members = {employee.id for employee in await uow.employees.of_department(department.id)}
    for sign_in, employee in await uow.sign_ins.active():
        concerns = employee.role is Role.ADMIN or (employee.role is Role.MANAGER and employee.id in members)
        if concerns and sign_in.blocked_at is None:
            await desk.send_private_notice(uow, sign_in.chat_id, text, title=forum.title, department=department.name)
