"""Sign-out: an employee leaves, is signed out by an administrator, or cannot be reached in a chat for a while."""

from datetime import datetime

from bridge.actions.delivery import desk, outbox, unheard
from bridge.actions.inbox import dialogs
from bridge.actions.reports import audit
from bridge.actions.shifts import deferred_copies
from bridge.actions.team import sign_in
from bridge.errors import NotFound
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee
from storage.team.sign_ins import SignIn


async def leave(uow: UnitOfWork, sign_in_id: int, *, by: Employee) -> int:
    """End an own sign-in. Returns how many dialogs went back to their queues.

    Raises:
        NotFound: it is another employee's sign-in.
        SignInEnded: it has ended already.
    """
    own = await uow.sign_ins.lock(sign_in_id)
    if own.employee_id != by.id:
        raise NotFound
    returned = await _end(uow, own)
    audit.record_event(uow, EventKind.SIGNED_OUT, by=by.id, sign_in_id=own.id, telegram_user_id=own.telegram_user_id)
    return returned


async def revoke(uow: UnitOfWork, sign_in_id: int, *, by: Employee) -> SignIn:
    """End any employee's sign-in; only administrators may do so.

    Raises:
        AdminsOnly: `by` is no administrator.
        SignInEnded: it has ended already.
    """
    by.ensure_admin()
    ended = await uow.sign_ins.lock(sign_in_id)
    await _end(uow, ended)
    ended.is_revoked = True
    who = {"employee_id": ended.employee_id, "telegram_user_id": ended.telegram_user_id}
    audit.record_event(uow, EventKind.SIGN_IN_REVOKED, by=by.id, sign_in_id=ended.id, who=who)
    return ended


async def lose(uow: UnitOfWork, sign_in_id: int) -> None:
    """Mark a chat as unreachable, because the operator has blocked the bot."""
    lost = await uow.sign_ins.lock(sign_in_id)
    if lost.ended_at is not None or lost.blocked_at is not None:
        return
    lost.blocked_at = uow.now
    for window in await uow.windows.in_chat(lost.chat_id):
        window.is_live = False
    await _release(uow, lost.employee_id)


async def regain(uow: UnitOfWork, sign_in_id: int, *, wrote_at: datetime | None = None) -> None:
    """Mark a chat as reachable again and show there what waits for the operator.

    Args:
        wrote_at: when the operator wrote what proves it; a message from before the block proves nothing.
    """
    found = await uow.sign_ins.lock(sign_in_id)
    if found.blocked_at is not None and wrote_at is not None and wrote_at < found.blocked_at:
        return
    if found.ended_at is None and found.blocked_at is not None:
        found.blocked_at = None
        await sign_in.show_waiting_dialogs(uow, found)


async def _end(uow: UnitOfWork, ended: SignIn) -> int:
    ended.end(uow.now)
    await uow.questions.forget_all(ended.chat_id)
    # The account may be somebody else's now, who must not read what customers wrote meanwhile.
    chat_id = ended.chat_id
    untold = [
        one
        for lane in (desk.lane(chat_id), deferred_copies.lane(chat_id))
        for one in await uow.deliveries.waiting_in(lane)
    ]
    for delivery in untold:
        outbox.withdraw(uow, delivery)
    returned = await _release(uow, ended.employee_id)
    await _clear(uow, ended.chat_id)
    for delivery in untold:
        await unheard.tell_others(uow, delivery)
    return returned


async def _release(uow: UnitOfWork, employee_id: int) -> int:
    """Put the employee's dialogs back into their queues, unless they can be reached in another chat."""
    if any(other.blocked_at is None for other in await uow.sign_ins.of_employee(employee_id)):
        return 0
    return await dialogs.requeue_all(uow, employee_id)


async def _clear(uow: UnitOfWork, chat_id: int) -> None:
    """Close the windows in the chat and withdraw its offers."""
    for window in await uow.windows.in_chat(chat_id):
        if window.is_live:
            window.is_live = False
            await desk.paint_card(uow, window)
    for offer in await uow.windows.live_offers_in(chat_id):
        offer.is_live = False
        await desk.show_offer(uow, offer)
