"""The audit: every change records an event."""

from typing import Any

from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.dialogs import Dialog
from storage.reports.events import Event, EventKind


def record_event(
    uow: UnitOfWork, kind: EventKind, *, by: int | None = None, dialog_id: int | None = None, **data: Any
) -> None:
    """Record an event; `by` is the employee's id, None for a customer or the system."""
    dialog = uow.dialogs.at_hand(dialog_id)
    department_id = dialog.department_id if dialog else None
    uow.add(Event(kind=kind, employee_id=by, dialog_id=dialog_id, department_id=department_id, data=data, at=uow.now))


def record_answer(uow: UnitOfWork, dialog: Dialog, *, by: int | None, message_id: int) -> None:
    """Record an answer and how long the customer has waited. The dialog must still have its `waiting_since`."""
    since, waited = dialog.waiting_since, None
    if since is not None:
        waited = max(int((uow.now - since).total_seconds()), 0)
    uow.add(
        Event(
            kind=EventKind.ANSWERED,
            employee_id=by,
            dialog_id=dialog.id,
            department_id=dialog.department_id,
            waited=waited,
            is_first=since is not None and since == dialog.opened_at,
            data={"message_id": message_id},
            at=uow.now,
        )
    )
