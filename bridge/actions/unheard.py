"""What an answer's author cannot be told, because they have blocked the bot or left: somebody else hears of it."""

from bridge.actions import audit, desk, dialogs, echoes, offers, windows
from bridge.actions.desk import Show
from bridge.errors import lazy
from storage.deliveries import Delivery
from storage.dialogs import Dialog
from storage.events import EventKind
from storage.messages import DeliveryState, Message
from storage.unit_of_work import UnitOfWork

# What is painted where the author alone would have read that something went wrong.
TO_THE_AUTHOR = (Show.MARK, Show.PLIGHT)

FAILED = lazy("❌ An answer of {author} was not delivered: {reason}")
UNKNOWN = lazy("❓ The connection broke while an answer of {author} was sent: it may or may not have arrived")


async def tell(uow: UnitOfWork, delivery: Delivery) -> None:
    """Pass on what such a delivery would have told its reader, who is gone."""
    if delivery.kind not in TO_THE_AUTHOR or delivery.message_id is None:
        return
    message = await uow.messages.get(delivery.message_id)
    if message.state not in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
        return
    if any(sign_in.blocked_at is None for sign_in in await uow.sign_ins.of_employee(message.employee_id or 0)):
        if delivery.kind == Show.MARK:
            await desk.plight(uow, message)
        return
    dialog = await uow.dialogs.lock(message.dialog_id)
    await _remark(uow, message)
    if dialog.assignee_id in (None, message.employee_id):
        await _offer(uow, dialog)


async def _remark(uow: UnitOfWork, message: Message) -> None:
    """Say it below the answer wherever colleagues have the dialog before them."""
    author = (await uow.employees.get(message.employee_id or 0)).name
    text = FAILED if message.state is DeliveryState.FAILED else UNKNOWN
    for window in await uow.windows.of_dialog(message.dialog_id, live=True):
        if window.employee_id != message.employee_id:
            await echoes.remark(uow, message, window, text, message.failure, author=author)


async def _offer(uow: UnitOfWork, dialog: Dialog) -> None:
    """Nobody is there to mend it: whoever takes the dialog reads it on the offer and in what was said before."""
    if not dialog.is_open:
        dialog.reopen(uow.now)
        audit.note(uow, EventKind.DIALOG_REOPENED, dialog_id=dialog.id)
    if dialog.assignee_id is not None:
        await dialogs.to_queue(uow, dialog)
    await offers.make(uow, dialog)
    await windows.repaint(uow, dialog)
