"""The audit: every change leaves an event."""

from typing import Any

from storage.events import Event, EventKind
from storage.unit_of_work import UnitOfWork


def note(uow: UnitOfWork, kind: EventKind, *, by: int | None = None, dialog_id: int | None = None, **data: Any) -> None:
    """Write down that `kind` happened; `by` is the employee's id, None for a customer or the system."""
    uow.add(Event(kind=kind, employee_id=by, dialog_id=dialog_id, data=data, at=uow.now))
