"""Incoming messages: a customer's message is stored and shown to the employees who answer."""

from bridge.actions.automation import auto_messages, department_menu, ratings
from bridge.actions.clients.contacts import find_or_create_sender
from bridge.actions.delivery import outbox
from bridge.actions.inbox import dialogs, offers, unread, windows
from bridge.actions.messages import drafts
from bridge.actions.reports import audit
from bridge.actions.shifts import routing, shifts
from bridge.channel import Incoming
from storage.clients.contacts import Contact, ContactAddress
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import Author, Message
from storage.reports.events import EventKind
from storage.team.channels import Channel
from storage.team.departments import Department


async def receive(uow: UnitOfWork, channel: Channel, incoming: Incoming) -> Message | None:
    """Store a customer's message and show it to the employees who answer; None when we have it already."""
    contact, address, dialog = await find_or_create_sender(uow, channel, incoming.sender)
    if (
        dialog is not None
        and incoming.external_id
        and await uow.messages.by_external_id(dialog.id, incoming.external_id)
    ):
        return None
    if dialog is None:
        dialog = await _opened(uow, channel, contact, address)
    if contact.blocked_at is not None:
        # A blocked customer's message is stored but not shown.
        return await _written(uow, dialog, channel, incoming, is_hidden=True)
    if channel.has_bot and (rating := await ratings.awaiting_comment(uow, dialog, incoming.kind)) is not None:
        message = await _written(uow, dialog, channel, incoming)
        await ratings.add_comment(uow, dialog, rating, message)
        return message
    await _bring_back(uow, channel, dialog)
    was_read = not dialog.unread
    dialog.heard(uow.now)
    message = await _written(uow, dialog, channel, incoming)
    menu = await _routed(uow, channel, dialog, message)
    await _show(uow, dialog, message)
    if was_read:
        await unread.show_mark(uow, dialog)
    await auto_messages.respond_to_message(uow, channel, dialog, message)
    if menu:
        await department_menu.ask_customer(uow, dialog, menu)
    return message


async def _opened(uow: UnitOfWork, channel: Channel, contact: Contact, address: ContactAddress) -> Dialog:
    """Open a new dialog. The dialog of a blocked customer is closed at once, so that nobody sees it."""
    dialog = Dialog(
        contact_id=contact.id,
        channel_id=channel.id,
        address_id=address.id,
        department_id=channel.department_id,
        opened_at=uow.now,
        last_message_at=uow.now,
    )
    uow.add(dialog)
    await uow.flush()
    if contact.blocked_at is not None:
        dialog.close(uow.now)
    else:
        audit.record_event(uow, EventKind.DIALOG_OPENED, dialog_id=dialog.id)
    return dialog


async def _bring_back(uow: UnitOfWork, channel: Channel, dialog: Dialog) -> None:
    """Bring the dialog back from the archive or from a snooze."""
    if not dialog.is_open:
        dialog.reopen(uow.now)
        # A customer whose dialog was archived without an answer waits from now on.
        dialog.waiting_since = None
        audit.record_event(uow, EventKind.DIALOG_REOPENED, dialog_id=dialog.id)
        await routing.bring_back(uow, channel, dialog)
        await windows.repaint(uow, dialog)
    if dialog.is_snoozed:
        audit.record_event(uow, EventKind.DIALOG_WOKEN, dialog_id=dialog.id)
        await windows.repaint(uow, dialog)


async def _routed(uow: UnitOfWork, channel: Channel, dialog: Dialog, message: Message) -> list[Department]:
    """Route the dialog to a department and an employee.

    Returns the departments that the customer has to choose from first; the list is empty when there is no menu to
    show.
    """
    if not channel.is_routed or dialog.assignee_id is not None:
        return []
    if dialog.opened_at != uow.now:
        await department_menu.receive_choice(uow, dialog, message.text)
    elif not await routing.sort_by_words(uow, dialog, message.text) and (menu := await department_menu.choices(uow)):
        return menu
    await routing.assign(uow, dialog)
    return []


async def _written(
    uow: UnitOfWork, dialog: Dialog, channel: Channel, incoming: Incoming, *, is_hidden: bool = False
) -> Message:
    answered = None
    if incoming.reply_to is not None:
        answered = await uow.parts.whole(dialog.id, incoming.reply_to)
        if answered is None:
            await outbox.await_ids(uow, channel.lane(incoming.sender.external_id))
    message = Message(
        dialog_id=dialog.id,
        author=Author.CONTACT,
        is_hidden=is_hidden,
        kind=incoming.kind,
        text=incoming.text,
        entities=incoming.entities,
        data=incoming.data,
        reply_to_id=answered.id if answered else None,
        album_id=incoming.album,
        external_id=incoming.external_id or None,
        created_at=incoming.sent_at,
    )
    uow.add(message)
    await uow.flush()
    drafts.attach_file(uow, message, incoming.file, source=channel.carrier)
    return message


async def _show(uow: UnitOfWork, dialog: Dialog, message: Message) -> None:
    """Mirror a customer's message in the dialog's windows; offer the dialog when no responsible can see it."""
    await shifts.hand_on_dialog(uow, dialog)
    if dialog.assignee_id is not None:
        if await windows.reaches(uow, dialog, dialog.assignee_id):
            shown = await windows.mirror(uow, message)
            if not await windows.has_before_them(uow, dialog, dialog.assignee_id, shown):
                await windows.open_for(uow, dialog, dialog.assignee_id)
            return
        await dialogs.unassign(uow, dialog)
    await windows.mirror(uow, message)
    await offers.make(uow, dialog)
