"""Deferred copies: copies of messages for employees who are off duty, in organizations that want this.

They use a lane of their own, which waits for the shift.
"""

from collections.abc import Iterable
from datetime import datetime

from bridge.actions.delivery import outbox
from bridge.actions.delivery.desk import is_silent_copy
from bridge.actions.shifts import overtime
from storage.delivery.deliveries import Delivery
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.windows import Window
from storage.shifts.hours import ALWAYS
from storage.shifts.shift_rules import OffDuty


def lane(chat_id: int) -> str:
    return f"desk-held:{chat_id}"


async def deferred_until(uow: UnitOfWork, windows: Iterable[Window]) -> dict[int, datetime]:
    """The start of the next shift for each window whose employee is off duty, by the window's id.

    Employees without a next shift, and employees who work overtime in the dialog, get their copies at once.
    """
    absent = await uow.shifts.off_duty()
    away = [window for window in windows if window.employee_id in absent]
    if not away or (await uow.shift_rules.current()).off_duty is not OffDuty.DEFERRED:
        return {}
    away = [window for window in away if not await _is_at_it(uow, window)]
    hours = await uow.schedules.hours_of_many({window.employee_id or 0 for window in away})
    found = {window.id: hours.get(window.employee_id or 0, ALWAYS) for window in away}
    starts = {window_id: each.next_start(uow.now) for window_id, each in found.items() if not each.is_on(uow.now)}
    return {window_id: start for window_id, start in starts.items() if start is not None}


async def _is_at_it(uow: UnitOfWork, window: Window) -> bool:
    return await overtime.is_at_it(uow, window.dialog_id, await uow.shifts.get(window.employee_id or 0))


def defer(copy: Delivery, window: Window, moment: datetime | None) -> None:
    """Make a copy wait until that moment; None means that it does not wait."""
    if moment is not None:
        copy.lane, copy.not_before = lane(window.chat_id), moment


async def release(uow: UnitOfWork, chat_id: int) -> list[Delivery]:
    """Release the deferred copies of a chat, because its employee is at work or looks at it. Returns them."""
    released = await uow.deliveries.waiting_in(lane(chat_id))
    for delivery in released:
        outbox.move(uow, delivery, None)
    return released


async def release_unseen(uow: UnitOfWork, window: Window, *, from_id: int) -> bool:
    """Release the deferred copies of an employee who writes while off duty.

    Returns whether any of them is a message of this window's customer.
    """
    if from_id not in await uow.shifts.off_duty():
        return False
    released = await release(uow, window.chat_id)
    return any(copy.window_id == window.id and not is_silent_copy(copy) for copy in released)
