"""Topics in private chats: the topics of dialogs that have been in the archive for long are deleted."""

from datetime import datetime

from bridge.actions.delivery import desk
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window


class SweepPayload(Payload, kind="sweep", rank=Rank.TITLE, key="sweep:{window_id}"):
    """Deletes the topic of a dialog that has been in the archive for long."""

    thread_id: int


async def sweep(uow: UnitOfWork, window_id: int, before: datetime) -> None:
    """Queue the deletion of a window's topic, unless somebody has opened the window since `before`.

    The dialog and its messages stay in the database.
    """
    window = await uow.windows.get(window_id)
    if await is_used(uow, window, since=before):
        return
    await desk.put_into(uow, SweepPayload(window.thread_id or 0), window)


async def is_used(uow: UnitOfWork, window: Window, *, since: datetime) -> bool:
    """Whether the window is in use: its dialog is open, it was opened since, or a message needs confirmation."""
    dialog = await uow.dialogs.get(window.dialog_id)
    return dialog.is_open or window.opened_at >= since or bool(await uow.messages.awaiting_confirmation(dialog.id))


async def finish_sweep(uow: UnitOfWork, window: Window, thread_id: int) -> None:
    """Forget a deleted topic and its copies. If the dialog is open again by then, its window gets a new topic."""
    dialog = await uow.dialogs.lock(window.dialog_id)
    if window.thread_id != thread_id:
        return
    uow.windows.forget_topic(window)
    await uow.windows.forget_copies(window.id)
    if dialog.is_open and window.is_live:
        await desk.begin_anew(uow, window)
    else:
        window.is_live = False
