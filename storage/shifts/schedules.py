"""A work schedule: weekly hours of an employee, a department or the organization.

An employee without a schedule has the department's, or else the organization's. With none of them an employee works
round the clock.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import Json
from storage.engine.owned import Owned
from storage.engine.prepared import Filled, every, get, prepared
from storage.shifts.exempt_days import ExemptDays
from storage.shifts.hours import ALWAYS, Exempt, Hours, InterruptedHours, Span, Weekly, together
from storage.shifts.pauses import Pause
from storage.shifts.weeks import ROUND_THE_CLOCK, Week, read, week_of, written
from storage.team.departments import Department
from storage.team.employees import Employee, Membership
from storage.team.organizations import Organization

# Pauses and exempt days that ended earlier are not read, unless the caller asks for them.
DEFAULT_LOOKBACK = timedelta(days=14)
DAY = timedelta(days=1)
IS_OF_ORGANIZATION = text("employee_id IS NULL AND department_id IS NULL")


class WorkSchedule(Owned, table=True):
    __table_args__ = (
        UniqueConstraint("employee_id"),
        UniqueConstraint("department_id"),
        Index("ix_work_schedule_list", "organization_id", "employee_id"),
        Index(
            "ix_work_schedule_of_organization",
            "organization_id",
            unique=True,
            sqlite_where=IS_OF_ORGANIZATION,
            postgresql_where=IS_OF_ORGANIZATION,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    # Both None: the schedule of the organization.
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    # Seven days from Monday on, each in the form of `storage.shifts.weeks.written`.
    days: list[list[list[int]]] = Field(sa_type=Json)
    # The country whose public holidays are days off; None: no public holidays.
    country: str | None = None

    @property
    def week(self) -> Week:
        return _week(json.dumps(self.days))

    def work(self, week: Week) -> None:
        """Set the hours of the week.

        Raises:
            OverlappingHours: two intervals overlap.
            NoWorkingTime: every day is off.
        """
        self.days = [written(day) for day in week_of(week)]


@lru_cache(maxsize=1024)
def _week(days: str) -> Week:
    """The week of JSON. It is cached, because most employees of an organization share a few weeks."""
    return tuple(read(day) for day in json.loads(days))


@dataclass(frozen=True)
class Whose:
    """The owner of a schedule: an employee or a department; both None mean the organization."""

    employee_id: int | None = None
    department_id: int | None = None


def whose(row: WorkSchedule | ExemptDays) -> Whose:
    return Whose(row.employee_id, row.department_id)


@dataclass
class Book:
    """All data about the working times of an organization's employees.

    `departments` has the department ids of each employee id; `pauses` is by employee id.
    """

    zone: str
    schedules: dict[Whose, WorkSchedule]
    exempt: defaultdict[Whose, list[Exempt]] = field(default_factory=lambda: defaultdict(list))
    pauses: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    departments: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __bool__(self) -> bool:
        """Whether there is any schedule, exempt day or pause; without them everybody works round the clock."""
        return bool(self.schedules or self.exempt or self.pauses)

    def schedule_of(self, employee: Employee) -> WorkSchedule | None:
        """The employee's own schedule, else their first department's with one, else the organization's, else None."""
        return next((self.schedules[it] for it in self._owners(employee) if it in self.schedules), None)

    def zone_of(self, employee: Employee) -> str:
        return employee.time_zone or self.zone

    def by_schedule(self, employee: Employee) -> Hours:
        """The employee's hours by schedule and exempt days, without regard to pauses."""
        schedule = self.schedule_of(employee)
        exempt = tuple(it for owner in reversed(self._owners(employee)) for it in self.exempt.get(owner, ()))
        if schedule is None and not exempt:
            return ALWAYS
        zone = self.zone_of(employee)
        if schedule is None:
            return Weekly(zone, ROUND_THE_CLOCK, exempt)
        return Weekly(zone, schedule.week, exempt, schedule.country)

    def hours_of(self, employee: Employee) -> Hours:
        hours, pauses = self.by_schedule(employee), self.pauses.get(employee.id)
        return InterruptedHours(hours, tuple(pauses)) if pauses else hours

    def _owners(self, employee: Employee) -> list[Whose]:
        """The owners whose schedules apply to the employee, the one with the highest priority first."""
        departments = [Whose(department_id=it) for it in sorted(self.departments.get(employee.id, ()))]
        return [Whose(employee.id), *departments, Whose()]


class Schedules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._now: datetime = session.info["now"]

    async def of(self, owner: Whose) -> WorkSchedule | None:
        """The owner's own schedule; None when the owner has none."""
        return (await self.book()).schedules.get(owner)

    async def exempt_of(self, owner: Whose) -> list[ExemptDays]:
        """The owner's own exempt days that are not over, in order of their first days."""
        rows = await every(self._session, _exempt_days(self._now.date() - DAY))
        return sorted((row for row in rows if whose(row) == owner), key=lambda row: (row.first, row.id))

    async def exempt(self, exempt_days_id: int) -> ExemptDays:
        return await get(self._session, ExemptDays, exempt_days_id)

    async def pause_of(self, employee_id: int) -> Pause | None:
        """The employee's current pause; None when the employee does not pause now."""
        pauses = await every(self._session, _pauses(self._now))
        return next((it for it in pauses if it.employee_id == employee_id and it.is_on(self._now)), None)

    async def hours_of(self, employee_id: int, *, since: datetime | None = None) -> Hours:
        """The employee's working hours.

        Args:
            since: the beginning of the time for which pauses and exempt days are needed; None: `DEFAULT_LOOKBACK` ago.

        Raises:
            NotFound: there is no employee with this id.
        """
        employee = await get(self._session, Employee, employee_id)
        return (await self.book(since, of=employee_id)).hours_of(employee)

    async def hours_of_many(self, employee_ids: Iterable[int], *, since: datetime | None = None) -> dict[int, Hours]:
        """Working hours by employee id; unknown ids are left out. `since` is as in `hours_of`."""
        wanted, book = set(employee_ids), await self.book(since)
        return {it.id: book.hours_of(it) for it in await every(self._session, _employees()) if it.id in wanted}

    async def hours_of_department(self, department_id: int | None, *, since: datetime | None = None) -> Hours:
        """The times at which at least one employee of the department works.

        For a department without employees and for None: the times at which anybody in the organization works.
        """
        members: set[int] = set()
        if department_id is not None:
            await get(self._session, Department, department_id)
            belonging = await every(self._session, _memberships())
            members = {it.employee_id for it in belonging if it.department_id == department_id}
        book, active = await self.book(since), await self._active()
        there = [employee for employee in active if employee.id in members] or active
        return together(book.hours_of(employee) for employee in there) if there else ALWAYS

    async def on_duty(self, at: datetime) -> set[int]:
        """Ids of the employees who are on duty at that moment by schedule, exempt days and pauses."""
        book = await self.book(at)
        return {employee.id for employee in await self._active() if book.hours_of(employee).is_on(at)}

    async def book(self, since: datetime | None = None, *, of: int | None = None) -> Book:
        """The data about working times from `since` on, of everybody, or of one employee."""
        since = since or self._now - DEFAULT_LOOKBACK
        # Some days more: night shifts lead into the next day, and days begin at other moments in other time zones.
        last = since.date() - 3 * DAY
        pauses = await every(self._session, _pauses(since) if of is None else _pauses_of(since, of))
        exempt = await every(self._session, _exempt_days(last) if of is None else _exempt_days_for(last, of))
        schedules = await every(self._session, _schedules() if of is None else _schedules_for(of))
        book = Book("UTC", {whose(row): row for row in schedules})
        for pause in pauses:
            book.pauses[pause.employee_id].append((pause.since, pause.until))
        for row in exempt:
            book.exempt[whose(row)].append(row.exempt)
        if schedules or exempt:
            await self._say_whose(book, _memberships() if of is None else _memberships_of(of))
        return book

    async def _say_whose(self, book: Book, memberships: Filled[SelectOfScalar[Membership]]) -> None:
        organization_id = self._session.info["organization_id"]
        book.zone = (await self._session.get_one(Organization, organization_id)).time_zone
        for membership in await every(self._session, memberships):
            book.departments[membership.employee_id].append(membership.department_id)

    async def _active(self) -> list[Employee]:
        return [employee for employee in await every(self._session, _employees()) if employee.is_active]


@prepared
def _schedules() -> SelectOfScalar[WorkSchedule]:
    return select(WorkSchedule)


@prepared
def _schedules_for(employee_id: int) -> SelectOfScalar[WorkSchedule]:
    """The employee's own schedule, and the schedules of all departments and of the organization."""
    mine = col(WorkSchedule.employee_id)
    return select(WorkSchedule).where((mine == employee_id) | mine.is_(None))


@prepared
def _exempt_days_for(last: date, employee_id: int) -> SelectOfScalar[ExemptDays]:
    mine = col(ExemptDays.employee_id)
    rows = select(ExemptDays).where(ExemptDays.last >= last, (mine == employee_id) | mine.is_(None))
    return rows.order_by(col(ExemptDays.id))


@prepared
def _pauses_of(until: datetime, employee_id: int) -> SelectOfScalar[Pause]:
    return select(Pause).where(Pause.until > until, Pause.employee_id == employee_id)


@prepared
def _memberships_of(employee_id: int) -> SelectOfScalar[Membership]:
    return select(Membership).where(Membership.employee_id == employee_id)


@prepared
def _exempt_days(last: date) -> SelectOfScalar[ExemptDays]:
    return select(ExemptDays).where(ExemptDays.last >= last).order_by(col(ExemptDays.id))


@prepared
def _pauses(until: datetime) -> SelectOfScalar[Pause]:
    return select(Pause).where(Pause.until > until)


@prepared
def _memberships() -> SelectOfScalar[Membership]:
    return select(Membership)


@prepared
def _employees() -> SelectOfScalar[Employee]:
    return select(Employee)
