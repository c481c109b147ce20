"""Notes on a contact: their authors write, change and delete them."""

from aiogram import Router

from bridge.actions.clients import contact_notes
from bridge.desk.clients.contact_notes import AddNote, DeleteNote, EditNote, RestoreNote, ShowNotes, notes_screen
from bridge.desk.ui.screen import Screen
from bridge.errors import lazy
from bridge.text.texts import _
from handlers.operator.kit.parts import BotPart
from handlers.operator.kit.question_kinds import QuestionData
from handlers.operator.kit.requests import Press, Request, Typed
from handlers.operator.kit.responses import Response
from storage.inbox.questions import QuestionKind

part = BotPart(__name__)


class ContactNoteText(QuestionData):
    """The text of a note; `note_id` is the note that is changed, None for a new one."""

    kind = QuestionKind.CONTACT_NOTE
    about = lazy("the note about the customer")

    dialog_id: int
    note_id: int | None = None


@part.reads(ShowNotes)
async def show_notes(press: Press, button: ShowNotes) -> Screen:
    return await _notes(press, button.dialog_id, page=button.page)


@part.writes(AddNote)
async def ask_new_note(press: Press, button: AddNote) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    return await press.ask(ContactNoteText(dialog_id=dialog.id), _("Write the note; the customer will not see it"))


@part.writes(EditNote)
async def ask_other_words(press: Press, button: EditNote) -> Response:
    dialog = await press.uow.dialogs.get(button.dialog_id)
    (await press.uow.contact_notes.there(button.note_id)).ensure_written_by(press.by.id)
    words = _("Write what the note shall say instead; the customer will not see it")
    return await press.ask(ContactNoteText(dialog_id=dialog.id, note_id=button.note_id), words)


@part.answers(ContactNoteText)
async def write_or_edit(typed: Typed, asked: ContactNoteText) -> Screen:
    if asked.note_id is None:
        await contact_notes.write(typed.uow, asked.dialog_id, typed.words, by=typed.by)
    else:
        await contact_notes.edit(typed.uow, asked.note_id, typed.words, by=typed.by)
    await typed.uow.flush()
    return await _notes(typed, asked.dialog_id)


@part.writes(DeleteNote)
async def delete(press: Press, button: DeleteNote) -> Response:
    note = await contact_notes.delete(press.uow, button.note_id, by=press.by)
    await press.uow.flush()
    return Response(await _notes(press, button.dialog_id, deleted_id=note.id), _("The note is deleted"))


@part.writes(RestoreNote)
async def restore(press: Press, button: RestoreNote) -> Response:
    await contact_notes.restore(press.uow, button.note_id, by=press.by)
    await press.uow.flush()
    return Response(await _notes(press, button.dialog_id), _("The note is back"))


async def _notes(request: Request, dialog_id: int, *, page: int = 0, deleted_id: int | None = None) -> Screen:
    viewer_id, zone = request.by.id, request.zone
    return await notes_screen(request.uow, dialog_id, viewer_id=viewer_id, zone=zone, page=page, deleted_id=deleted_id)


def router() -> Router:
    return part.router()
