"""What is held for whoever is off duty, where the organization wants that: copies of messages, in a lane of their own
that waits for the shift."""

from collections.abc import Iterable
from datetime import datetime

from bridge.actions import outbox, overtime
from storage.deliveries import Delivery
from storage.hours import ALWAYS
from storage.shift_rules import OffDuty
from storage.unit_of_work import UnitOfWork
from storage.windows import Window


def lane(chat_id: int) -> str:
    return f"desk-held:{chat_id}"


async def until(uow: UnitOfWork, windows: Iterable[Window]) -> dict[int, datetime]:
    """The windows of whoever is off duty, by id, with when they come.

    Who never comes is shown everything at once, and so is who works longer.
    """
    absent = await uow.shifts.off_duty()
    away = [window for window in windows if window.employee_id in absent]
    if not away or (await uow.shift_rules.current()).off_duty is not OffDuty.HELD:
        return {}
    away = [window for window in away if not await _is_at_it(uow, window)]
    hours = await uow.schedules.hours_of_many({window.employee_id or 0 for window in away})
    found = {window.id: hours.get(window.employee_id or 0, ALWAYS) for window in away}
    starts = {window_id: each.next_start(uow.now) for window_id, each in found.items() if not each.is_on(uow.now)}
    return {window_id: start for window_id, start in starts.items() if start is not None}


async def _is_at_it(uow: UnitOfWork, window: Window) -> bool:
    return await overtime.is_at_it(uow, window.dialog_id, await uow.shifts.get(window.employee_id or 0))


def keep(copy: Delivery, window: Window, moment: datetime | None) -> None:
    """Have a copy wait until that moment; None for not at all."""
    if moment is not None:
        copy.lane, copy.not_before = lane(window.chat_id), moment


async def release(uow: UnitOfWork, chat_id: int) -> list[Delivery]:
    """Show what was held in a chat: whoever reads there is at work, or looks by themselves. Returns it."""
    released = await uow.deliveries.waiting_in(lane(chat_id))
    for delivery in released:
        outbox.move(uow, delivery, None)
    return released


async def hid(uow: UnitOfWork, window: Window, *, from_id: int) -> bool:
    """Show whoever writes off duty what was held for them; whether the customer of this window said any of it."""
    if from_id not in await uow.shifts.off_duty():
        return False
    released = await release(uow, window.chat_id)
    return any(copy.window_id == window.id and not copy.body.get("silent") for copy in released)
