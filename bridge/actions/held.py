"""What is held for whoever is off duty, where the organization wants that: copies of messages, in a lane of their own
that waits for the shift."""

from collections.abc import Iterable
from datetime import datetime

from bridge.actions import outbox
from storage.deliveries import Delivery
from storage.hours import ALWAYS
from storage.shift_rules import OffDuty
from storage.unit_of_work import UnitOfWork
from storage.windows import Window


def lane(chat_id: int) -> str:
    return f"desk-held:{chat_id}"


async def until(uow: UnitOfWork, windows: Iterable[Window]) -> dict[int, datetime]:
    """The windows of whoever is off duty, by id, with when they come; who never comes is shown everything at once."""
    absent = await uow.shifts.off_duty()
    away = {window.id: window.employee_id for window in windows if window.employee_id in absent}
    if not away or (await uow.shift_rules.current()).off_duty is not OffDuty.HELD:
        return {}
    hours = await uow.schedules.hours_of_many(set(away.values()) - {None})
    found = {window_id: hours.get(employee_id or 0, ALWAYS) for window_id, employee_id in away.items()}
    starts = {window_id: each.next_start(uow.now) for window_id, each in found.items() if not each.is_on(uow.now)}
    return {window_id: start for window_id, start in starts.items() if start is not None}


def keep(copy: Delivery, window: Window, moment: datetime | None) -> None:
    """Have a copy wait until that moment; None for not at all."""
    if moment is not None:
        copy.lane, copy.not_before = lane(window.chat_id), moment


async def release(uow: UnitOfWork, chat_id: int) -> None:
    """Show what was held in a chat: whoever reads there is at work, or looks by themselves."""
    for delivery in await uow.deliveries.waiting_in(lane(chat_id)):
        outbox.move(uow, delivery, None)
