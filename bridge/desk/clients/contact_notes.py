"""Notes on a contact: the newest are on the client card, all of them have their own pages."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from aiogram.utils.text_decorations import html_decoration as html

from bridge.desk.ui.callbacks import Number, ShowClient
from bridge.desk.ui.paging import last_page, turning
from bridge.desk.ui.screen import Screen, back, button
from bridge.text.texts import _, short_time
from storage.clients.contact_notes import ContactNote
from storage.engine.unit_of_work import UnitOfWork

Button = InlineKeyboardButton

# This many whole notes fit into one message.
NOTES_PER_PAGE = 3


class ShowNotes(CallbackData, prefix="clt"):
    dialog_id: Number
    page: Number = 0


class AddNote(CallbackData, prefix="cla"):
    """Ask for the text of a new note."""

    dialog_id: Number


class EditNote(CallbackData, prefix="cle"):
    """Ask for a new text of the note."""

    dialog_id: Number
    note_id: Number


class DeleteNote(CallbackData, prefix="clk"):
    dialog_id: Number
    note_id: Number


class RestoreNote(CallbackData, prefix="clr"):
    dialog_id: Number
    note_id: Number


async def note_lines(uow: UnitOfWork, contact_id: int, *, limit: int, excerpt: int, zone: str) -> list[str]:
    """The newest notes as Telegram HTML, cut to `excerpt` letters."""
    names = {employee.id: employee.name for employee in await uow.employees.ever()}
    notes = await uow.contact_notes.of_contact(contact_id, limit=limit)
    return [_line("📝", note, names, zone, uow, excerpt=excerpt) for note in notes]


async def notes_screen(
    uow: UnitOfWork, dialog_id: int, *, viewer_id: int, zone: str, page: int = 0, deleted_id: int | None = None
) -> Screen:
    """A page of notes, the newest first; the viewer's own notes have buttons to change and delete them.

    Args:
        deleted_id: a note that the viewer has just deleted and can restore.
    """
    contact = await uow.contacts.get((await uow.dialogs.get(dialog_id)).contact_id)
    names = {employee.id: employee.name for employee in await uow.employees.ever()}
    last = last_page(await uow.contact_notes.count(contact.id), NOTES_PER_PAGE)
    page = min(page, last)
    notes = await uow.contact_notes.of_contact(contact.id, offset=page * NOTES_PER_PAGE, limit=NOTES_PER_PAGE)
    numbered = list(enumerate(notes, start=page * NOTES_PER_PAGE + 1))
    lines = [_line(f"{number}.", note, names, zone, uow) for number, note in numbered]
    rows = [_own(dialog_id, number, note) for number, note in numbered if note.employee_id == viewer_id]
    if deleted_id is not None:
        undo = RestoreNote(dialog_id=dialog_id, note_id=deleted_id)
        rows.append([button("↩️ " + _("Undo the deletion"), undo)])
    if last:
        rows.append(turning(page, last, lambda to: ShowNotes(dialog_id=dialog_id, page=to)))
    rows.append([button("➕ " + _("Add a note"), AddNote(dialog_id=dialog_id))])
    rows.append([back(ShowClient(dialog_id=dialog_id))])
    head = "📝 " + html.bold(html.quote(_("Notes about {name}").format(name=contact.title)))
    body = lines or [html.quote(_("Nothing was noted yet. The customer never sees notes"))]
    return Screen("\n\n".join([head, *body]), rows)


def _own(dialog_id: int, number: int, note: ContactNote) -> list[Button]:
    row = {"dialog_id": dialog_id, "note_id": note.id}
    return [button(f"✏️ {number}", EditNote(**row)), button(f"🗑 {number}", DeleteNote(**row))]


def _line(
    sign: str, note: ContactNote, names: dict[int, str], zone: str, uow: UnitOfWork, *, excerpt: int | None = None
) -> str:
    text = note.text if excerpt is None or len(note.text) <= excerpt else note.text[:excerpt].rstrip() + "…"
    parts = [names.get(note.employee_id, _("Employee")), short_time(note.created_at, zone, uow.now)]
    if note.edited_at is not None:
        parts.append("✏️ " + _("edited"))
    return f"{sign} {html.quote(text)}\n<i>{html.quote(' · '.join(parts))}</i>"
