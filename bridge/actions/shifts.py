"""What follows from hours: an employee comes on duty and goes off it."""

from collections.abc import Iterable

from storage.hours import ALWAYS, WithBreaks
from storage.shifts import BREAK, Shift
from storage.unit_of_work import UnitOfWork


async def follow(uow: UnitOfWork, employee_ids: Iterable[int] | None = None) -> None:
    """Schedules have changed: whoever was known already is looked at anew at once, others from their next change on.

    Args:
        employee_ids: whose hours may be different now; None for everybody's.
    """
    await uow.flush()
    book, known = await uow.schedules.book(), await uow.shifts.all()
    wanted = set(employee_ids) if employee_ids is not None else None
    for employee in await uow.employees.all():
        if wanted is not None and employee.id not in wanted:
            continue
        hours, shift = book.hours_of(employee), known.get(employee.id)
        if shift is not None:
            shift.due_at = uow.now
        elif hours is not ALWAYS:
            whole = WithBreaks(book.by_schedule(employee), BREAK)
            uow.add(
                Shift(
                    employee_id=employee.id,
                    is_on=hours.is_on(uow.now),
                    is_within=whole.is_on(uow.now),
                    due_at=hours.next_change(uow.now),
                    settled_at=uow.now,
                )
            )
