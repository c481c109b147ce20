"""A sign-in: an employee who works from one Telegram account. Also the guard against guessing, and invites."""

from datetime import datetime

from sqlalchemy import Executable, Index, false, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import NotFound, Refusal, lazy
from storage.engine.columns import TelegramId
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, one, prepared, rows
from storage.team.employees import LOCK_PERIOD, MAX_WRONG_PASSWORDS, Employee, Membership
from storage.team.organizations import Organization


class SignInEnded(Refusal):
    text = lazy("This sign-in has ended already")


class SignIn(Owned, table=True):
    """One Telegram account that is signed in as one employee. The private chat's id is the Telegram user's id."""

    __table_args__ = (
        # One account has one sign-in at a time; of two simultaneous sign-ins of one account only one succeeds.
        Index(
            "ix_sign_in_active_account",
            "telegram_user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_sign_in_active", "organization_id", "ended_at"),
    )

    id: int = Field(default=None, primary_key=True)
    employee_id: int = Field(foreign_key="employee.id", index=True)
    telegram_user_id: int = Field(sa_type=TelegramId)
    telegram_name: str = ""
    # The account's current user name without the @; None when it has none.
    telegram_username: str | None = None
    started_at: datetime
    ended_at: datetime | None = None
    # An administrator has ended it, because a stranger may use the account.
    is_revoked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Since when the operator has the bot blocked; the bot can show nothing there until they write again.
    blocked_at: datetime | None = None
    # In the replies layout, text that is no reply goes to this dialog.
    open_dialog_id: int | None = Field(default=None, foreign_key="dialog.id")
    typed_at: datetime | None = None

    @property
    def chat_id(self) -> int:
        return self.telegram_user_id

    def end(self, at: datetime) -> None:
        self.ensure_active()
        self.ended_at = at

    def ensure_active(self) -> None:
        if self.ended_at is not None:
            raise SignInEnded


class SignInGuard(SQLModel, table=True):
    """The counter of a Telegram account's wrong attempts, for all phone numbers that it has tried."""

    __tablename__ = "sign_in_guard"

    telegram_user_id: int = Field(primary_key=True, sa_type=TelegramId, sa_column_kwargs={"autoincrement": False})
    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def wrong_try(self, at: datetime) -> bool:
        """Count a wrong password or link. Returns True when this one locks the account."""
        self.failures += 1
        if self.failures < MAX_WRONG_PASSWORDS:
            return False
        self.failures, self.locked_until = 0, at + LOCK_PERIOD
        return True

    def let_in(self) -> None:
        self.failures, self.locked_until = 0, None


class Invite(Owned, table=True):
    """A one-time link with which an employee signs in without a password. Only the token's hash is stored."""

    id: int = Field(default=None, primary_key=True)
    employee_id: int = Field(foreign_key="employee.id")
    token_hash: str = Field(unique=True)
    created_by_id: int | None = Field(default=None, foreign_key="employee.id")
    expires_at: datetime
    used_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


class SignIns:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, sign_in_id: int) -> SignIn:
        return await get(self._session, SignIn, sign_in_id)

    async def lock(self, sign_in_id: int) -> SignIn:
        """The sign-in, read anew and locked until the unit of work ends, so that it cannot end twice.

        Raises:
            NotFound: there is no sign-in with this id.
        """
        locked = select(SignIn).where(SignIn.id == sign_in_id).with_for_update()
        found = await self._session.scalar(locked.execution_options(populate_existing=True))
        if found is None:
            raise NotFound
        return found

    async def active(self) -> list[tuple[SignIn, Employee]]:
        """The active sign-ins with their employees, ordered by the employee's name."""
        rows = select(SignIn, Employee).join(Employee, col(Employee.id) == SignIn.employee_id)
        active = rows.where(col(SignIn.ended_at).is_(None)).order_by(col(Employee.name), col(SignIn.id))
        return [(sign_in, employee) for sign_in, employee in await self._session.execute(active)]

    async def of_account_anywhere(self, telegram_user_id: int) -> SignIn | None:
        """The account's active sign-in in any organization; None when the account is not signed in."""
        return await one(self._session, _of_account(telegram_user_id), SYSTEM_WIDE)

    async def whose_anywhere(self, telegram_user_id: int) -> tuple[SignIn, Employee, Organization] | None:
        """The account's active sign-in in any organization, with its employee and organization; None without one."""
        found = await rows(self._session, _whose(telegram_user_id), SYSTEM_WIDE)
        return found[0] if found else None

    async def reader_anywhere(self, telegram_user_id: int) -> tuple[int, bool] | None:
        """The organization id of the account's active sign-in, and whether its messages may make a sound.

        None when the account is not signed in.
        """
        found = await rows(self._session, _reader(telegram_user_id), SYSTEM_WIDE)
        return (found[0][0], found[0][1]) if found else None

    async def of_employee(self, employee_id: int) -> list[SignIn]:
        """The employee's active sign-ins, the oldest first."""
        return await every(self._session, _of_employee(employee_id))

    async def of_department(self, department_id: int | None) -> list[SignIn]:
        """Active sign-ins of the department's active employees who have not blocked the bot; of everybody for None."""
        active = (
            select(SignIn)
            .join(Employee, col(Employee.id) == SignIn.employee_id)
            .where(col(SignIn.ended_at).is_(None), col(SignIn.blocked_at).is_(None), col(Employee.is_active))
            .order_by(col(SignIn.id))
        )
        if department_id is not None:
            members = select(Membership.employee_id).where(Membership.department_id == department_id)
            active = active.where(col(SignIn.employee_id).in_(members))
        return list(await self._session.scalars(active))

    async def knows(self, employee_id: int, telegram_user_id: int) -> bool:
        """Whether the employee has signed in from this account before, and the last sign-in was not revoked."""
        found = select(SignIn).where(SignIn.employee_id == employee_id, SignIn.telegram_user_id == telegram_user_id)
        last = await self._session.scalar(found.order_by(col(SignIn.id).desc()).limit(1))
        return last is not None and not last.is_revoked

    async def guards_of(self, employee_id: int) -> list[SignInGuard]:
        """The counters of accounts with a sign-in of the employee that was not revoked, locked.

        The lock lasts until the unit of work ends.
        """
        accounts = select(SignIn.telegram_user_id).where(SignIn.employee_id == employee_id, ~col(SignIn.is_revoked))
        guards = select(SignInGuard).where(col(SignInGuard.telegram_user_id).in_(accounts)).with_for_update()
        return list(await self._session.scalars(guards))

    async def guard(self, telegram_user_id: int) -> SignInGuard:
        """The account's counter of wrong attempts, locked until the unit of work ends; a missing one is made."""
        found = await self._session.get(SignInGuard, telegram_user_id, with_for_update=True)
        if found is None:
            found = SignInGuard(telegram_user_id=telegram_user_id)
            self._session.add(found)
        return found

    async def locked_until(self, telegram_user_id: int) -> datetime | None:
        """The end of the account's last lock, which may be in the past; None when there was no lock."""
        found = await self._session.get(SignInGuard, telegram_user_id)
        return found.locked_until if found else None

    async def invite_anywhere(self, token_hash: str) -> Invite | None:
        found = select(Invite).where(Invite.token_hash == token_hash).with_for_update()
        return await self._session.scalar(found, execution_options=SYSTEM_WIDE)


@prepared
def _of_account(telegram_user_id: int) -> SelectOfScalar[SignIn]:
    return select(SignIn).where(SignIn.telegram_user_id == telegram_user_id, col(SignIn.ended_at).is_(None))


@prepared
def _whose(telegram_user_id: int) -> Executable:
    found = select(SignIn, Employee, Organization).join(Employee, col(Employee.id) == SignIn.employee_id)
    found = found.join(Organization, col(Organization.id) == SignIn.organization_id)
    return found.where(SignIn.telegram_user_id == telegram_user_id, col(SignIn.ended_at).is_(None))


@prepared
def _reader(telegram_user_id: int) -> Executable:
    found = select(SignIn.organization_id, Employee.has_sound).join(Employee, col(Employee.id) == SignIn.employee_id)
    return found.where(SignIn.telegram_user_id == telegram_user_id, col(SignIn.ended_at).is_(None))


@prepared
def _of_employee(employee_id: int) -> SelectOfScalar[SignIn]:
    active = select(SignIn).where(SignIn.employee_id == employee_id, col(SignIn.ended_at).is_(None))
    return active.order_by(col(SignIn.id))
