"""Contacts: a customer writes for the first time, changes their name, blocks the bot, comes back."""

from datetime import datetime

from bridge.actions.delivery import desk
from bridge.actions.inbox import windows
from bridge.actions.reports import audit
from bridge.channel import CustomerBlocked, Sender
from bridge.errors import lazy
from storage.clients.contacts import Contact, ContactAddress
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import EventKind
from storage.team.channels import Channel


async def find_or_create_sender(
    uow: UnitOfWork, channel: Channel, sender: Sender
) -> tuple[Contact, ContactAddress, Dialog | None]:
    """The contact, address and dialog of a sender; the dialog is None when there is none yet.

    A new sender gets a contact and an address; the details of a known one are updated.
    """
    known = await uow.contacts.in_dialog_at(channel.id, sender.external_id)
    if known is None:
        return *await _newcomer(uow, channel, sender), None
    contact, address, dialog = known
    address.username = sender.username
    await mark_blocked(uow, address, None)
    if contact.own_name is None:
        contact.name = sender.name or contact.name
    else:
        contact.own_name = sender.name or contact.own_name
    contact.phone = contact.phone or sender.phone
    contact.language = sender.language or contact.language
    return contact, address, dialog


async def _newcomer(uow: UnitOfWork, channel: Channel, sender: Sender) -> tuple[Contact, ContactAddress]:
    if (address := await uow.contacts.address_at(channel.id, sender.external_id)) is not None:
        return await uow.contacts.get(address.contact_id), address
    contact = Contact(name=sender.name, phone=sender.phone, language=sender.language, created_at=uow.now)
    uow.add(contact)
    await uow.flush()
    address = ContactAddress(
        contact_id=contact.id, channel_id=channel.id, external_id=sender.external_id, username=sender.username
    )
    uow.add(address)
    await uow.flush()
    return contact, address


async def mark_blocked(uow: UnitOfWork, address: ContactAddress, at: datetime | None) -> None:
    """Store since when the customer blocks the bot, None when they do not, and repaint the dialog's cards."""
    if (address.blocked_at is None) == (at is None):
        return
    address.blocked_at = at
    dialog = await uow.dialogs.of_contact(address.contact_id, address.channel_id)
    if dialog is not None:
        await windows.repaint(uow, dialog)


async def record_bot_block(uow: UnitOfWork, channel: Channel, happening: CustomerBlocked) -> None:
    """Record that the customer has blocked or unblocked the bot, and tell the employees who answer."""
    address = await uow.contacts.address_at(channel.id, happening.external_id)
    if address is None or (address.blocked_at is not None) == happening.blocked:
        return
    await mark_blocked(uow, address, happening.at if happening.blocked else None)
    dialog = await uow.dialogs.of_contact(address.contact_id, channel.id)
    kind = EventKind.CUSTOMER_BLOCKED if happening.blocked else EventKind.CUSTOMER_RETURNED
    audit.record_event(uow, kind, dialog_id=dialog.id if dialog else None)
    if dialog is None:
        return
    text = lazy("The customer has blocked the bot: nothing will reach them until they come back")
    if not happening.blocked:
        text = lazy("The customer has come back: messages reach them again")
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        await desk.send_topic_notice(uow, window, text)
