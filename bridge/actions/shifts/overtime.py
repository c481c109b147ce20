"""Overtime: an employee who is off duty answers all the same."""

from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.shifts.shifts import Shift

# An employee who does this wants to handle the dialog now.
TAKING_EVENTS = (EventKind.DIALOG_TAKEN, EventKind.DIALOG_TRANSFERRED, EventKind.DIALOG_REOPENED)


async def is_at_it(uow: UnitOfWork, dialog_id: int, shift: Shift) -> bool:
    """Whether the employee has taken the dialog or answered in it since the shift ended."""
    done = [
        event.at
        for event in await uow.events.about([dialog_id], TAKING_EVENTS)
        if event.employee_id == shift.employee_id
    ]
    newest = await uow.messages.newest(dialog_id)
    answers = [message.created_at for message in newest if message.employee_id == shift.employee_id]
    return any(at >= shift.settled_at for at in done + answers)
