"""Overtime: who is off duty and answers all the same."""

from storage.events import EventKind
from storage.shifts import Shift
from storage.unit_of_work import UnitOfWork


async def is_at_it(uow: UnitOfWork, dialog_id: int, shift: Shift) -> bool:
    """Whether the employee has taken the dialog or answered in it since the shift was over."""
    handed = await uow.events.about([dialog_id], [EventKind.DIALOG_TAKEN, EventKind.DIALOG_TRANSFERRED])
    said = [each for each in await uow.messages.newest(dialog_id) if each.employee_id == shift.employee_id]
    latest = [event.at for event in handed[:1]] + [message.created_at for message in said]
    return any(at >= shift.settled_at for at in latest)
