"""Employees: the owner or an administrator adds and changes them."""

from collections.abc import Mapping

from bridge.errors import Refusal, lazy
from bridge.team.changes import TeamChanges, amend
from bridge.team.plan import PlannedEmployee
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee, Membership, PasswordSource


class PhoneTaken(Refusal):
    text = lazy("The phone number {phone} belongs to an employee of another organization")


async def employ(
    uow: UnitOfWork,
    person: PlannedEmployee,
    departments: Mapping[str, int],
    changes: TeamChanges,
    *,
    password_hash: str | None,
    replaces_passwords: bool = False,
) -> Employee:
    """Create or update the employee as described; without a `password_hash` the password stays.

    Args:
        replaces_passwords: also replace a password that was changed elsewhere since; otherwise it stays.

    Raises:
        PhoneTaken: the number belongs to an employee of another organization.
    """
    found = await uow.employees.by_phone_anywhere(person.phone)
    if found is not None and found.organization_id != uow.organization_id:
        raise PhoneTaken(phone=person.phone)
    employee = found or Employee(phone=person.phone, name=person.name, created_at=uow.now)
    differences = amend(employee, name=person.name, role=person.role, is_active=True)
    if person.language is not None:
        differences += amend(employee, language=person.language)
    if password_hash is not None:
        if employee.takes_password_of_file(replaces=replaces_passwords):
            employee.set_password(password_hash, PasswordSource.TEAM_FILE)
            differences.append("password")
        else:
            changes.kept_passwords.append(person.name)
    uow.add(employee)
    await uow.flush()
    if await _join(uow, employee, {departments[name] for name in person.departments}):
        differences.append("departments")
    changes.note(f"employee {person.name}", differences, new=found is None)
    return employee


async def _join(uow: UnitOfWork, employee: Employee, department_ids: set[int]) -> bool:
    """Set the employee's departments; returns whether they have changed."""
    present = {membership.department_id: membership for membership in await uow.employees.memberships(employee.id)}
    for gone in present.keys() - department_ids:
        await uow.session.delete(present[gone])
    for new in department_ids - present.keys():
        uow.add(Membership(employee_id=employee.id, department_id=new))
    return present.keys() != department_ids
