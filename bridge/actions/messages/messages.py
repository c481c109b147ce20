"""Answers: an operator sends, confirms, discards or retries a message."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from bridge.actions.delivery import changes, desk
from bridge.actions.delivery.changes import AlbumPayload, MessageEditPayload, MessagePayload
from bridge.actions.inbox import dialogs, unread, windows
from bridge.actions.messages import albums, drafts, overlaps, undos
from bridge.actions.messages.drafts import Draft
from bridge.actions.reports import audit
from bridge.actions.shifts import deferred_copies
from bridge.errors import NotFound, Refusal, lazy
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout, Window
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable
from storage.team.employees import Employee
from storage.team.sign_ins import SignIn

# An operator who has not typed for this long may have forgotten which dialog is open in the replies layout.
IDLE_PERIOD = timedelta(minutes=10)


class ConfirmationReason(StrEnum):
    """Why a message needs its author's confirmation."""

    CLOSED = "closed"  # the dialog is in the archive
    ANSWERED = "answered"  # a colleague has answered and the author had not seen it
    ANOTHERS = "anothers"  # another employee is responsible
    UNSEEN = "unseen"  # the customer's message was deferred until the next shift
    IDLE = "idle"  # the author may have forgotten which dialog is open
    # Reasons for scheduled messages.
    WROTE = "wrote"  # the customer has written meanwhile
    QUEUED = "queued"  # nobody is responsible now
    BLOCKED = "banned"  # the customer is blocked now
    LATE = "late"  # it should have left long ago


class AlreadyDecided(Refusal):
    text = lazy("This was decided already")


async def reply(uow: UnitOfWork, window: Window, draft: Draft, *, by: Employee, sign_in: SignIn) -> Message:
    """Send an operator's message to the customer, or ask the operator for a confirmation.

    The same Telegram message is sent only once.
    """
    if (taken := await drafts.find_message(uow, draft)) is not None:
        return taken
    dialog = await uow.dialogs.lock(window.dialog_id)
    why = await _confirmation_reason(uow, dialog, window, draft, by=by, sign_in=sign_in)
    sign_in.typed_at = uow.now
    if why is not None:
        return await require_confirmation(uow, window, draft, why, by=by)
    return await send(uow, dialog, window, draft, by=by, revocable=True)


async def send(
    uow: UnitOfWork, dialog: Dialog, window: Window, draft: Draft, *, by: Employee, revocable: bool = False
) -> Message:
    """Send a draft that needs no confirmation. An unassigned dialog is taken by the author.

    Args:
        revocable: whether the author may take the message back, because it has just been written.
    """
    if await albums.is_given_up(uow, dialog.id, draft.album):
        return await drafts.write_message(uow, window, draft, by=by, state=DeliveryState.DISCARDED)
    message = await drafts.write_message(uow, window, draft, by=by, state=DeliveryState.QUEUED)
    # An author who has blocked the bot meanwhile would get a dialog that they cannot see.
    if dialog.assignee_id is None and await windows.reaches(uow, dialog, by.id):
        await dialogs.take(uow, dialog.id, by=by)
    await _dispatch(uow, dialog, message, window_id=window.id, revocable_by=by if revocable else None)
    if is_revocable(message):
        return message
    if window.layout is Layout.REPLIES and draft.telegram_message_id is not None:
        contact = await uow.contacts.get(dialog.contact_id)
        await desk.send_topic_notice(uow, window, lazy("→ {name}"), name=contact.title)
    return message


async def require_confirmation(
    uow: UnitOfWork, window: Window, draft: Draft, why: dict[str, Any], *, by: Employee
) -> Message:
    """Store a message that needs its author's confirmation; `why` begins with {"held": ConfirmationReason}."""
    message = await drafts.write_message(uow, window, draft, by=by, state=DeliveryState.NEEDS_CONFIRMATION)
    message.data = {**message.data, **why}
    await uow.flush()
    # When the bot shows the message to its author first, the question follows below that message.
    if draft.telegram_message_id is not None and await albums.messages_of_album_in(
        uow, message, DeliveryState.NEEDS_CONFIRMATION
    ) == [message]:
        await desk.ask_confirmation(uow, message, window)
    return message


async def _confirmation_reason(
    uow: UnitOfWork, dialog: Dialog, window: Window, draft: Draft, *, by: Employee, sign_in: SignIn
) -> dict[str, Any] | None:
    """Why the draft needs a confirmation, in the form that its message keeps; None when it may leave."""
    is_unseen = await deferred_copies.release_unseen(uow, window, from_id=by.id)
    if not dialog.is_open:
        return {"held": ConfirmationReason.CLOSED}
    if answer := await overlaps.overlooked(uow, window, by=by, at=draft.written_at or uow.now):
        return {"held": ConfirmationReason.ANSWERED, "answer_id": answer.id}
    if dialog.assignee_id not in (None, by.id):
        return {"held": ConfirmationReason.ANOTHERS}
    if is_unseen or await albums.is_awaiting_confirmation(uow, dialog.id, draft.album, ConfirmationReason.UNSEEN):
        return {"held": ConfirmationReason.UNSEEN}
    if draft.addressed or window.layout is not Layout.REPLIES:
        return None
    idle = sign_in.typed_at is None or uow.now - sign_in.typed_at > IDLE_PERIOD
    return {"held": ConfirmationReason.IDLE} if idle else None


async def release(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Send a message that its author has confirmed. A closed dialog is reopened for it.

    Raises:
        AlreadyDecided: the message needs no confirmation by this employee.
    """
    message = await awaiting_confirmation(uow, message_id, by=by)
    dialog = await uow.dialogs.lock(message.dialog_id)
    if not dialog.is_open:
        await dialogs.reopen(uow, dialog.id, by=by)
    elif dialog.assignee_id is None:
        await dialogs.take(uow, dialog.id, by=by)
    for mate in await albums.messages_of_album_in(uow, message, DeliveryState.NEEDS_CONFIRMATION):
        mate.state = DeliveryState.QUEUED
        original = await uow.windows.original_of(mate.id)
        await _dispatch(uow, dialog, mate, window_id=original.window_id if original else None, revocable_by=by)
    return message


async def discard(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Discard a message that needs a confirmation.

    Raises:
        AlreadyDecided: the message needs no confirmation by this employee.
    """
    message = await awaiting_confirmation(uow, message_id, by=by)
    for mate in await albums.messages_of_album_in(uow, message, DeliveryState.NEEDS_CONFIRMATION):
        mate.state = DeliveryState.DISCARDED
    return message


async def awaiting_confirmation(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Lock a message of `by` that needs their confirmation.

    Raises:
        AlreadyDecided: the message needs no confirmation by this employee.
    """
    message = await uow.messages.lock(message_id)
    if message.state is not DeliveryState.NEEDS_CONFIRMATION or message.employee_id != by.id:
        raise AlreadyDecided
    return message


async def retry(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Send an own failed message again («Повторить»).

    Raises:
        NotFound: another employee wrote it.
        AlreadyDecided: it has not failed, or it was deleted.
    """
    message = await uow.messages.lock(message_id)
    if message.employee_id != by.id:
        raise NotFound
    if message.state is not DeliveryState.FAILED or message.deleted_at is not None:
        raise AlreadyDecided
    dialog = await uow.dialogs.get(message.dialog_id)
    for mate in await albums.messages_of_album_in(uow, message, DeliveryState.FAILED):
        if mate.external_id is not None:
            await complete(uow, mate)
            continue
        is_repeat = mate.may_have_arrived
        await wait_again(uow, mate)
        await _send(uow, dialog, mate, is_repeat=is_repeat)
    return message


async def complete(uow: UnitOfWork, message: Message) -> Delivery:
    """Send the missing parts of a message whose beginning has arrived."""
    await wait_again(uow, message)
    return await changes.put_to_customer(uow, MessageEditPayload(), message)


async def wait_again(uow: UnitOfWork, message: Message) -> None:
    """Return a failed message to the state QUEUED."""
    message.maybe_repeated = message.maybe_repeated or message.may_have_arrived
    message.state, message.failure = DeliveryState.QUEUED, None
    await desk.show_delivery_state(uow, message)


async def _dispatch(
    uow: UnitOfWork, dialog: Dialog, message: Message, *, window_id: int | None, revocable_by: Employee | None
) -> None:
    """Send an employee's message to the customer and show it in the dialog's other windows."""
    waited_since = dialog.waiting_since
    audit.record_answer(uow, dialog, by=message.employee_id, message_id=message.id)
    await unread.mark_answered(uow, dialog, uow.now)
    delivery = await _send(uow, dialog, message)
    if revocable_by is not None and revocable_by.undo_seconds and window_id is not None:
        await undos.offer(uow, message, delivery, window_id=window_id, waited_since=waited_since, by=revocable_by)
    await windows.mirror(uow, message, except_in=window_id)


async def _send(uow: UnitOfWork, dialog: Dialog, message: Message, *, is_repeat: bool = False) -> Delivery:
    if message.album_id is None:
        return await send_alone(uow, message, is_repeat=is_repeat)
    message.ensure_may_leave()
    channel = await uow.channels.get(dialog.channel_id)
    address = await uow.contacts.address(dialog.address_id)
    lane = channel.lane(address.external_id)
    delivery = await albums.put_message(uow, message, AlbumPayload(), carrier=channel.carrier, lane=lane)
    delivery.is_repeat = delivery.is_repeat or is_repeat
    return delivery


async def send_on(uow: UnitOfWork, message: Message) -> None:
    """Send the rest of an album as another album."""
    await _send(uow, await uow.dialogs.get(message.dialog_id), message)


async def send_alone(uow: UnitOfWork, message: Message, *, is_repeat: bool = False) -> Delivery:
    """Send a message to the customer by itself, even when it belongs to an album."""
    message.ensure_may_leave()
    delivery = await changes.put_to_customer(uow, MessagePayload(), message)
    delivery.is_repeat = delivery.is_repeat or is_repeat
    return delivery
