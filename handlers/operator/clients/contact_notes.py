"""Notes about a customer: written, changed and deleted by whoever wrote them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bridge.actions.clients import contact_notes
from bridge.desk.clients.contact_notes import AddNote, DeleteNote, EditNote, RestoreNote, ShowNotes, notes_screen
from bridge.desk.ui.screen import Screen
from bridge.text.texts import _
from handlers.operator.kit.context import Begin, Operator, Place
from handlers.operator.kit.questions import answers_to, ask, forget, question_screen
from handlers.operator.kit.responder import Responder
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind


async def show_notes(
    query: CallbackQuery, callback_data: ShowNotes, operator: Operator, database: Database, responder: Responder
) -> None:
    async with database.read(operator.organization_id) as uow:
        screen = await _notes(uow, callback_data.dialog_id, operator, page=callback_data.page)
    await responder.redraw(query, screen)
    await responder.toast(query)


async def ask_words(
    query: CallbackQuery,
    callback_data: AddNote | EditNote,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    note_id = callback_data.note_id if isinstance(callback_data, EditNote) else None
    async with begin() as uow:
        dialog = await uow.dialogs.get(callback_data.dialog_id)
        if note_id is not None:
            (await uow.contact_notes.there(note_id)).ensure_written_by(operator.employee_id)
        await ask(uow, place, operator, QuestionKind.CONTACT_NOTE, dialog_id=dialog.id, note_id=note_id)
    await responder.toast(query)
    words = _("Write the note; the customer will not see it")
    if note_id is not None:
        words = _("Write what the note shall say instead; the customer will not see it")
    await responder.show(question_screen(words, place, operator))


async def take_words(
    message: Message,
    question: Question,
    words: str,
    operator: Operator,
    place: Place,
    begin: Begin,
    responder: Responder,
) -> None:
    dialog_id, note_id = question.data["dialog_id"], question.data["note_id"]
    async with begin() as uow:
        by = await operator.employee(uow)
        if note_id is None:
            await contact_notes.write(uow, dialog_id, words, by=by)
        else:
            await contact_notes.edit(uow, note_id, words, by=by)
        await forget(uow, place, operator)
        await uow.flush()
        screen = await _notes(uow, dialog_id, operator)
    await responder.show(screen)


async def delete_or_restore(
    query: CallbackQuery,
    callback_data: DeleteNote | RestoreNote,
    operator: Operator,
    begin: Begin,
    responder: Responder,
) -> None:
    is_deleted = isinstance(callback_data, DeleteNote)
    act = contact_notes.delete if is_deleted else contact_notes.restore
    async with begin() as uow:
        note = await act(uow, callback_data.note_id, by=await operator.employee(uow))
        await uow.flush()
        screen = await _notes(uow, callback_data.dialog_id, operator, deleted_id=note.id if is_deleted else None)
    await responder.redraw(query, screen)
    await responder.toast(query, _("The note is deleted") if is_deleted else _("The note is back"))


async def _notes(
    uow: UnitOfWork, dialog_id: int, operator: Operator, *, page: int = 0, deleted_id: int | None = None
) -> Screen:
    viewer_id, zone = operator.employee_id, operator.time_zone
    return await notes_screen(uow, dialog_id, viewer_id=viewer_id, zone=zone, page=page, deleted_id=deleted_id)


def router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show_notes, ShowNotes.filter())
    for button in (AddNote, EditNote):
        router.callback_query.register(ask_words, button.filter())
    for changed in (DeleteNote, RestoreNote):
        router.callback_query.register(delete_or_restore, changed.filter())
    router.message.register(take_words, answers_to(QuestionKind.CONTACT_NOTE))
    return router
