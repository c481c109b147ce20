"""Actions on a dialog: take, transfer, close, reopen."""

from dataclasses import dataclass
from datetime import timedelta

from bridge.actions.automation import rating_requests
from bridge.actions.delivery import desk
from bridge.actions.inbox import offers, unread, windows
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import EventKind
from storage.team.employees import Employee

# A dialog that is reopened this soon was closed by mistake, so its customer keeps the earlier waiting time.
MISTAKEN_CLOSE_PERIOD = timedelta(minutes=5)


class AlreadyTaken(Refusal):
    text = lazy("{name} has already taken this dialog")


class StaleButton(Refusal):
    text = lazy("The dialog has changed since; the card is up to date now")


class CannotReach(Refusal):
    text = lazy("{name} is not signed in and would not see the dialog")


class ContactBlocked(Refusal):
    text = lazy("This customer is blocked. Unblock them on their card, and the dialog comes back")


class NobodyThere(Refusal):
    text = lazy("Nobody works in {name}")


@dataclass(frozen=True)
class ToEmployee:
    id: int


@dataclass(frozen=True)
class ToDepartment:
    id: int


Receiver = ToEmployee | ToDepartment


async def take(uow: UnitOfWork, dialog_id: int, *, by: Employee) -> Dialog:
    """Make `by` responsible for an unassigned dialog. Taking one's own dialog again changes nothing.

    Raises:
        AlreadyTaken: a colleague is responsible. To take the dialog over from them is a transfer.
        DialogClosed: the dialog is in the archive.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    if dialog.assignee_id is not None and dialog.assignee_id != by.id and dialog.is_open:
        raise AlreadyTaken(name=(await uow.employees.get(dialog.assignee_id)).name)
    if dialog.assignee_id != by.id or not dialog.is_open:
        dialog.assign(by.id)
        audit.record_event(uow, EventKind.DIALOG_TAKEN, by=by.id, dialog_id=dialog.id)
    await unread.mark_seen(uow, dialog)
    await show_to_new_assignee(uow, dialog, by.id)
    return dialog


async def transfer(
    uow: UnitOfWork, dialog_id: int, *, to: Receiver, by: Employee, version: int | None = None, comment: str = ""
) -> Dialog:
    """Hand the dialog over to an employee (oneself included) or to a department's queue.

    Args:
        version: the dialog version that the pressed button was painted for; None when no button was pressed.
        comment: a comment for the receiver.

    Raises:
        StaleButton: the dialog has changed since the button was painted.
        CannotReach: the receiver is not signed in anywhere.
        NobodyThere: the department has no employees.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    ensure_fresh(dialog, version)
    match to:
        case ToEmployee(id=employee_id):
            await _to_employee(uow, dialog, employee_id, by=by, comment=comment)
        case ToDepartment(id=department_id):
            await _to_department(uow, dialog, department_id, by=by, comment=comment)
    return dialog


async def _to_employee(uow: UnitOfWork, dialog: Dialog, employee_id: int, *, by: Employee, comment: str) -> None:
    receiver = await uow.employees.get(employee_id)
    if not await uow.sign_ins.of_employee(employee_id):
        raise CannotReach(name=receiver.name)
    former = dialog.assignee_id
    dialog.assign(employee_id)
    await unread.mark_seen(uow, dialog)
    audit.record_event(
        uow, EventKind.DIALOG_TRANSFERRED, by=by.id, dialog_id=dialog.id, to_employee=employee_id, former=former
    )
    if former is not None and former != employee_id:
        await windows.retire(uow, dialog, former)
    await show_to_new_assignee(uow, dialog, employee_id)
    if by.id != employee_id:
        await _tell_receiver(uow, dialog, employee_id, by=by, comment=comment)


async def _to_department(uow: UnitOfWork, dialog: Dialog, department_id: int, *, by: Employee, comment: str) -> None:
    department = await uow.departments.get(department_id)
    if not await uow.employees.of_department(department_id):
        raise NobodyThere(name=department.name)
    former = dialog.assignee_id
    dialog.queue(department_id)
    await uow.unanswered.wake(dialog.id, uow.now)
    dialog.note = comment or None
    await unread.mark_seen(uow, dialog)
    audit.record_event(
        uow, EventKind.DIALOG_TRANSFERRED, by=by.id, dialog_id=dialog.id, to_department=department_id, former=former
    )
    if former is not None:
        await windows.retire(uow, dialog, former)
    await windows.leave_forums(uow, dialog)
    await offers.make(uow, dialog)
    await windows.repaint(uow, dialog)


async def show_to_new_assignee(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> None:
    """Open the dialog for its new responsible, end its offers and repaint all of its cards."""
    await offers.end(uow, dialog)
    await windows.open_for(uow, dialog, employee_id)
    await windows.repaint(uow, dialog)


async def _tell_receiver(uow: UnitOfWork, dialog: Dialog, employee_id: int, *, by: Employee, comment: str) -> None:
    text = lazy("{name} has handed this dialog to you")
    if comment:
        text = lazy("{name} has handed this dialog to you: {comment}")
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if window.employee_id == employee_id:
            await desk.send_topic_notice(uow, window, text, name=by.name, comment=comment)
    if await windows.is_at_home(uow, dialog, employee_id):
        await _tell_in_forum(uow, dialog, employee_id, by=by, comment=comment)


async def _tell_in_forum(uow: UnitOfWork, dialog: Dialog, employee_id: int, *, by: Employee, comment: str) -> None:
    """Tell the group who is responsible now, and tell the receiver in their private chat too."""
    text = lazy("{name} has handed this dialog to {receiver}")
    if comment:
        text = lazy("{name} has handed this dialog to {receiver}: {comment}")
    receiver, contact = await uow.employees.get(employee_id), await uow.contacts.get(dialog.contact_id)
    forum = await uow.forums.usable_of(dialog.department_id)
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if forum is not None and window.chat_id == forum.chat_id:
            await desk.send_topic_notice(uow, window, text, name=by.name, receiver=receiver.name, comment=comment)
    for sign_in in await uow.sign_ins.of_employee(employee_id):
        words = lazy("{name} has handed you the dialog with {contact}; it is in the group «{title}»")
        title = forum.title if forum else "—"
        await desk.send_private_notice(uow, sign_in.chat_id, words, name=by.name, contact=contact.title, title=title)


async def close(uow: UnitOfWork, dialog_id: int, *, by: Employee | None, version: int | None = None) -> Dialog:
    """Move the dialog to the archive. `by` is None when auto-close does it because the customer is silent."""
    dialog = await uow.dialogs.lock(dialog_id)
    ensure_fresh(dialog, version)
    await unread.mark_seen(uow, dialog)
    dialog.close(uow.now)
    audit.record_event(uow, EventKind.DIALOG_CLOSED, by=by.id if by is not None else None, dialog_id=dialog.id)
    await rating_requests.plan_rating(uow, dialog)
    await offers.end(uow, dialog)
    await windows.repaint(uow, dialog)
    return dialog


async def reopen(uow: UnitOfWork, dialog_id: int, *, by: Employee, version: int | None = None) -> Dialog:
    """Bring the dialog back from the archive and make `by` responsible for it.

    Raises:
        ContactBlocked: the customer is blocked.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    ensure_fresh(dialog, version)
    if (await uow.contacts.get(dialog.contact_id)).blocked_at is not None:
        raise ContactBlocked
    if dialog.closed_at is not None and uow.now - dialog.closed_at > MISTAKEN_CLOSE_PERIOD:
        # A customer whose dialog was archived without an answer no longer waits for one.
        dialog.waiting_since = None
    dialog.reopen(uow.now)
    former = dialog.assignee_id
    dialog.assign(by.id)
    audit.record_event(uow, EventKind.DIALOG_REOPENED, by=by.id, dialog_id=dialog.id)
    if former is not None and former != by.id:
        await windows.retire(uow, dialog, former)
    await show_to_new_assignee(uow, dialog, by.id)
    return dialog


async def open_dialog(uow: UnitOfWork, dialog_id: int, *, by: Employee) -> Dialog:
    """Open the dialog in the private chats of `by`; the responsible stays the same."""
    dialog = await uow.dialogs.lock(dialog_id)
    await unread.mark_seen(uow, dialog)
    await windows.open_privately(uow, dialog, by.id)
    return dialog


async def mark_read(uow: UnitOfWork, dialog_id: int, *, by: Employee) -> int:
    """Mark the customer's messages as read («Прочитано»). Returns how many messages were unread."""
    dialog = await uow.dialogs.lock(dialog_id)
    count = dialog.unread
    if count:
        await unread.mark_seen(uow, dialog)
        audit.record_event(uow, EventKind.DIALOG_READ, by=by.id, dialog_id=dialog.id, count=count)
    return count


async def requeue_all(uow: UnitOfWork, employee_id: int) -> int:
    """Put the open dialogs of an employee who cannot be reached back into their queues. Returns how many moved."""
    returned = 0
    for own in await uow.dialogs.of_assignee(employee_id):
        dialog = await uow.dialogs.lock(own.id)
        if dialog.assignee_id != employee_id or not dialog.is_open:
            # A colleague has just transferred or closed this dialog.
            continue
        returned += 1
        await requeue(uow, dialog, employee_id)
    return returned


async def requeue(uow: UnitOfWork, dialog: Dialog, employee_id: int) -> None:
    """Put an employee's dialog back into its queue and offer it to colleagues."""
    await unassign(uow, dialog)
    await windows.retire(uow, dialog, employee_id)
    await offers.make(uow, dialog)
    await windows.repaint(uow, dialog)


async def unassign(uow: UnitOfWork, dialog: Dialog) -> None:
    """Remove the responsible employee; the dialog keeps its department."""
    former, dialog.assignee_id = dialog.assignee_id, None
    dialog.version += 1
    audit.record_event(
        uow, EventKind.DIALOG_TRANSFERRED, dialog_id=dialog.id, to_department=dialog.department_id, former=former
    )


def ensure_fresh(dialog: Dialog, version: int | None) -> None:
    if version is not None and version != dialog.version:
        raise StaleButton
