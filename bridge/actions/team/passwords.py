"""Passwords: an administrator changes their own or another employee's password (S22)."""

from bridge.actions.reports import audit
from bridge.actions.team import sign_out
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee, PasswordSource, Role


async def change(uow: UnitOfWork, employee_id: int, password_hash: str, *, by: Employee) -> Employee:
    """Change an employee's password; existing sign-ins stay.

    Raises:
        AdminsOnly: `by` is no administrator.
    """
    employee = await whose(uow, employee_id, by=by)
    _set(uow, employee, password_hash, PasswordSource.BOT, by=by)
    return employee


def set_on_server(uow: UnitOfWork, employee: Employee, password_hash: str) -> None:
    """Change an employee's password on the server, where no administrator's permission is needed."""
    _set(uow, employee, password_hash, PasswordSource.SERVER, by=None)


def _set(
    uow: UnitOfWork, employee: Employee, password_hash: str, source: PasswordSource, *, by: Employee | None
) -> None:
    employee.set_password(password_hash, source)
    employee.let_in()
    audit.record_event(uow, EventKind.PASSWORD_CHANGED, by=by.id if by else None, who={"employee_id": employee.id})


async def whose(uow: UnitOfWork, employee_id: int, *, by: Employee) -> Employee:
    """The employee whose password `by` may change.

    Raises:
        AdminsOnly: `by` is no administrator.
    """
    by.ensure_admin()
    return await uow.employees.get(employee_id)


async def end_others(uow: UnitOfWork, employee_id: int, *, apart_from: int, by: Employee) -> list[int]:
    """End every sign-in of the employee except `apart_from`. Returns the ids of their chats."""
    employee = await whose(uow, employee_id, by=by)
    others = [each for each in await uow.sign_ins.of_employee(employee.id) if each.id != apart_from]
    return [(await sign_out.revoke(uow, each.id, by=by)).chat_id for each in others]


async def whom_to_ask(uow: UnitOfWork) -> list[str]:
    """Names of the administrators, who may change passwords."""
    return [employee.name for employee in await uow.employees.all() if employee.role is Role.ADMIN]
