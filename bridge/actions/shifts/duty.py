"""Duty: who is at work now. Employees off duty are told of things when they are at work again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.engine.unit_of_work import UnitOfWork
from storage.shifts.hours import together
from storage.team.employees import Employee

# An employee who comes earlier than scheduled is noticed after this interval.
DUTY_CHECK_INTERVAL = timedelta(minutes=10)


async def at_work(uow: UnitOfWork, people: Sequence[Employee]) -> list[Employee]:
    """The active ones of these employees who are on duty now."""
    book = await uow.schedules.book(uow.now)
    return [person for person in people if person.is_active and book.hours_of(person).is_on(uow.now)]


async def deputies_at_work(uow: UnitOfWork, people: Sequence[Employee]) -> list[Employee]:
    """The deputies of these employees who are on duty now."""
    found = [await uow.deputies.of(person.id) for person in people]
    return await at_work(uow, [await uow.employees.get(row.deputy_id) for row in found if row is not None])


async def next_check_at(uow: UnitOfWork, people: Sequence[Employee]) -> datetime | None:
    """When the first of these employees may be at work; None when none of them ever is."""
    hours = await uow.schedules.hours_of_many([person.id for person in people])
    start = together(hours.values()).next_start(uow.now)
    return min(start, uow.now + DUTY_CHECK_INTERVAL) if start is not None else None


async def first_at_work(uow: UnitOfWork, person: Employee, at: datetime) -> datetime:
    """`at` if the employee is on duty then; otherwise the start of their next shift."""
    hours = await uow.schedules.hours_of(person.id)
    return at if hours.is_on(at) else hours.next_start(at) or at
