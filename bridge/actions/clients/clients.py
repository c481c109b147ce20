"""What employees can do to a contact: give them another name or phone number, keep their messages from everybody."""

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
# Of a dialog that began while its customer was blocked.
NEW_DIALOG_STATE = {"was_open": False, "newest": 0}


class AlreadyBlocked(Refusal):
    text = lazy("This customer is blocked already")


class NotBlocked(Refusal):
    text = lazy("This customer is not blocked")


async def rename(uow: UnitOfWork, dialog_id: int, words: str, *, by: Employee) -> Contact:
    """Call the customer of a dialog so from now on, whatever they call themselves on their channel.

    Raises:
        NameEmpty, NameTooLong: they keep their name.
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
    """Call them again as they call themselves."""
    contact = await _lock_contact(uow, dialog_id)
    if contact.own_name is not None:
        contact.name, contact.own_name = contact.own_name, None
        audit.record_event(uow, EventKind.CONTACT_RENAMED, by=by.id, dialog_id=dialog_id, contact_id=contact.id)
        await _repaint(uow, contact, screen_window_id)
    return contact


async def set_phone(uow: UnitOfWork, dialog_id: int, words: str, *, by: Employee) -> Contact:
    """Note down the customer's number, typed in any spelling.

    Raises:
        InvalidPhone: it is none.
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
    """Keep whatever the customer writes from now on, without showing or offering it; their dialogs are archived."""
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
    """Whatever comes of it later is shown in no window."""
    if dialog.is_open:
        await unread.mark_seen(uow, dialog)
        dialog.close(uow.now)
        audit.record_event(uow, EventKind.DIALOG_CLOSED, by=by.id, dialog_id=dialog.id)
        await offers.end(uow, dialog)
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        window.is_live = False
        if window.id == screen_window_id:
            # Whatever lies over the card, the topic is over at once.
            await desk.paint_title(uow, window)
        elif window.layout is Layout.FORUM:
            await desk.paint_card(uow, window)
    await windows.repaint(uow, dialog, screen_window_id=screen_window_id)


async def unblock(uow: UnitOfWork, dialog_id: int, *, by: Employee, screen_window_id: int | None = None) -> Contact:
    """Let the customer be heard again: what was open then, and what they have written to since, is open again."""
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
    """Open the dialog again if it was open, or if the customer has written since."""
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
    """All dialogs of the customer. An action that writes locks the dialog before the contact; so does this."""
    contact_id = (await uow.dialogs.get(dialog_id)).contact_id
    ids = sorted(dialog.id for dialog in await uow.dialogs.of_person(contact_id))
    return [await uow.dialogs.lock(each) for each in ids]


async def _lock_contact(uow: UnitOfWork, dialog_id: int) -> Contact:
    """The customer of a dialog; two who change something about them come one after the other."""
    dialog = await uow.dialogs.lock(dialog_id)
    return await uow.contacts.lock(dialog.contact_id)


async def _repaint(uow: UnitOfWork, contact: Contact, screen_window_id: int | None = None) -> None:
    for dialog in await uow.dialogs.of_person(contact.id):
        await windows.repaint(uow, dialog, screen_window_id=screen_window_id)
