"""Topics in private chats: those of dialogs that have been in the archive for long are deleted."""

from datetime import datetime

from bridge.actions.delivery import desk
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window


class SweepPayload(Payload, kind="sweep", rank=Rank.TITLE, key="sweep:{window_id}"):
    """The topic of a dialog that has been in the archive for long goes."""

    thread_id: int


async def sweep(uow: UnitOfWork, window_id: int, before: datetime) -> None:
    """Have the window's topic deleted, unless somebody has looked there since that moment.

    The dialog itself, and all that was said in it, stays.
    """
    window = await uow.windows.get(window_id)
    if await is_used(uow, window, since=before):
        return
    await desk.put_into(uow, SweepPayload(window.thread_id or 0), window)


async def is_used(uow: UnitOfWork, window: Window, *, since: datetime) -> bool:
    """Whether somebody works in the window: its dialog is open, they have looked since, or an answer waits."""
    dialog = await uow.dialogs.get(window.dialog_id)
    return dialog.is_open or window.opened_at >= since or bool(await uow.messages.awaiting_confirmation(dialog.id))


async def finish_sweep(uow: UnitOfWork, window: Window, thread_id: int) -> None:
    """The topic is gone, and every copy in it; should the dialog have come back meanwhile, it goes on in another."""
    dialog = await uow.dialogs.lock(window.dialog_id)
    if window.thread_id != thread_id:
        return
    uow.windows.forget_topic(window)
    await uow.windows.forget_copies(window.id)
    if dialog.is_open and window.is_live:
        await desk.begin_anew(uow, window)
    else:
        window.is_live = False
