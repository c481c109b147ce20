"""Overdue tasks: every morning at work, employees read of their own overdue tasks, and managers of everybody's."""

from datetime import datetime

from bridge.actions.delivery import desk
from bridge.actions.reports import audit
from bridge.actions.shifts import duty
from bridge.delivery.limits import Rank
from bridge.delivery.payloads import Payload
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.tasks.overdue_tasks import OverdueList
from storage.tasks.task_reminders import morning
from storage.team.employees import Employee, Role

NO_TASKS = OverdueList([], 0)


class OverduePayload(Payload, kind="overdue", rank=Rank.NOTICE, key="overdue:{chat_id}"):
    """Lists the overdue tasks for their receivers and for managers."""


async def notify_employee(uow: UnitOfWork, employee_id: int) -> bool:
    """Tell an employee of overdue tasks once a day; False when it is not their time or nothing is overdue."""
    employee = await uow.employees.get(employee_id)
    was_known = employee.digest_at is not None
    is_at_work = bool(await duty.at_work(uow, [employee]))
    until = await _next(uow, employee) if is_at_work or not was_known else await _later(uow, employee)
    if not await uow.overdue_tasks.claim(employee.id, uow.now, until) or not was_known or not is_at_work:
        return False
    own, others = await overdue_tasks_of(uow, employee)
    if not own and not others:
        return False
    audit.record_event(uow, EventKind.OVERDUE_TOLD, told=employee.id, own=own.count, others=others.count)
    await desk.put_privately(uow, OverduePayload(), employee.id)
    return True


async def overdue_tasks_of(uow: UnitOfWork, employee: Employee, *, limit: int = 0) -> tuple[OverdueList, OverdueList]:
    """The employee's own overdue tasks, and the overdue tasks of others that they have to know about."""
    departments = [membership.department_id for membership in await uow.employees.memberships(employee.id)]
    own = await uow.overdue_tasks.own(employee.id, departments, uow.now, limit)
    if employee.role is Role.OPERATOR:
        return own, NO_TASKS
    return own, await uow.overdue_tasks.others(employee.id, departments, uow.now, limit - len(own.tasks))


async def _later(uow: UnitOfWork, employee: Employee) -> datetime:
    """When today's list is sent: when the employee comes to work.

    An employee who never works is checked again in the morning.
    """
    at = await duty.first_at_work(uow, employee, uow.now)
    return at if at > uow.now else await _next(uow, employee)


async def _next(uow: UnitOfWork, employee: Employee) -> datetime:
    """The next morning in the employee's time zone, or the start of work after it."""
    zone = employee.time_zone or (await uow.organizations.get(uow.organization_id)).time_zone
    at = morning(uow.now, zone)
    at = at if at > uow.now else morning(uow.now, zone, days=1)
    return await duty.first_at_work(uow, employee, at)
