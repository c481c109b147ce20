"""Snoozes: a dialog is put off («Отложить») and comes back later."""

from datetime import datetime

from bridge.actions.delivery import desk
from bridge.actions.inbox import offers, unread, windows
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.windows import Layout
from storage.reports.events import EventKind
from storage.team.employees import Employee


class TimeIsOver(Refusal):
    text = lazy("This moment is over already; choose another one")


class NotSnoozed(Refusal):
    text = lazy("This dialog is not put off any more")


async def snooze(uow: UnitOfWork, dialog_id: int, *, until: datetime | None, by: Employee) -> Dialog:
    """Put the dialog off until a moment; None means until the customer writes. A second snooze replaces the first.

    Raises:
        TimeIsOver: the moment has passed.
        DialogClosed: the dialog is in the archive.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    if until is not None and until <= uow.now:
        raise TimeIsOver
    dialog.snooze(uow.now, until=until)
    await unread.mark_seen(uow, dialog)
    told = until.isoformat() if until is not None else None
    audit.record_event(uow, EventKind.DIALOG_SNOOZED, by=by.id, dialog_id=dialog.id, until=told)
    await windows.repaint(uow, dialog)
    return dialog


async def wake(uow: UnitOfWork, dialog_id: int, *, by: Employee) -> Dialog:
    """Bring a snoozed dialog back now.

    Raises:
        NotSnoozed: the dialog is not snoozed.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    if not dialog.is_snoozed:
        raise NotSnoozed
    dialog.wake()
    await _woken(uow, dialog, by=by.id)
    return dialog


async def wake_due(uow: UnitOfWork, dialog_id: int) -> bool:
    """Bring a due dialog back and tell the employees who answer it. Returns False when another worker has done so."""
    if not await uow.dialogs.claim_due(dialog_id, uow.now):
        return False
    dialog = await uow.dialogs.lock(dialog_id)
    await _woken(uow, dialog)
    if dialog.assignee_id is None:
        await offers.make(uow, dialog)
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        if window.layout is Layout.FORUM or window.employee_id == dialog.assignee_id:
            await desk.send_topic_notice(uow, window, lazy("⏰ It is time: this dialog was put off until now"))
    return True


async def _woken(uow: UnitOfWork, dialog: Dialog, *, by: int | None = None) -> None:
    audit.record_event(uow, EventKind.DIALOG_WOKEN, by=by, dialog_id=dialog.id)
    await windows.repaint(uow, dialog)
