"""Sign-in: a stranger identifies themselves, and is let in or refused.

This module neither uses the network nor hashes passwords.
"""

from dataclasses import dataclass
from datetime import timedelta

from bridge.actions.inbox import offers, windows
from bridge.actions.reports import audit
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox.questions import Question, QuestionKind
from storage.reports.events import EventKind
from storage.team.employees import LOCK_PERIOD, Employee
from storage.team.sign_ins import SignIn, SignInGuard

# A question that was not answered for longer is asked again from the beginning.
ANSWER_TIMEOUT = timedelta(minutes=15)


class SignInLocked(Refusal):
    """One Telegram account has made too many wrong attempts; the text reveals nothing about any employee."""

    text = lazy("Too many wrong tries. Signing in opens again in {minutes} min")

    def __init__(self, wait: timedelta) -> None:
        super().__init__(minutes=-(-wait // timedelta(minutes=1)))


@dataclass(frozen=True)
class TelegramAccount:
    """A Telegram account: its id, the name it shows, and its user name, if it has one."""

    id: int
    name: str
    username: str | None = None


@dataclass(frozen=True)
class Entered:
    sign_in: SignIn
    employee: Employee
    departments: list[str]


@dataclass(frozen=True)
class SignInRefused:
    """A refused attempt, which was counted. `wait` is how long the account is locked; None when it may try again."""

    wait: timedelta | None


async def ask_phone(uow: UnitOfWork, account_id: int) -> None:
    """Ask for the phone number; an earlier question is forgotten.

    A stranger has one conversation with the bot across all topics: a password must be recognized and deleted wherever
    it is typed.
    """
    await uow.questions.ask(account_id, None, QuestionKind.PHONE, uow.now)


async def ask_password(uow: UnitOfWork, account_id: int, phone: str) -> None:
    await uow.questions.ask(account_id, None, QuestionKind.PASSWORD, uow.now, phone=phone)


async def open_question(uow: UnitOfWork, account_id: int) -> Question | None:
    """The account's latest question, regardless of its age; None when there is none."""
    return await uow.questions.at(account_id, None)


def is_fresh(uow: UnitOfWork, question: Question) -> bool:
    return uow.now - question.asked_at < ANSWER_TIMEOUT


async def ensure_unlocked(uow: UnitOfWork, account_id: int) -> None:
    """Raise SignInLocked while the account is locked."""
    until = await uow.sign_ins.locked_until(account_id)
    if until is not None and uow.now < until:
        raise SignInLocked(until - uow.now)


async def password_hash(uow: UnitOfWork, phone: str) -> str | None:
    """The hash to check a password against; None when nobody has this phone number, or the employee has no password."""
    employee = await uow.employees.by_phone_anywhere(phone)
    return employee.password_hash if employee else None


async def enter(
    uow: UnitOfWork, account: TelegramAccount, phone: str, *, proven: str | None
) -> Entered | SignInRefused:
    """Sign the account in as the employee with this phone number, or count a wrong attempt.

    An unknown number, a wrong password, and a locked or inactive employee all look the same from outside, so that
    nobody can find out who works here. Wrong attempts from unknown accounts lock a number only for unknown accounts.
    Nobody can therefore keep an employee out whose account has signed in to the number before.

    Args:
        proven: the hash that the password was found to match, checked before this unit of work; None when it matched
            none.
    """
    employee = await uow.employees.lock_by_phone_anywhere(phone)
    if employee is not None:
        uow.bind(employee.organization_id)
    guard = await uow.sign_ins.guard(account.id)
    if guard.is_locked(uow.now):
        return refused(uow, guard)
    # The password may have been changed while the old one was being checked.
    is_right = employee is not None and proven is not None and proven == employee.password_hash and employee.is_active
    is_known = employee is not None and await uow.sign_ins.knows(employee.id, account.id)
    if employee is None or not is_right or (employee.is_locked(uow.now) and not is_known):
        return count_wrong_try(uow, account, guard, employee=employee, guessed=not is_known)
    guard.let_in()
    # A sign-in by a known account does not clear the wrong attempts that unknown accounts have made at the number.
    return await let_in(uow, account, employee, forgives=not is_known)


def count_wrong_try(
    uow: UnitOfWork, account: TelegramAccount, guard: SignInGuard, *, employee: Employee | None, guessed: bool = False
) -> SignInRefused:
    """Count a wrong attempt against the account.

    When an unknown account has `guessed` at a number, the attempt counts against the number too.
    """
    account_locked = guard.wrong_try(uow.now)
    if employee is not None:
        who = {"employee_id": employee.id, "telegram_user_id": account.id}
        audit.record_event(uow, EventKind.SIGN_IN_FAILED, who=who)
        # Attempts during a lock do not extend it; otherwise a stranger could lock out an employee's new accounts
        # forever.
        employee_locked = guessed and not employee.is_locked(uow.now) and employee.wrong_try(uow.now)
        if account_locked or employee_locked:
            locked = {"account": account_locked, "employee": employee_locked}
            audit.record_event(uow, EventKind.SIGN_IN_LOCKED, who=who, locked=locked)
    return refused(uow, guard)


async def unlock(uow: UnitOfWork, employee: Employee) -> int:
    """Unlock the number, the accounts that have signed in to it, and the accounts that have just tried it.

    Returns how many of these accounts were locked.
    """
    employee.let_in()
    guards = {guard.telegram_user_id: guard for guard in await uow.sign_ins.guards_of(employee.id)}
    for event in await uow.events.of_kind(EventKind.SIGN_IN_FAILED):
        who = event.data["who"]
        if who["employee_id"] == employee.id and event.at > uow.now - LOCK_PERIOD:
            guards[who["telegram_user_id"]] = await uow.sign_ins.guard(who["telegram_user_id"])
    closed = [guard for guard in guards.values() if guard.is_locked(uow.now)]
    for guard in closed:
        guard.let_in()
    audit.record_event(uow, EventKind.SIGN_IN_UNLOCKED, who={"employee_id": employee.id})
    return len(closed)


def refused(uow: UnitOfWork, guard: SignInGuard) -> SignInRefused:
    until = guard.locked_until
    return SignInRefused(until - uow.now if until is not None and guard.is_locked(uow.now) else None)


async def is_locked(uow: UnitOfWork, account_id: int) -> bool:
    until = await uow.sign_ins.locked_until(account_id)
    return until is not None and uow.now < until


async def know_username(uow: UnitOfWork, sign_in_id: int, username: str | None) -> None:
    """Store the account's new user name; colleagues mention the employee by it."""
    (await uow.sign_ins.get(sign_in_id)).telegram_username = username


async def let_in(uow: UnitOfWork, account: TelegramAccount, employee: Employee, *, forgives: bool = True) -> Entered:
    """Sign the account in and show there what waits for the employee.

    Args:
        forgives: whether the wrong attempts at the number are forgotten.
    """
    if forgives:
        employee.let_in()
    await _end_former(uow, account)
    sign_in = SignIn(
        employee_id=employee.id,
        telegram_user_id=account.id,
        telegram_name=account.name,
        telegram_username=account.username,
        started_at=uow.now,
    )
    uow.add(sign_in)
    await uow.questions.forget_all(account.id)
    await uow.flush()
    audit.record_event(uow, EventKind.SIGNED_IN, by=employee.id, sign_in_id=sign_in.id, telegram_user_id=account.id)
    await show_waiting_dialogs(uow, sign_in)
    return Entered(sign_in, employee, await _departments(uow, employee))


async def _end_former(uow: UnitOfWork, account: TelegramAccount) -> None:
    """End the account's former sign-in.

    The sign-in of a deactivated employee was never ended, although the account is a stranger's.
    """
    former = await uow.sign_ins.of_account_anywhere(account.id)
    if former is not None:
        former.end(uow.now)
        # One account has one active sign-in, so the former one must be written before the new one.
        await uow.flush()


async def show_waiting_dialogs(uow: UnitOfWork, sign_in: SignIn) -> None:
    """Show what waits for the employee: dialogs to take, and their own dialogs."""
    await offers.make_all(uow, sign_in)
    for dialog in await uow.dialogs.of_assignee(sign_in.employee_id):
        if not await windows.is_at_home(uow, dialog, sign_in.employee_id):
            await windows.open_at(uow, dialog, sign_in)


async def _departments(uow: UnitOfWork, employee: Employee) -> list[str]:
    own = await uow.employees.memberships(employee.id)
    return sorted([(await uow.departments.get(membership.department_id)).name for membership in own])
