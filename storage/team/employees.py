"""An employee: a person who answers customers. Employees sign in with a phone number and a password.

One employee may be signed in from several Telegram accounts.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, false, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bridge.errors import Refusal, lazy
from storage.engine.columns import enum_type
from storage.engine.owned import SYSTEM_WIDE, Owned
from storage.engine.prepared import every, get, prepared
from storage.tasks.lead_times import LeadTime

# After this number of wrong passwords in a row, sign-in is locked for this time. The lock applies to the guessing
# Telegram account, and to the guessed phone number for all accounts that were never signed in with it.
MAX_WRONG_PASSWORDS = 5
LOCK_PERIOD = timedelta(minutes=15)


class Role(StrEnum):
    OPERATOR = "operator"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def is_manager(self) -> bool:
        """Whether the role is a manager's or an administrator's."""
        return self is not Role.OPERATOR


class PasswordSource(StrEnum):
    """Where a password was last set."""

    TEAM_FILE = "team_file"
    BOT = "bot"
    SERVER = "server"


class AdminsOnly(Refusal):
    text = lazy("Only an administrator can do this")


class ManagersOnly(Refusal):
    text = lazy("Only a manager or an administrator can do this")


class Employee(Owned, table=True):
    __table_args__ = (Index("ix_employee_name", "organization_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    # Digits only, with the country code. Unique in the whole installation, because employees sign in with it.
    phone: str = Field(unique=True)
    name: str
    role: Role = Field(default=Role.OPERATOR, sa_type=enum_type(Role))
    password_hash: str | None = None
    password_source: PasswordSource = Field(
        default=PasswordSource.TEAM_FILE,
        sa_type=enum_type(PasswordSource),
        sa_column_kwargs={"server_default": PasswordSource.TEAM_FILE.value},
    )
    language: str = "ru"
    # None: the organization's time zone.
    time_zone: str | None = None
    # False: messages in the employee's private chats come silently.
    has_sound: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    # The undo delay of the employee's answers; 0: answers leave at once.
    undo_seconds: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    # False: dialogs without a responsible are offered to colleagues only.
    hears_of_new: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    # False: this manager gets no weekly report.
    hears_weekly: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    # The lead time of the employee's tasks that have none of their own.
    lead_time: LeadTime = Field(
        default=LeadTime.NEVER, sa_type=enum_type(LeadTime), sa_column_kwargs={"server_default": LeadTime.NEVER.value}
    )
    # When the employee gets the next digest of overdue tasks; None until it is computed.
    digest_at: datetime | None = None
    # True: the employee's topics and pinned cards show that a customer's message is unread.
    marks_unread: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_active: bool = True
    # Wrong passwords from accounts that were never signed in with this number. `locked_until` is for the same accounts.
    failed_sign_ins: int = 0
    locked_until: datetime | None = None
    created_at: datetime

    @property
    def undo_delay(self) -> timedelta:
        return timedelta(seconds=self.undo_seconds)

    def takes_password_of_file(self, *, replaces: bool) -> bool:
        """Whether the password of team.yaml becomes the employee's password.

        A password that was set in another place stays, unless the file `replaces` those too.
        """
        return replaces or self.password_hash is None or self.password_source is PasswordSource.TEAM_FILE

    def set_password(self, password_hash: str, source: PasswordSource) -> None:
        self.password_hash, self.password_source = password_hash, source

    def is_locked(self, now: datetime) -> bool:
        """Whether sign-in with this number is locked for accounts that were never signed in with it."""
        return self.locked_until is not None and now < self.locked_until

    def wrong_try(self, at: datetime) -> bool:
        """Count a wrong password. Returns True when this one locks the number."""
        self.failed_sign_ins += 1
        if self.failed_sign_ins < MAX_WRONG_PASSWORDS:
            return False
        self.failed_sign_ins, self.locked_until = 0, at + LOCK_PERIOD
        return True

    def let_in(self) -> None:
        self.failed_sign_ins, self.locked_until = 0, None

    @property
    def is_manager(self) -> bool:
        """Whether the employee may change the organization's rules: managers and administrators may."""
        return self.role is not Role.OPERATOR

    def ensure_manager(self) -> None:
        if not self.is_manager:
            raise ManagersOnly

    def ensure_admin(self) -> None:
        if self.role is not Role.ADMIN:
            raise AdminsOnly


class Membership(Owned, table=True):
    """An employee belongs to a department. An employee may belong to several departments."""

    __table_args__ = (Index("ix_membership_employee", "organization_id", "employee_id"),)

    employee_id: int = Field(foreign_key="employee.id", primary_key=True)
    department_id: int = Field(foreign_key="department.id", primary_key=True, index=True)


class Employees:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, employee_id: int) -> Employee:
        return await get(self._session, Employee, employee_id)

    async def by_phone_anywhere(self, phone: str) -> Employee | None:
        """The employee of any organization with this phone number; None when there is none.

        Sign-in needs this query before it knows the organization.
        """
        found = select(Employee).where(Employee.phone == phone)
        return await self._session.scalar(found, execution_options=SYSTEM_WIDE)

    async def lock_by_phone_anywhere(self, phone: str) -> Employee | None:
        """The employee of `by_phone_anywhere`, locked until the unit of work ends.

        The lock makes two simultaneous attempts count as two.
        """
        locked = select(Employee).where(Employee.phone == phone).with_for_update()
        return await self._session.scalar(locked.execution_options(populate_existing=True, **SYSTEM_WIDE))

    async def all(self) -> list[Employee]:
        """The active employees, ordered by name."""
        active = select(Employee).where(col(Employee.is_active)).order_by(col(Employee.name))
        return list(await self._session.scalars(active))

    async def ever(self) -> list[Employee]:
        """All employees, also former ones, because old messages still name them."""
        return await every(self._session, _ever())

    async def of_department(self, department_id: int) -> list[Employee]:
        members = (
            select(Employee)
            .join(Membership, col(Membership.employee_id) == Employee.id)
            .where(Membership.department_id == department_id, col(Employee.is_active))
            .order_by(col(Employee.name))
        )
        return list(await self._session.scalars(members))

    async def memberships(self, employee_id: int) -> list[Membership]:
        return await every(self._session, _memberships(employee_id))


@prepared
def _ever() -> SelectOfScalar[Employee]:
    return select(Employee)


@prepared
def _memberships(employee_id: int) -> SelectOfScalar[Membership]:
    return select(Membership).where(Membership.employee_id == employee_id)
