"""Actions on a contact: rename, set or remove the phone number, block, unblock."""

from typing import Any

from bridge.actions.delivery import desk
from bridge.actions.inbox import dialogs, offers, unread, windows
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from bridge.text import phones
from storage.clients.contacts import Contact
from storage.engine.names import name_in
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout
from storage.reports.events import EventKind
from storage.team.employees import Employee

MAX_NAME_LENGTH = 64
# State of a dialog that began while its customer was blocked.
NEW_DIALOG_STATE = {"was_open": False, "newest": 0}


class AlreadyBlocked(Refusal):
    text = lazy("This customer is blocked already")


class NotBlocked(Refusal):
    text = lazy("This customer is not blocked")


async def rename(uow: UnitOfWork, dialog_id: int, words: str, *, by: Employee) -> Contact:
    """Give the customer of a dialog a name that replaces their name on the channel.

    Raises:
        NameEmpty, NameTooLong: the name stays.
    """
    contact = await _lock_contact(uow, dialog_id)
    former, contact.name = contact.name, name_in(words, most=MAX_NAME_LENGTH)
    own = former if contact.own_name is None else contact.own_name
    contact.own_name = own if own != contact.name else None
    audit.record_event(uow, EventKind.CONTACT_RENAMED, by=by.id, dialog_id=dialog_id, contact_id=contact.id)
    await _repaint(uow, contact)
    return contact


async def use_own_name(
    uow: UnitOfWork, dialog_id: int, *, by: Employee, screen_window_id: int | None = None
) -> Contact:
    """Show the customer under their name on the channel again."""
    contact = await _lock_contact(uow, dialog_id)
    if contact.own_name is not None:
        contact.name, contact.own_name = contact.own_name, None
        audit.record_event(uow, EventKind.CONTACT_RENAMED, by=by.id, dialog_id=dialog_id, contact_id=contact.id)
        await _repaint(uow, contact, screen_window_id)
    return contact


async def set_phone(uow: UnitOfWork, dialog_id: int, words: str, *, by: Employee) -> Contact:
    """Store the customer's phone number, typed in any spelling.

    Raises:
        InvalidPhone: it is no phone number.
    """
    contact = await _lock_contact(uow, dialog_id)
    contact.phone = phones.parse(words)
    audit.record_event(uow, EventKind.CONTACT_PHONE_SET, by=by.id, dialog_id=dialog_id, contact_id=contact.id)
    await _repaint(uow, contact)
    return contact


async def forget_phone(
    uow: UnitOfWork, dialog_id: int, *, by: Employee, screen_window_id: int | None = None
) -> Contact:
    contact = await _lock_contact(uow, dialog_id)
    if contact.phone is not None:
        contact.phone = None
        audit.record_event(uow, EventKind.CONTACT_PHONE_SET, by=by.id, dialog_id=dialog_id, contact_id=contact.id)
        await _repaint(uow, contact, screen_window_id)
    return contact


async def block(
    uow: UnitOfWork, dialog_id: int, *, spam: bool = False, by: Employee, screen_window_id: int | None = None
) -> Contact:
    """Block the customer: their dialogs are closed, and new messages are stored without being shown or offered.

    Raises:
        AlreadyBlocked: the customer is blocked already.
    """
    theirs = await _lock_dialogs(uow, dialog_id)
    contact = await _lock_contact(uow, dialog_id)
    if contact.blocked_at is not None:
        raise AlreadyBlocked
    contact.blocked_at, contact.is_spam = uow.now, spam
    found = {}
    for dialog in theirs:
        newest = await uow.messages.newest(dialog.id, limit=1)
        found[str(dialog.id)] = {"was_open": dialog.is_open, "newest": newest[0].id if newest else 0}
        await _archive(uow, dialog, by=by, screen_window_id=screen_window_id)
    audit.record_event(
        uow, EventKind.CONTACT_BLOCKED, by=by.id, dialog_id=dialog_id, contact_id=contact.id, spam=spam, dialogs=found
    )
    return contact


async def _archive(uow: UnitOfWork, dialog: Dialog, *, by: Employee, screen_window_id: int | None) -> None:
    """Close the dialog and its windows, so that later messages are shown in no window."""
    if dialog.is_open:
        await unread.mark_seen(uow, dialog)
        dialog.close(uow.now)
        audit.record_event(uow, EventKind.DIALOG_CLOSED, by=by.id, dialog_id=dialog.id)
        await offers.end(uow, dialog)
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        window.is_live = False
        if window.id == screen_window_id:
            # Although another screen is open over the card, the topic's name says at once that the dialog is closed.
            await desk.paint_title(uow, window)
        elif window.layout is Layout.FORUM:
            await desk.paint_card(uow, window)
    await windows.repaint(uow, dialog, screen_window_id=screen_window_id)


async def unblock(uow: UnitOfWork, dialog_id: int, *, by: Employee, screen_window_id: int | None = None) -> Contact:
    """Unblock the customer and reopen dialogs that were open then or in which they have written since.

    Raises:
        NotBlocked: the customer is not blocked.
    """
    theirs = await _lock_dialogs(uow, dialog_id)
    contact = await _lock_contact(uow, dialog_id)
    if contact.blocked_at is None:
        raise NotBlocked
    contact.blocked_at, contact.is_spam = None, False
    blocked = await uow.events.about([dialog.id for dialog in theirs], [EventKind.CONTACT_BLOCKED])
    found = blocked[0].data["dialogs"] if blocked else {}
    for dialog in theirs:
        await _bring_back(uow, dialog, found.get(str(dialog.id), NEW_DIALOG_STATE), by=by)
        await windows.repaint(uow, dialog, screen_window_id=screen_window_id)
    audit.record_event(uow, EventKind.CONTACT_UNBLOCKED, by=by.id, dialog_id=dialog_id, contact_id=contact.id)
    return contact


async def _bring_back(uow: UnitOfWork, dialog: Dialog, before: dict[str, Any], *, by: Employee) -> None:
    """Reopen the dialog if it was open before the block, or if the customer has written since."""
    missed = await uow.messages.heard_after(dialog.id, before["newest"])
    for message in missed:
        message.is_hidden = False
    if dialog.is_open or not (before["was_open"] or missed):
        return
    dialog.reopen(uow.now)
    audit.record_event(uow, EventKind.DIALOG_REOPENED, by=by.id, dialog_id=dialog.id)
    for message in missed:
        dialog.heard(message.created_at)
    await unread.show_mark(uow, dialog)
    if dialog.assignee_id is not None and await windows.reaches(uow, dialog, dialog.assignee_id):
        await windows.open_for(uow, dialog, dialog.assignee_id)
        return
    if dialog.assignee_id is not None:
        await dialogs.unassign(uow, dialog)
    await offers.make(uow, dialog)


async def _lock_dialogs(uow: UnitOfWork, dialog_id: int) -> list[Dialog]:
    """Lock all dialogs of the customer. Every action locks the dialog before the contact, and so does this one."""
    contact_id = (await uow.dialogs.get(dialog_id)).contact_id
    ids = sorted(dialog.id for dialog in await uow.dialogs.of_person(contact_id))
    return [await uow.dialogs.lock(each) for each in ids]


async def _lock_contact(uow: UnitOfWork, dialog_id: int) -> Contact:
    """Lock the customer of a dialog, so that two employees who change the contact do so one after the other."""
    dialog = await uow.dialogs.lock(dialog_id)
    return await uow.contacts.lock(dialog.contact_id)


async def _repaint(uow: UnitOfWork, contact: Contact, screen_window_id: int | None = None) -> None:
    for dialog in await uow.dialogs.of_person(contact.id):
        await windows.repaint(uow, dialog, screen_window_id=screen_window_id)
