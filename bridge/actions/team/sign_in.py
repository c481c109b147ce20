"""Sign-in: a stranger says who they are, and is let in or not. No network and no hashing of passwords here."""

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

# A question that was left lying for longer is asked again from the beginning.
ANSWER_TIMEOUT = timedelta(minutes=15)


class SignInLocked(Refusal):
    """Too many wrong tries of one Telegram account; it says nothing about any employee."""

    text = lazy("Too many wrong tries. Signing in opens again in {minutes} min")

    def __init__(self, wait: timedelta) -> None:
        super().__init__(minutes=-(-wait // timedelta(minutes=1)))


@dataclass(frozen=True)
class TelegramAccount:
    """A Telegram account, by its id, the name it shows, and the user name that it may have."""

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
    """Not let in; the try was counted. `wait` is how long the account is locked, None when it may try again."""

    wait: timedelta | None


async def ask_phone(uow: UnitOfWork, account_id: int) -> None:
    """Ask for the phone number; whatever was asked before is forgotten.

    A stranger has one conversation with the bot, in whichever topic they go on with it: a password must be known as
    one, and deleted, wherever it is typed.
    """
    await uow.questions.ask(account_id, None, QuestionKind.PHONE, uow.now)


async def ask_password(uow: UnitOfWork, account_id: int, phone: str) -> None:
    await uow.questions.ask(account_id, None, QuestionKind.PASSWORD, uow.now, phone=phone)


async def open_question(uow: UnitOfWork, account_id: int) -> Question | None:
    """What the account was asked last, however long ago."""
    return await uow.questions.at(account_id, None)


def is_fresh(uow: UnitOfWork, question: Question) -> bool:
    return uow.now - question.asked_at < ANSWER_TIMEOUT


async def ensure_unlocked(uow: UnitOfWork, account_id: int) -> None:
    """Raises SignInLocked."""
    until = await uow.sign_ins.locked_until(account_id)
    if until is not None and uow.now < until:
        raise SignInLocked(until - uow.now)


async def password_hash(uow: UnitOfWork, phone: str) -> str | None:
    """What a password is to be checked against; None when nobody has this phone number, or no password."""
    employee = await uow.employees.by_phone_anywhere(phone)
    return employee.password_hash if employee else None


async def enter(
    uow: UnitOfWork, account: TelegramAccount, phone: str, *, proven: str | None
) -> Entered | SignInRefused:
    """Let the account in as the employee with this phone number, or count a wrong try.

    An unknown number, a wrong password, a locked or inactive employee: all look the same from outside, so that
    nobody can find out who works here. Wrong tries of strange accounts close a number to strange accounts only:
    nobody can keep an employee out whose account the number was signed in from before.

    Args:
        proven: the hash that the password was found to match, checked before this unit of work; None when it did not.
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
    # What strange accounts have tried at the number stays counted when a known one comes in.
    return await let_in(uow, account, employee, forgives=not is_known)


def count_wrong_try(
    uow: UnitOfWork, account: TelegramAccount, guard: SignInGuard, *, employee: Employee | None, guessed: bool = False
) -> SignInRefused:
    """Count it against the account and, when a strange account has `guessed` at a number, against the number."""
    account_locked = guard.wrong_try(uow.now)
    if employee is not None:
        who = {"employee_id": employee.id, "telegram_user_id": account.id}
        audit.record_event(uow, EventKind.SIGN_IN_FAILED, who=who)
        # Tries during a lock do not prolong it: else anybody could keep new accounts of an employee out for good.
        employee_locked = guessed and not employee.is_locked(uow.now) and employee.wrong_try(uow.now)
        if account_locked or employee_locked:
            locked = {"account": account_locked, "employee": employee_locked}
            audit.record_event(uow, EventKind.SIGN_IN_LOCKED, who=who, locked=locked)
    return refused(uow, guard)


async def unlock(uow: UnitOfWork, employee: Employee) -> int:
    """Open the number again, the accounts that it was signed in from, and those that have just tried it.

    Returns how many of these were closed.
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
    """The account has another user name now: colleagues name it by that."""
    (await uow.sign_ins.get(sign_in_id)).telegram_username = username


async def let_in(uow: UnitOfWork, account: TelegramAccount, employee: Employee, *, forgives: bool = True) -> Entered:
    """Sign the account in; what waits for the employee is shown there.

    Args:
        forgives: wrong tries at the number are forgotten.
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
    """A deactivated employee's account is a stranger's, although its sign-in was never ended."""
    former = await uow.sign_ins.of_account_anywhere(account.id)
    if former is not None:
        former.end(uow.now)
        # The new row must not meet the old one: one account has one active sign-in.
        await uow.flush()


async def show_waiting_dialogs(uow: UnitOfWork, sign_in: SignIn) -> None:
    """Show what waits: dialogs to take, and the employee's own."""
    await offers.make_all(uow, sign_in)
    for dialog in await uow.dialogs.of_assignee(sign_in.employee_id):
        if not await windows.is_at_home(uow, dialog, sign_in.employee_id):
            await windows.open_at(uow, dialog, sign_in)


async def _departments(uow: UnitOfWork, employee: Employee) -> list[str]:
    own = await uow.employees.memberships(employee.id)
    return sorted([(await uow.departments.get(membership.department_id)).name for membership in own])
