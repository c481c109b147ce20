"""Deletions: the author of a message deletes it at the customer's and in the other windows.

Telegram does not tell a bot of deletions. An operator therefore uses a command, and a customer's deletion stays
unknown.
"""

from bridge.actions.delivery import changes, desk, outbox
from bridge.actions.delivery.changes import MessageDeletionPayload, MessagePayload
from bridge.actions.messages import message_updates, undos
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable
from storage.reports.events import EventKind
from storage.team.employees import Employee


class NotYourMessage(Refusal):
    text = lazy("Only your own messages can be deleted")


class AlreadyDeleted(Refusal):
    text = lazy("This message was deleted already")


async def delete(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Delete an own message; a message that has not left yet is not sent.

    Raises:
        NotYourMessage, AlreadyDeleted: nothing was changed.
    """
    message = await uow.messages.lock(message_id)
    if message.employee_id != by.id:
        raise NotYourMessage
    if message.deleted_at is not None or message.state is DeliveryState.DISCARDED:
        raise AlreadyDeleted
    audit.record_event(uow, EventKind.DELETED, by=by.id, dialog_id=message.dialog_id, message_id=message.id)
    if await _stays_here(uow, message):
        message.state = None if message.is_note else DeliveryState.DISCARDED
        if is_revocable(message):
            await undos.drop_message(uow, message)
        await _take_out(uow, message)
        await finish_deletion(uow, message)
    else:
        await changes.put_to_customer(uow, MessageDeletionPayload(), message)
    return message


async def _stays_here(uow: UnitOfWork, message: Message) -> bool:
    """Whether no part of the message is at the customer's or on its way there."""
    if message.is_note or message.state in (DeliveryState.NEEDS_CONFIRMATION, DeliveryState.FAILED):
        return message.external_id is None
    return await changes.has_not_left(uow, message)


async def _take_out(uow: UnitOfWork, message: Message) -> None:
    """Withdraw the deliveries of the message and clear the mark that says that it waits."""
    waiting = [each for each in await uow.deliveries.waiting_of_message(message.id) if each.kind == MessagePayload.kind]
    for delivery in waiting:
        outbox.withdraw(uow, delivery)
    if any(delivery.delayed_at is not None for delivery in waiting):
        await uow.flush()
        await desk.show_delivery_state(uow, message)


async def finish_deletion(uow: UnitOfWork, message: Message) -> None:
    """Remove the copies of a message that is deleted at the customer's, and tell its author."""
    message.deleted_at = uow.now
    await message_updates.erase(uow, message)
    text = lazy("🗑 Deleted: colleagues and the customer see it no longer")
    await message_updates.send_reply_notice_to_author(uow, message, text)
