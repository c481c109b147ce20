"""Notes: employees write them to each other in a dialog. A note is never sent to the customer."""

from collections.abc import Collection

from bridge.actions.delivery import desk
from bridge.actions.inbox import windows
from bridge.actions.messages import albums, drafts, mentions, undos
from bridge.actions.messages.drafts import Draft
from bridge.actions.messages.messages import awaiting_confirmation
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Layout, Window
from storage.messages.messages import DeliveryState, Message
from storage.messages.undos import is_revocable
from storage.reports.events import EventKind
from storage.team.employees import Employee


class EmptyNote(Refusal):
    text = lazy("Nothing was noted: write the note's words behind //")


async def write(
    uow: UnitOfWork, window: Window, draft: Draft, *, by: Employee, picked: Collection[int] = ()
) -> Message:
    """Store what an operator wrote as a note. It changes neither the responsible nor the customer's waiting time.

    Args:
        picked: ids of employees to tell besides those that the text mentions.

    Raises:
        EmptyNote: the note has neither a text nor a file.
    """
    if not draft.text.strip() and draft.file is None:
        raise EmptyNote
    if (taken := await drafts.find_message(uow, draft)) is not None:
        return taken
    note = await drafts.write_message(uow, window, draft, by=by)
    await _keep(uow, note, window, picked=picked)
    await _take_along(uow, note)
    return note


async def _take_along(uow: UnitOfWork, note: Message) -> None:
    """Make the messages of the note's album that have not left yet notes too."""
    for mate in await albums.messages_of_album_in(uow, note, DeliveryState.NEEDS_CONFIRMATION, DeliveryState.QUEUED):
        if mate.state is DeliveryState.NEEDS_CONFIRMATION or await albums.is_waiting(uow, mate):
            mate.keep_inside()
            if is_revocable(mate):
                await undos.drop_message(uow, mate)


async def keep(uow: UnitOfWork, message_id: int, *, by: Employee) -> Message:
    """Turn an unconfirmed message into a note («Сделать заметкой»).

    Raises:
        AlreadyDecided: the message was sent or discarded.
    """
    note = await awaiting_confirmation(uow, message_id, by=by)
    for mate in await albums.messages_of_album_in(uow, note, DeliveryState.NEEDS_CONFIRMATION):
        original = await uow.windows.original_of(mate.id)
        await _keep(uow, mate, await uow.windows.get(original.window_id) if original else None)
    return note


async def _keep(uow: UnitOfWork, note: Message, window: Window | None, *, picked: Collection[int] = ()) -> None:
    note.keep_inside()
    audit.record_event(uow, EventKind.NOTED, by=note.employee_id, dialog_id=note.dialog_id, message_id=note.id)
    await uow.flush()
    await windows.mirror(uow, note, except_in=window.id if window else None)
    await desk.show_delivery_state(uow, note)
    await mentions.notify_named(uow, note, window, picked=picked)
    if window is not None and window.layout is Layout.REPLIES:
        dialog = await uow.dialogs.get(note.dialog_id)
        contact = await uow.contacts.get(dialog.contact_id)
        await desk.send_topic_notice(uow, window, lazy("🔒 Noted: {name} does not see it"), name=contact.title)
