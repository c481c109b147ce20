"""A sign-in: an employee at work from one Telegram account."""

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
    """One Telegram account signed in as one employee. The private chat's id is the Telegram user's id."""

    __table_args__ = (
        # One account is one person at a time; two racing sign-ins of one account cannot both win.
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
    # Without the @, as the account has it now; None when it has none.
    telegram_username: str | None = None
    started_at: datetime
    ended_at: datetime | None = None
    # An administrator has ended it: the account may be in wrong hands.
    is_revoked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # The operator has blocked the bot: nothing can be shown there until they write again.
    blocked_at: datetime | None = None
    # In the replies layout plain text goes to this dialog.
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
    """Wrong tries counted per Telegram account, whoever it claims to be."""

    __tablename__ = "sign_in_guard"

    telegram_user_id: int = Field(primary_key=True, sa_type=TelegramId, sa_column_kwargs={"autoincrement": False})
    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def wrong_try(self, at: datetime) -> bool:
        """Count a wrong password or link; True when it was the one that locks."""
        self.failures += 1
        if self.failures < MAX_WRONG_PASSWORDS:
            return False
        self.failures, self.locked_until = 0, at + LOCK_PERIOD
        return True

    def let_in(self) -> None:
        self.failures, self.locked_until = 0, None


class Invite(Owned, table=True):
    """A one-time link by which an employee signs in without a password. Only the token's hash is kept."""

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
        """The sign-in as it is now, locked until the unit of work ends, so that it cannot end twice."""
        locked = select(SignIn).where(SignIn.id == sign_in_id).with_for_update()
        found = await self._session.scalar(locked.execution_options(populate_existing=True))
        if found is None:
            raise NotFound
        return found

    async def active(self) -> list[tuple[SignIn, Employee]]:
        """Everybody who is signed in now, by name."""
        rows = select(SignIn, Employee).join(Employee, col(Employee.id) == SignIn.employee_id)
        active = rows.where(col(SignIn.ended_at).is_(None)).order_by(col(Employee.name), col(SignIn.id))
        return [(sign_in, employee) for sign_in, employee in await self._session.execute(active)]

    async def of_account_anywhere(self, telegram_user_id: int) -> SignIn | None:
        """The account's sign-in, in whichever organization it is: who is writing to the operator bot?"""
        return await one(self._session, _of_account(telegram_user_id), SYSTEM_WIDE)

    async def whose_anywhere(self, telegram_user_id: int) -> tuple[SignIn, Employee, Organization] | None:
        """The account's sign-in with whose it is, in whichever organization."""
        found = await rows(self._session, _whose(telegram_user_id), SYSTEM_WIDE)
        return found[0] if found else None

    async def reader_anywhere(self, telegram_user_id: int) -> tuple[int, bool] | None:
        """The organization that the account works for, and whether what comes there may make a sound."""
        found = await rows(self._session, _reader(telegram_user_id), SYSTEM_WIDE)
        return (found[0][0], found[0][1]) if found else None

    async def of_employee(self, employee_id: int) -> list[SignIn]:
        """Where the employee is signed in now, the oldest first."""
        return await every(self._session, _of_employee(employee_id))

    async def of_department(self, department_id: int | None) -> list[SignIn]:
        """The reachable sign-ins of a department's employees; of everybody when it is None."""
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
        """Whether the employee has signed in from the account before, and no administrator has ended that."""
        found = select(SignIn).where(SignIn.employee_id == employee_id, SignIn.telegram_user_id == telegram_user_id)
        last = await self._session.scalar(found.order_by(col(SignIn.id).desc()).limit(1))
        return last is not None and not last.is_revoked

    async def guards_of(self, employee_id: int) -> list[SignInGuard]:
        """The counters of the accounts that the employee has signed in from, but for those an administrator ended."""
        accounts = select(SignIn.telegram_user_id).where(SignIn.employee_id == employee_id, ~col(SignIn.is_revoked))
        guards = select(SignInGuard).where(col(SignInGuard.telegram_user_id).in_(accounts)).with_for_update()
        return list(await self._session.scalars(guards))

    async def guard(self, telegram_user_id: int) -> SignInGuard:
        """The account's counter of wrong tries, made when it is not there yet."""
        found = await self._session.get(SignInGuard, telegram_user_id, with_for_update=True)
        if found is None:
            found = SignInGuard(telegram_user_id=telegram_user_id)
            self._session.add(found)
        return found

    async def locked_until(self, telegram_user_id: int) -> datetime | None:
        """When the account may try again, as far as it is known to have been locked."""
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
