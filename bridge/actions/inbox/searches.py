"""Searches: a search is stored, and a found message can be opened in its dialog."""

from bridge.actions.delivery import desk
from bridge.actions.inbox import dialogs
from bridge.errors import NotFound
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.inbox.searches import Search, SearchSubject, typed
from storage.team.employees import Employee


async def begin(uow: UnitOfWork, words: str, subject: SearchSubject | None, *, by: Employee) -> Search:
    """Store a search. Without a `subject` it uses the subject of the employee's previous search.

    Raises:
        NothingToLookFor: the text has no letter and no digit.
        TooMuchToLookFor: the text is too long.
    """
    search = Search(
        employee_id=by.id,
        words=typed(words),
        subject=subject or await subject_of(uow, by.id),
        made_at=uow.now,
    )
    await uow.searches.forget_old(by.id, uow.now)
    uow.add(search)
    await uow.flush()
    return search


async def subject_of(uow: UnitOfWork, employee_id: int) -> SearchSubject:
    newest = await uow.searches.newest(employee_id)
    return newest.subject if newest is not None else SearchSubject.PERSONS


async def open_at(uow: UnitOfWork, search: Search, message_id: int, *, by: Employee, chat_id: int) -> Dialog:
    """Open the dialog of a found message in the private chats of `by`, and show the surrounding messages in that chat.

    Raises:
        NotFound: the message was deleted, or it is hidden and `by` is not a manager.
    """
    message = await uow.messages.get(message_id)
    if message.deleted_at is not None or (message.is_hidden and not by.role.is_manager):
        raise NotFound
    dialog = await dialogs.open_dialog(uow, message.dialog_id, by=by)
    window = await uow.windows.at(dialog.id, chat_id)
    if window is not None:
        await desk.show_found(uow, window, message, search.terms)
    return dialog
