"""Auto-close: employees are warned that a dialog is silent, and it is closed unless somebody keeps it open."""

from datetime import datetime, timedelta

from bridge.actions.automation import bot
from bridge.actions.automation.auto_message_texts import fill_text, spoken_with
from bridge.actions.delivery import desk
from bridge.actions.inbox import dialogs
from bridge.actions.reports import audit
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from bridge.errors import Refusal, lazy
from storage.automation.auto_close_timers import AutoCloseTimer
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.messages.messages import AUTO_MESSAGE
from storage.reports.events import EventKind
from storage.team.employees import Employee

CLOSED_TEXT = lazy("🗄 The dialog went to the archive by itself: the customer has been silent")

# When auto-close runs so much later than announced, the program did not run, and unread messages are read first.
MAX_LATENESS = timedelta(minutes=1)
READING_TIME = timedelta(minutes=5)


class AutoCloseWarningPayload(Payload, kind="closing", rank=Rank.NOTICE):
    """Warns that a silent dialog will be closed."""

    close_at: datetime


class NoAutoClosePending(Refusal):
    text = lazy("This dialog does not close by itself any more")


async def warn(uow: UnitOfWork, dialog_id: int) -> bool:
    """Announce in the dialog's windows when it will be closed; False when it will not, or was announced before.

    After the warning there is always the rule's warning time to keep the dialog open, however long it has been silent.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    rule = await uow.auto_close_rules.valid_for(dialog.department_id)
    if rule is None or rule.close_after is None or not await uow.auto_close_timers.may_close(dialog.id):
        return False
    since, timer = _silent_since(dialog), await uow.auto_close_timers.of_dialog(dialog.id)
    if since > uow.now - rule.close_after + rule.warning_time or (timer is not None and timer.since >= since):
        return False
    if timer is None:
        timer = AutoCloseTimer(dialog_id=dialog.id, since=since)
        uow.add(timer)
    timer.since, timer.close_at = since, max(since + rule.close_after, uow.now + rule.warning_time)
    audit.record_event(uow, EventKind.CLOSE_WARNED, dialog_id=dialog.id, close_at=timer.close_at.isoformat())
    for window in await uow.windows.of_dialog(dialog.id, live=True):
        await desk.put_into(uow, AutoCloseWarningPayload(timer.close_at), window)
    if rule.text:
        await _tell_customer(uow, dialog, rule.text)
    return True


async def keep_open(uow: UnitOfWork, dialog_id: int, *, by: Employee) -> Dialog:
    """Keep the dialog open during the present silence.

    Raises:
        NoAutoClosePending: somebody has written since, it is kept open already, or it is closed.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    timer = await uow.auto_close_timers.of_dialog(dialog.id)
    if timer is None or timer.close_at is None or not dialog.is_open or timer.since < _silent_since(dialog):
        raise NoAutoClosePending
    timer.close_at = None
    audit.record_event(uow, EventKind.CLOSE_STOPPED, by=by.id, dialog_id=dialog.id)
    return dialog


async def close(uow: UnitOfWork, dialog_id: int) -> bool:
    """Close a due dialog; False when it was closed before, or something has happened since the warning.

    When auto-close runs much too late, the dialog stays open a little longer, because messages that customers wrote
    meanwhile may not have been read yet.
    """
    dialog = await uow.dialogs.lock(dialog_id)
    timer = await uow.auto_close_timers.of_dialog(dialog.id)
    if timer is not None and timer.close_at is not None and timer.close_at < uow.now - MAX_LATENESS:
        timer.close_at = uow.now + READING_TIME
        return False
    since = await uow.auto_close_timers.claim(dialog.id, uow.now)
    rule = await uow.auto_close_rules.valid_for(dialog.department_id)
    if since is None or since != _silent_since(dialog) or rule is None or rule.close_after is None:
        return False
    if since + rule.close_after > uow.now or not await uow.auto_close_timers.may_close(dialog.id):
        return False
    shown = await uow.windows.of_dialog(dialog.id, live=True)
    await dialogs.close(uow, dialog.id, by=None)
    for window in shown:
        await desk.send_topic_notice(uow, window, CLOSED_TEXT)
    return True


def _silent_since(dialog: Dialog) -> datetime:
    """The moment of the last message, or of a later reopening."""
    return max(dialog.last_message_at, dialog.opened_at)


async def _tell_customer(uow: UnitOfWork, dialog: Dialog, text: str) -> None:
    contact, address = await uow.contacts.get(dialog.contact_id), await uow.contacts.address(dialog.address_id)
    organization = await uow.organizations.get(uow.organization_id)
    is_reached = contact.blocked_at is None and address.blocked_at is None
    if is_reached and await bot.may_speak(uow, dialog):
        words = await fill_text(uow, dialog, text, spoken_with(contact, organization))
        await bot.send_message(uow, dialog, words, {AUTO_MESSAGE: "closing"})
