"""Overdue tasks: every morning at work, whoever is to do them hears of theirs, and managers of everybody's."""

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
    """The tasks that are overdue, to those who are to do them and to managers."""


async def notify_employee(uow: UnitOfWork, employee_id: int) -> bool:
    """Tell an employee of what is overdue, once a day; False when it is not their time, or nothing is."""
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
    """What an employee should have done, and what others should have of which they are to know."""
    departments = [membership.department_id for membership in await uow.employees.memberships(employee.id)]
    own = await uow.overdue_tasks.own(employee.id, departments, uow.now, limit)
    if employee.role is Role.OPERATOR:
        return own, NO_TASKS
    return own, await uow.overdue_tasks.others(employee.id, departments, uow.now, limit - len(own.tasks))


async def _later(uow: UnitOfWork, employee: Employee) -> datetime:
    """When they come to work, today's being told then; of whoever never comes it is asked again in the morning."""
    at = await duty.first_at_work(uow, employee, uow.now)
    return at if at > uow.now else await _next(uow, employee)


async def _next(uow: UnitOfWork, employee: Employee) -> datetime:
    """The next morning in their zone, or when they come to work after it."""
    zone = employee.time_zone or (await uow.organizations.get(uow.organization_id)).time_zone
    at = morning(uow.now, zone)
    at = at if at > uow.now else morning(uow.now, zone, days=1)
    return await duty.first_at_work(uow, employee, at)
