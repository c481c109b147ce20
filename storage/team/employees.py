"""An employee: a person who answers; signs in by phone number and password, from one or several Telegram accounts."""

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

# So many wrong passwords in a row close the door for so long: to the account that guesses, and the number that is
# guessed at to all accounts that it was never signed in from.
MAX_WRONG_PASSWORDS = 5
LOCK_PERIOD = timedelta(minutes=15)


class Role(StrEnum):
    OPERATOR = "operator"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def is_manager(self) -> bool:
        """Or more than that."""
        return self is not Role.OPERATOR


class PasswordSource(StrEnum):
    """Who has set a password last."""

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
    # Digits only, with the country code. Unique in the whole installation: it is what a person signs in with.
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
    # None for the organization's.
    time_zone: str | None = None
    # Off: whatever comes to their private chats comes silently.
    has_sound: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    # How long an answer of theirs waits, so that they can take it back; 0 for not at all.
    undo_seconds: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    # Off: dialogs that wait to be taken are offered to colleagues.
    hears_of_new: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    # Off: a manager who wants no figures of the week.
    hears_weekly: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    # How long before a task of theirs is due they are told of it, where the task does not say.
    lead_time: LeadTime = Field(
        default=LeadTime.NEVER, sa_type=enum_type(LeadTime), sa_column_kwargs={"server_default": LeadTime.NEVER.value}
    )
    # When they are told next of what is overdue; None until that is reckoned.
    digest_at: datetime | None = None
    # On: their topics and pinned card say where a customer's message waits unread.
    marks_unread: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_active: bool = True
    # Of accounts that the number was never signed in from, as is `locked_until`.
    failed_sign_ins: int = 0
    locked_until: datetime | None = None
    created_at: datetime

    @property
    def undo_delay(self) -> timedelta:
        return timedelta(seconds=self.undo_seconds)

    def takes_password_of_file(self, *, replaces: bool) -> bool:
        """Whether team.yaml sets the password: not one that was changed elsewhere since, unless it `replaces` those."""
        return replaces or self.password_hash is None or self.password_source is PasswordSource.TEAM_FILE

    def set_password(self, password_hash: str, source: PasswordSource) -> None:
        self.password_hash, self.password_source = password_hash, source

    def is_locked(self, now: datetime) -> bool:
        """Whether the number is closed to accounts that it was never signed in from."""
        return self.locked_until is not None and now < self.locked_until

    def wrong_try(self, at: datetime) -> bool:
        """Count a wrong password; True when it was the one that locks."""
        self.failed_sign_ins += 1
        if self.failed_sign_ins < MAX_WRONG_PASSWORDS:
            return False
        self.failed_sign_ins, self.locked_until = 0, at + LOCK_PERIOD
        return True

    def let_in(self) -> None:
        self.failed_sign_ins, self.locked_until = 0, None

    @property
    def is_manager(self) -> bool:
        """Whether the rules of the organization are theirs to change; an administrator's are, too."""
        return self.role is not Role.OPERATOR

    def ensure_manager(self) -> None:
        if not self.is_manager:
            raise ManagersOnly

    def ensure_admin(self) -> None:
        if self.role is not Role.ADMIN:
            raise AdminsOnly


class Membership(Owned, table=True):
    """An employee belongs to a department; one may belong to several."""

    __table_args__ = (Index("ix_membership_employee", "organization_id", "employee_id"),)

    employee_id: int = Field(foreign_key="employee.id", primary_key=True)
    department_id: int = Field(foreign_key="department.id", primary_key=True, index=True)


class Employees:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, employee_id: int) -> Employee:
        return await get(self._session, Employee, employee_id)

    async def by_phone_anywhere(self, phone: str) -> Employee | None:
        """The employee of any organization with this phone number: sign-in asks before it knows whose."""
        found = select(Employee).where(Employee.phone == phone)
        return await self._session.scalar(found, execution_options=SYSTEM_WIDE)

    async def lock_by_phone_anywhere(self, phone: str) -> Employee | None:
        """The same, locked until the unit of work ends, so that of two tries at once both are counted."""
        locked = select(Employee).where(Employee.phone == phone).with_for_update()
        return await self._session.scalar(locked.execution_options(populate_existing=True, **SYSTEM_WIDE))

    async def all(self) -> list[Employee]:
        """Those who work here now, by name."""
        active = select(Employee).where(col(Employee.is_active)).order_by(col(Employee.name))
        return list(await self._session.scalars(active))

    async def ever(self) -> list[Employee]:
        """Everybody who has ever worked here: old messages still name them."""
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
