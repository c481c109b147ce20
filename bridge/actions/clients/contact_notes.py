"""Actions on a contact's notes: write, edit, delete, restore."""

from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.clients.contact_notes import MAX_NOTE_LENGTH, ContactNote
from storage.engine.names import NameEmpty
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee


class NoteTooLong(Refusal):
    text = lazy("A note has at most {most} characters, this one has {count}. Nothing was changed")


async def write(uow: UnitOfWork, dialog_id: int, words: str, *, by: Employee) -> ContactNote:
    """Write a note on the customer of a dialog.

    Raises:
        NameEmpty, NoteTooLong: no note was written.
    """
    dialog = await uow.dialogs.get(dialog_id)
    note = ContactNote(contact_id=dialog.contact_id, employee_id=by.id, text=_written(words), created_at=uow.now)
    uow.add(note)
    await uow.flush()
    _note(uow, EventKind.CONTACT_NOTED, note, by=by)
    return note


async def edit(uow: UnitOfWork, note_id: int, words: str, *, by: Employee) -> ContactNote:
    """Change the text of an own note; raises as `write` does."""
    note = await uow.contact_notes.there(note_id)
    note.ensure_written_by(by.id)
    note.text, note.edited_at = _written(words), uow.now
    _note(uow, EventKind.CONTACT_NOTE_EDITED, note, by=by)
    return note


async def delete(uow: UnitOfWork, note_id: int, *, by: Employee) -> ContactNote:
    note = await uow.contact_notes.there(note_id)
    note.ensure_written_by(by.id)
    note.deleted_at = uow.now
    _note(uow, EventKind.CONTACT_NOTE_DELETED, note, by=by)
    return note


async def restore(uow: UnitOfWork, note_id: int, *, by: Employee) -> ContactNote:
    """Bring an own deleted note back."""
    note = await uow.contact_notes.get(note_id)
    note.ensure_written_by(by.id)
    if note.deleted_at is not None:
        note.deleted_at = None
        _note(uow, EventKind.CONTACT_NOTE_RESTORED, note, by=by)
    return note


def _written(words: str) -> str:
    text = words.strip()
    if not text:
        raise NameEmpty
    if len(text) > MAX_NOTE_LENGTH:
        raise NoteTooLong(most=MAX_NOTE_LENGTH, count=len(text))
    return text


def _note(uow: UnitOfWork, kind: EventKind, note: ContactNote, *, by: Employee) -> None:
    audit.record_event(uow, kind, by=by.id, contact_id=note.contact_id, note_id=note.id)
