"""Scheduled messages: they are written, timed, changed, cancelled, and sent at their time.

A scheduled message is sent as its author's answer. When something has happened that its author may not expect, the
author confirms it first.
"""

from datetime import datetime, timedelta
from typing import Any

from bridge.actions.delivery import desk
from bridge.actions.inbox import windows
from bridge.actions.inbox.snoozes import TimeIsOver
from bridge.actions.messages import draft_data, messages
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.messages import ConfirmationReason
from bridge.actions.reports import audit
from bridge.channel import MAX_ALBUM_SIZE
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog, DialogClosed
from storage.inbox.windows import Layout, Window
from storage.messages.messages import Message, MessageKind
from storage.messages.scheduled_messages import NEVER, ScheduledMessage, ScheduledState, StaleScheduled
from storage.reports.events import EventKind
from storage.team.employees import Employee
from storage.team.sign_ins import SignIn

# A message that is later than this, because the program did not run, needs a confirmation.
MAX_LATENESS = timedelta(hours=1)
# How many letters of a message a notice quotes.
EXCERPT_LENGTH = 80


class CannotWait(Refusal):
    text = lazy("A live location cannot be sent later: by then it shows where you were. Nothing was kept")


class EmptyScheduledMessage(Refusal):
    text = lazy("There is nothing in this message, so nothing was kept")


class NoWayToShow(Refusal):
    text = lazy("This dialog cannot be opened for you now, so nothing was sent")


async def write(
    uow: UnitOfWork, window: Window, draft: Draft, *, by: Employee, due_at: datetime | None = None
) -> ScheduledMessage:
    """Store a message that is to leave later; only its author sees it until they confirm its content and its time.

    Raises:
        CannotWait: it is a live location.
        EmptyScheduledMessage: it has no text.
        TimeIsOver: the moment has passed.
        DialogClosed: the dialog is in the archive.
    """
    dialog = await uow.dialogs.get(window.dialog_id)
    if not dialog.is_open:
        raise DialogClosed
    scheduled = ScheduledMessage(
        dialog_id=dialog.id,
        author_id=by.id,
        chat_id=window.chat_id,
        items=[_draft_data(draft)],
        album=draft.album,
        reply_to_id=draft.reply_to_id,
        due_at=_ahead(uow, due_at) if due_at is not None else NEVER,
        created_at=uow.now,
    )
    uow.add(scheduled)
    await uow.flush()
    return scheduled


async def refuse_album(uow: UnitOfWork, window: Window, draft: Draft, *, by: Employee) -> None:
    """Store a refused album, so that its further messages join the refusal and do not reach the customer."""
    refused = ScheduledMessage(
        dialog_id=window.dialog_id,
        author_id=by.id,
        chat_id=window.chat_id,
        items=[draft_data.draft_data(draft)],
        album=draft.album,
        state=ScheduledState.CANCELLED,
        created_at=uow.now,
    )
    uow.add(refused)
    await uow.flush()


async def join_album(uow: UnitOfWork, scheduled_id: int, draft: Draft, *, by: Employee) -> ScheduledMessage:
    """Add a further message of the album to a scheduled message."""
    scheduled = await _own(uow, scheduled_id, by=by)
    # The author sees the album grow without any action of their own, so the version stays and their buttons stay valid.
    scheduled.items = [*scheduled.items, _draft_data(draft)][:MAX_ALBUM_SIZE]
    return scheduled


async def rewrite(uow: UnitOfWork, scheduled_id: int, draft: Draft, *, by: Employee) -> ScheduledMessage:
    """Replace the content of a scheduled message. A new text replaces the text only; the files stay.

    Raises:
        StaleScheduled, SomebodyElses, CannotWait, EmptyScheduledMessage
    """
    scheduled = await _own(uow, scheduled_id, by=by)
    if draft.kind is MessageKind.TEXT and scheduled.items[0]["file"]:
        scheduled.say(draft_data.with_words(scheduled.items, draft.text, draft.entities), album=scheduled.album)
    else:
        scheduled.say([_draft_data(draft)], album=draft.album)
    await _changed(uow, scheduled, by=by, what="text")
    return scheduled


async def schedule(
    uow: UnitOfWork,
    scheduled_id: int,
    due_at: datetime,
    *,
    by: Employee,
    version: int | None = None,
    screen_window_id: int | None = None,
) -> ScheduledMessage:
    """Set when the message leaves.

    Raises:
        StaleScheduled, SomebodyElses, TimeIsOver
    """
    scheduled = await _own(uow, scheduled_id, by=by, version=version)
    scheduled.schedule(_ahead(uow, due_at))
    await _changed(uow, scheduled, by=by, what="time", screen_window_id=screen_window_id)
    return scheduled


async def set_unless_heard(
    uow: UnitOfWork,
    scheduled_id: int,
    *,
    unless_heard: bool,
    by: Employee,
    version: int,
    screen_window_id: int | None = None,
) -> ScheduledMessage:
    """Set whether the message is cancelled when the customer writes before its time.

    Raises:
        StaleScheduled, SomebodyElses
    """
    scheduled = await _own(uow, scheduled_id, by=by, version=version)
    scheduled.turn(unless_heard=unless_heard)
    await _changed(uow, scheduled, by=by, what="unless_heard", screen_window_id=screen_window_id)
    return scheduled


async def confirm(
    uow: UnitOfWork, scheduled_id: int, *, by: Employee, version: int, screen_window_id: int | None = None
) -> ScheduledMessage:
    """Confirm a draft; from now on it waits for its time.

    Raises:
        StaleScheduled, SomebodyElses, NoTime, TimeIsOver, DialogClosed
    """
    scheduled = await _own(uow, scheduled_id, by=by, version=version)
    if not scheduled.is_draft:
        raise StaleScheduled
    _ahead(uow, scheduled.due_at)
    scheduled.wait()
    dialog = await _look(uow, scheduled)
    if not dialog.is_open:
        raise DialogClosed
    _note(uow, EventKind.MESSAGE_SCHEDULED, scheduled, by=by, due_at=scheduled.due_at.isoformat())
    await windows.repaint(uow, dialog, screen_window_id=screen_window_id)
    return scheduled


async def cancel(
    uow: UnitOfWork, scheduled_id: int, *, by: Employee, version: int, screen_window_id: int | None = None
) -> ScheduledMessage:
    """Cancel a scheduled message.

    Raises:
        StaleScheduled, SomebodyElses
    """
    scheduled = await uow.scheduled_messages.lock(scheduled_id)
    scheduled.ensure_cancellable_by(by)
    scheduled.ensure_open(version)
    was_draft = scheduled.is_draft
    scheduled.become(ScheduledState.CANCELLED)
    if not was_draft:
        _note(uow, EventKind.SCHEDULED_CANCELLED, scheduled, by=by)
        await windows.repaint(uow, await uow.dialogs.get(scheduled.dialog_id), screen_window_id=screen_window_id)
    return scheduled


async def restore(
    uow: UnitOfWork, scheduled_id: int, *, by: Employee, version: int, screen_window_id: int | None = None
) -> ScheduledMessage:
    """Restore a cancelled message; it leaves at its former time.

    Raises:
        StaleScheduled, SomebodyElses, NoTime, TimeIsOver
    """
    scheduled = await uow.scheduled_messages.lock(scheduled_id)
    scheduled.ensure_cancellable_by(by)
    if scheduled.state is not ScheduledState.CANCELLED or scheduled.version != version:
        raise StaleScheduled
    _ahead(uow, scheduled.due_at)
    scheduled.wait()
    if not scheduled.after_id:
        # It was cancelled before its author had confirmed it.
        await _look(uow, scheduled)
    _note(uow, EventKind.MESSAGE_SCHEDULED, scheduled, by=by, due_at=scheduled.due_at.isoformat())
    await windows.repaint(uow, await uow.dialogs.get(scheduled.dialog_id), screen_window_id=screen_window_id)
    return scheduled


async def send_now(uow: UnitOfWork, scheduled_id: int, *, by: Employee, sign_in: SignIn, version: int) -> list[Message]:
    """Send the message at once, as if its author had just typed it.

    Raises:
        StaleScheduled, SomebodyElses, NoWayToShow
    """
    scheduled = await _own(uow, scheduled_id, by=by, version=version)
    dialog = await uow.dialogs.lock(scheduled.dialog_id)
    window = await _window(uow, scheduled, dialog)
    if window is None:
        raise NoWayToShow
    scheduled.become(ScheduledState.GONE)
    sent = [await messages.reply(uow, window, draft, by=by, sign_in=sign_in) for draft in _drafts(scheduled, window)]
    _note(uow, EventKind.SCHEDULED_SENT, scheduled, by=by, message_id=sent[0].id)
    await windows.repaint(uow, dialog)
    return sent


async def send_due(uow: UnitOfWork, scheduled_id: int) -> bool:
    """Send a due message, or ask its author. Returns False when another worker has done so or it waits no more."""
    if not await uow.scheduled_messages.claim_due(scheduled_id, uow.now):
        return False
    scheduled = await uow.scheduled_messages.lock(scheduled_id)
    dialog = await uow.dialogs.lock(scheduled.dialog_id)
    window = await _window(uow, scheduled, dialog)
    why = await _why_not(uow, scheduled, dialog)
    if why is ConfirmationReason.WROTE and scheduled.unless_heard:
        await _call_off(uow, scheduled, window)
    elif window is None:
        await _get_stuck(uow, scheduled)
    else:
        await _leave(uow, scheduled, dialog, window, why)
    await windows.repaint(uow, dialog)
    return True


async def set_aside(uow: UnitOfWork, scheduled_id: int) -> None:
    """Mark a due message that failed for an unforeseen reason as stuck.

    Its author decides, and it is not tried again.
    """
    if await uow.scheduled_messages.claim_due(scheduled_id, uow.now):
        await _get_stuck(uow, await uow.scheduled_messages.lock(scheduled_id))


async def _leave(
    uow: UnitOfWork, scheduled: ScheduledMessage, dialog: Dialog, window: Window, why: ConfirmationReason | None
) -> None:
    author = await uow.employees.get(scheduled.author_id)
    sent = []
    for draft in _drafts(scheduled, window):
        if why is None:
            sent.append(await messages.send(uow, dialog, window, draft, by=author))
        else:
            sent.append(await messages.require_confirmation(uow, window, draft, {"held": why}, by=author))
    kind = EventKind.SCHEDULED_SENT if why is None else EventKind.SCHEDULED_NEEDS_CONFIRMATION
    _note(uow, kind, scheduled, message_id=sent[0].id, why=why)


async def _why_not(uow: UnitOfWork, scheduled: ScheduledMessage, dialog: Dialog) -> ConfirmationReason | None:
    """What has happened since its author last looked at the dialog; None when the message may leave."""
    if (await uow.contacts.get(dialog.contact_id)).blocked_at is not None:
        return ConfirmationReason.BLOCKED
    if not dialog.is_open:
        return ConfirmationReason.CLOSED
    if await uow.messages.heard_after(dialog.id, scheduled.after_id):
        return ConfirmationReason.WROTE
    if dialog.assignee_id not in (scheduled.author_id, scheduled.responsible_id):
        return ConfirmationReason.ANOTHERS if dialog.assignee_id else ConfirmationReason.QUEUED
    if uow.now - scheduled.due_at > MAX_LATENESS:
        return ConfirmationReason.LATE
    return None


async def _call_off(uow: UnitOfWork, scheduled: ScheduledMessage, window: Window | None) -> None:
    scheduled.become(ScheduledState.CANCELLED)
    _note(uow, EventKind.SCHEDULED_CANCELLED, scheduled, why=ConfirmationReason.WROTE)
    if window is not None:
        words = lazy("🕒 The scheduled message was not sent, because the customer has written: “{words}”")
        await desk.send_topic_notice(uow, window, words, words=_told(scheduled))


async def _get_stuck(uow: UnitOfWork, scheduled: ScheduledMessage) -> None:
    """Mark the message as stuck. Its author sees it in their list, and the employees who answer the dialog are told."""
    scheduled.become(ScheduledState.STUCK)
    _note(uow, EventKind.SCHEDULED_NEEDS_CONFIRMATION, scheduled, why="stuck")
    author = await uow.employees.get(scheduled.author_id)
    for window in await uow.windows.of_dialog(scheduled.dialog_id, live=True):
        words = lazy("🕒 The message that {name} has scheduled was not sent; in /later they can decide: “{words}”")
        await desk.send_topic_notice(uow, window, words, name=author.name, words=_told(scheduled))


async def _window(uow: UnitOfWork, scheduled: ScheduledMessage, dialog: Dialog) -> Window | None:
    """The window where the author sees the message leave; None when they see no window.

    Live windows are preferred, and among them the one where the message was written.
    """
    author = await uow.employees.get(scheduled.author_id)
    if not author.is_active or not await windows.reaches(uow, dialog, author.id):
        return None
    if not (theirs := await _theirs(uow, dialog, author)):
        await windows.open_for(uow, dialog, author.id)
        theirs = await _theirs(uow, dialog, author)
    return max(theirs, key=lambda it: (it.is_live, it.chat_id == scheduled.chat_id), default=None)


async def _theirs(uow: UnitOfWork, dialog: Dialog, author: Employee) -> list[Window]:
    """The dialog's windows that the author can see."""
    forum = await uow.forums.usable_of(dialog.department_id)
    chats = {it.chat_id for it in await uow.sign_ins.of_employee(author.id) if it.blocked_at is None}
    if forum is not None:
        chats.add(forum.chat_id)
    shown = [window for window in await uow.windows.of_dialog(dialog.id) if window.chat_id in chats]
    return [window for window in shown if window.layout is Layout.FORUM or window.employee_id == author.id]


def _drafts(scheduled: ScheduledMessage, window: Window) -> list[Draft]:
    album = f"scheduled:{scheduled.id}" if len(scheduled.items) > 1 else None
    return [
        draft_data.draft_of(item, chat_id=window.chat_id, album=album, reply_to_id=scheduled.reply_to_id)
        for item in scheduled.items
    ]


def _draft_data(draft: Draft) -> draft_data.DraftData:
    if "live_period" in draft.data:
        raise CannotWait
    if draft.kind is MessageKind.TEXT and not draft.text.strip():
        raise EmptyScheduledMessage
    return draft_data.draft_data(draft)


def _ahead(uow: UnitOfWork, at: datetime) -> datetime:
    if at <= uow.now:
        raise TimeIsOver
    return at


async def _own(uow: UnitOfWork, scheduled_id: int, *, by: Employee, version: int | None = None) -> ScheduledMessage:
    scheduled = await uow.scheduled_messages.lock(scheduled_id)
    scheduled.ensure_changeable_by(by)
    scheduled.ensure_open(version)
    return scheduled


async def _look(uow: UnitOfWork, scheduled: ScheduledMessage) -> Dialog:
    """Store what the author knows of the dialog now; later changes may surprise them."""
    dialog = await uow.dialogs.lock(scheduled.dialog_id)
    scheduled.responsible_id = dialog.assignee_id
    scheduled.after_id = await uow.templates.newest_word(dialog.id)
    return dialog


async def _changed(
    uow: UnitOfWork, scheduled: ScheduledMessage, *, by: Employee, what: str, screen_window_id: int | None = None
) -> None:
    if scheduled.is_draft:
        return
    dialog = await _look(uow, scheduled)
    _note(uow, EventKind.SCHEDULED_CHANGED, scheduled, by=by, what=what)
    await windows.repaint(uow, dialog, screen_window_id=screen_window_id)


def _told(scheduled: ScheduledMessage) -> str:
    words = " ".join(next((item["text"] for item in scheduled.items if item["text"]), "…").split())
    return words if len(words) <= EXCERPT_LENGTH else words[:EXCERPT_LENGTH].rstrip() + "…"


def _note(
    uow: UnitOfWork, kind: EventKind, scheduled: ScheduledMessage, *, by: Employee | None = None, **more: Any
) -> None:
    by_id = by.id if by else None
    audit.record_event(uow, kind, by=by_id, dialog_id=scheduled.dialog_id, scheduled_id=scheduled.id, **more)
