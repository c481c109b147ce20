"""Unread failures: when an answer's author has blocked the bot or left, a colleague is told of the failure instead."""

from bridge.actions.delivery import desk
from bridge.actions.delivery.desk import DeliveryStatePayload, UndeliveredNoticePayload
from bridge.actions.inbox import dialogs, offers, windows
from bridge.actions.messages import message_updates
from bridge.actions.messages.message_updates import ReplyNoticePayload
from bridge.actions.reports import audit
from bridge.delivery.payloads import payload_of
from bridge.errors import lazy
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Window
from storage.messages.messages import DeliveryState, Message
from storage.reports.events import EventKind

# Kinds of deliveries by which only the author would have read of a failure.
AUTHOR_KINDS = (DeliveryStatePayload.kind, UndeliveredNoticePayload.kind)

FAILED_TEXT = lazy("❌ An answer of {author} was not delivered: {reason}")
UNKNOWN_TEXT = lazy("❓ The connection broke while an answer of {author} was sent: it may or may not have arrived")


async def tell_others(uow: UnitOfWork, delivery: Delivery) -> None:
    """Tell colleagues what an undeliverable delivery would have told its reader."""
    if delivery.message_id is None:
        return
    message = await uow.messages.get(delivery.message_id)
    change = _failed_change(delivery)
    is_lost = delivery.kind in AUTHOR_KINDS and message.state is DeliveryState.FAILED
    if change is None and not is_lost:
        return
    if any(sign_in.blocked_at is None for sign_in in await uow.sign_ins.of_employee(message.employee_id or 0)):
        if delivery.kind != UndeliveredNoticePayload.kind:
            await desk.send_undelivered_notice(uow, message, change.for_author() if change else None)
        return
    dialog = await uow.dialogs.lock(message.dialog_id)
    if change is None:
        await _tell_colleagues(uow, message)
    else:
        await _tell_colleagues_of_change(uow, message, change)
    # The dialog is not offered when only a reaction has failed: nobody has to act on that.
    if dialog.assignee_id in (None, message.employee_id) and not message.is_incoming:
        await _offer(uow, dialog)


def _failed_change(delivery: Delivery) -> ReplyNoticePayload | None:
    """The notice that an edit, a deletion or a reaction has failed, with its reason; None for any other delivery."""
    match payload_of(delivery):
        case ReplyNoticePayload() as notice:
            return notice if notice.reason is not None else None
        case UndeliveredNoticePayload(text=str(text), params=dict(params), reason=dict(reason)):
            return ReplyNoticePayload(text, params, reason)
    return None


async def _tell_colleagues(uow: UnitOfWork, message: Message) -> None:
    """Send a notice below the answer to every colleague who has the dialog open."""
    author = (await uow.employees.get(message.employee_id or 0)).name
    text = FAILED_TEXT if message.state is DeliveryState.FAILED else UNKNOWN_TEXT
    for window in await _colleagues(uow, message):
        await message_updates.send_reply_notice(uow, message, window, text, message.failure, author=author)


async def _tell_colleagues_of_change(uow: UnitOfWork, message: Message, change: ReplyNoticePayload) -> None:
    """Send the notice to colleagues who have not read it, and keep the reason for those who open the dialog later."""
    if not message.is_incoming and message.state is not None:
        message.failure = change.reason
    notices = [each for each in await uow.deliveries.of_message(message.id) if each.kind == ReplyNoticePayload.kind]
    told = {notice.window_id for notice in notices if notice.body == change.pack()}
    for window in await _colleagues(uow, message):
        if window.id not in told:
            await message_updates.send_reply_notice(uow, message, window, change.text, change.reason, **change.params)


async def _colleagues(uow: UnitOfWork, message: Message) -> list[Window]:
    """Live windows of the dialog in which its author is not the viewer."""
    live = await uow.windows.of_dialog(message.dialog_id, live=True)
    return [window for window in live if message.employee_id is None or window.employee_id != message.employee_id]


async def _offer(uow: UnitOfWork, dialog: Dialog) -> None:
    """Offer the dialog to colleagues, because its responsible is gone.

    They read of the failure on the offer and in the recap.
    """
    if (await uow.contacts.get(dialog.contact_id)).blocked_at is not None:
        return
    if not dialog.is_open:
        dialog.reopen(uow.now)
        audit.record_event(uow, EventKind.DIALOG_REOPENED, dialog_id=dialog.id)
    if dialog.assignee_id is not None:
        await dialogs.unassign(uow, dialog)
    await offers.make(uow, dialog)
    await windows.repaint(uow, dialog)
