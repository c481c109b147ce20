"""Invites: one-time links by which an administrator lets an employee in without a password."""

import secrets
from datetime import timedelta
from hashlib import sha256

from bridge.actions.reports import audit
from bridge.actions.team import sign_in
from bridge.actions.team.sign_in import Entered, SignInRefused, TelegramAccount
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.team.employees import Employee
from storage.team.sign_ins import Invite

INVITE_LIFETIME = timedelta(hours=24)
TOKEN_BYTES = 32


class Deactivated(Refusal):
    text = lazy("{name} does not work here any more")


async def invite(uow: UnitOfWork, employee_id: int, *, by: Employee | None) -> str:
    """Create the token of a link. The token is returned once, and only its hash is stored.

    Args:
        by: None when the owner does it on the server.

    Raises:
        AdminsOnly: `by` is no administrator.
        Deactivated: the employee could not sign in with it.
    """
    if by is not None:
        by.ensure_admin()
    employee = await uow.employees.get(employee_id)
    ensure_active(employee)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    by_id = by.id if by else None
    made = Invite(
        employee_id=employee.id, token_hash=_hashed(token), created_by_id=by_id, expires_at=uow.now + INVITE_LIFETIME
    )
    uow.add(made)
    await uow.flush()
    audit.record_event(uow, EventKind.INVITED, by=by_id, invite_id=made.id, who={"employee_id": employee.id})
    return token


def ensure_active(employee: Employee) -> None:
    """Raise Deactivated when the employee does not work here any more."""
    if not employee.is_active:
        raise Deactivated(name=employee.name)


async def accept(uow: UnitOfWork, account: TelegramAccount, token: str) -> Entered | SignInRefused:
    """Sign the account in by a link, or count a wrong attempt.

    An administrator made the link and nobody can guess it, so it also works for an employee who is locked because of
    strangers' wrong passwords. A locked Telegram account is refused, and the link stays valid.
    """
    found = await uow.sign_ins.invite_anywhere(_hashed(token))
    if found is not None:
        uow.bind(found.organization_id)
    guard = await uow.sign_ins.guard(account.id)
    if guard.is_locked(uow.now):
        return sign_in.refused(uow, guard)
    employee = await uow.employees.get(found.employee_id) if found else None
    if found is None or employee is None or not found.is_valid(uow.now) or not employee.is_active:
        return sign_in.count_wrong_try(uow, account, guard, employee=employee)
    found.used_at = uow.now
    guard.let_in()
    return await sign_in.let_in(uow, account, employee)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
