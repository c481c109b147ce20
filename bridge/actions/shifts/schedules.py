"""Actions on a work schedule: the week, holidays, exempt days, the time zone, the deputy."""

from datetime import date
from zoneinfo import ZoneInfo

from bridge.actions.reports import audit
from bridge.actions.shifts import shifts
from bridge.errors import NotFound, Refusal, lazy
from bridge.when import zones
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.events import EventKind
from storage.shifts import public_holidays
from storage.shifts.deputies import Deputy, OwnDeputy
from storage.shifts.exempt_days import ExemptDays
from storage.shifts.hours import ALWAYS, Hours, Weekly
from storage.shifts.schedules import Whose, WorkSchedule, whose
from storage.shifts.shift_rules import OffDuty
from storage.shifts.weeks import DAY, ROUND_THE_CLOCK, Day, Interval, Week, weekdays, written
from storage.team.employees import Employee

# The week of an organization without any schedule.
DEFAULT_WEEK: Week = weekdays((Interval(9 * 60, 18 * 60),))
# The longest period of exempt days; an employee who is away for longer does not work here.
MAX_EXEMPT_PERIOD = 2 * 366 * DAY


class NotYourSchedule(Refusal):
    text = lazy("Your schedule is changed by a manager or an administrator")


class NoOwnSchedule(Refusal):
    text = lazy("There is no schedule here to be removed")


class DaysInDisorder(Refusal):
    text = lazy("The last day comes before the first one")


class DaysAreOver(Refusal):
    text = lazy("These days are over already; choose others")


class TooManyDays(Refusal):
    text = lazy("These are too many days: the limit is two years")


async def ensure_may(uow: UnitOfWork, owner: Whose, by: Employee) -> None:
    """Make sure that `by` may change the schedule.

    Managers and administrators change all schedules, employees only their own, if the organization allows it.

    Raises:
        NotYourSchedule, ManagersOnly
        NotFound: there is no such owner.
    """
    if owner != Whose(by.id):
        by.ensure_manager()
        await _find(uow, owner)
    elif not by.is_manager and not (await uow.shift_rules.current()).own_schedules:
        raise NotYourSchedule


async def _find(uow: UnitOfWork, owner: Whose) -> None:
    if owner.employee_id is not None and not (await uow.employees.get(owner.employee_id)).is_active:
        raise NotFound
    if owner.department_id is not None:
        await uow.departments.get(owner.department_id)


async def effective_schedule(uow: UnitOfWork, owner: Whose) -> WorkSchedule | None:
    """The schedule that applies to the owner: an own one, the department's or the organization's; None without any."""
    book = await uow.schedules.book()
    if owner.employee_id is not None:
        return book.schedule_of(await uow.employees.get(owner.employee_id))
    return book.schedules.get(owner) or book.schedules.get(Whose())


async def week_of(uow: UnitOfWork, owner: Whose) -> Week:
    """The hours that apply to the owner; the default week when there is no schedule."""
    found = await effective_schedule(uow, owner)
    return found.week if found is not None else DEFAULT_WEEK


async def hours_of(uow: UnitOfWork, owner: Whose) -> Hours:
    """The owner's hours by schedule, without pauses. A department has the hours of a member without own settings."""
    book = await uow.schedules.book()
    if owner.employee_id is not None:
        return book.by_schedule(await uow.employees.get(owner.employee_id))
    found, exempt = await effective_schedule(uow, owner), [*book.exempt[Whose()]]
    if owner != Whose():
        exempt += book.exempt[owner]
    if found is None and not exempt:
        return ALWAYS
    week, country = (found.week, found.country) if found is not None else (ROUND_THE_CLOCK, None)
    return Weekly(await zone_of(uow, owner), week, tuple(exempt), country)


async def set_week(uow: UnitOfWork, owner: Whose, week: Week, *, by: Employee) -> None:
    """Set the owner's hours of every week; a schedule of an employee's own replaces the common one.

    Raises:
        OverlappingHours, NoWorkingTime
    """
    await ensure_may(uow, owner, by)
    schedule = await _own(uow, owner)
    schedule.work(week)
    uow.add(schedule)
    await _changed(uow, owner, by, "week", schedule.days)


async def set_day(uow: UnitOfWork, owner: Whose, day: int, hours: Day, *, by: Employee) -> None:
    """Set the hours of one weekday, counted from Monday as 0; no hours mean a day off. Raises as `set_week` does."""
    week = await week_of(uow, owner)
    await set_week(uow, owner, (*week[:day], hours, *week[day + 1 :]), by=by)


async def follow_holidays(uow: UnitOfWork, owner: Whose, country: str | None, *, by: Employee) -> None:
    """Make the public holidays of a country days off; None means no holidays.

    Raises:
        UnknownCountry: the country's holidays are not known.
    """
    await ensure_may(uow, owner, by)
    schedule = await _own(uow, owner)
    schedule.country = public_holidays.known(country) if country is not None else None
    uow.add(schedule)
    await _changed(uow, owner, by, "country", schedule.country)


async def remove(uow: UnitOfWork, owner: Whose, *, by: Employee) -> None:
    """Delete the owner's own schedule; the schedule of the department or organization applies again, if there is one.

    Raises:
        NoOwnSchedule: there is no own schedule.
    """
    await ensure_may(uow, owner, by)
    schedule = await uow.schedules.of(owner)
    if schedule is None:
        raise NoOwnSchedule
    await uow.session.delete(schedule)
    await _changed(uow, owner, by, "week", None)


async def add_exempt_days(
    uow: UnitOfWork, owner: Whose, first: date, last: date, hours: Day = (), *, by: Employee
) -> ExemptDays:
    """Make the days from the first to the last days off, or give them other hours.

    Raises:
        DaysInDisorder, DaysAreOver, TooManyDays
    """
    await ensure_may(uow, owner, by)
    if last < first:
        raise DaysInDisorder
    if last < await today(uow, owner):
        raise DaysAreOver
    if last - first > MAX_EXEMPT_PERIOD:
        raise TooManyDays
    days = ExemptDays(
        employee_id=owner.employee_id,
        department_id=owner.department_id,
        first=first,
        last=last,
        hours=written(hours),
        made_at=uow.now,
    )
    uow.add(days)
    await _changed(uow, owner, by, "exempt", [first.isoformat(), last.isoformat(), days.hours])
    return days


async def forget_exempt(uow: UnitOfWork, exempt_days_id: int, *, by: Employee) -> Whose:
    """Delete exempt days; returns their owner."""
    days = await uow.schedules.exempt(exempt_days_id)
    owner = whose(days)
    await ensure_may(uow, owner, by)
    await uow.session.delete(days)
    await _changed(uow, owner, by, "exempt", None)
    return owner


async def set_time_zone(uow: UnitOfWork, employee_id: int, zone: str | None, *, by: Employee) -> None:
    """Set the employee's time zone; None means the organization's.

    Raises:
        UnknownZone: there is no such time zone.
    """
    owner = Whose(employee_id)
    await ensure_may(uow, owner, by)
    (await uow.employees.get(employee_id)).time_zone = zones.known(zone) if zone is not None else None
    await _changed(uow, owner, by, "time_zone", zone)


async def set_deputy(uow: UnitOfWork, employee_id: int, deputy_id: int | None, *, by: Employee) -> None:
    """Set who is offered the tasks that the employee cannot do before the next shift; None means nobody.

    Raises:
        OwnDeputy: an employee cannot be their own deputy.
    """
    owner = Whose(employee_id)
    await ensure_may(uow, owner, by)
    if deputy_id == employee_id:
        raise OwnDeputy
    found = await uow.deputies.of(employee_id)
    if deputy_id is None:
        if found is not None:
            await uow.session.delete(found)
    else:
        await _find(uow, Whose(deputy_id))
        deputy = found or Deputy(employee_id=employee_id, deputy_id=deputy_id)
        deputy.deputy_id = deputy_id
        uow.add(deputy)
    audit.record_event(uow, EventKind.SCHEDULE_CHANGED, by=by.id, employee=employee_id, what="deputy", value=deputy_id)


async def set_rules(
    uow: UnitOfWork, own_schedules: bool | None = None, off_duty: OffDuty | None = None, *, by: Employee
) -> None:
    """Set what the organization allows, and how messages reach employees off duty; None leaves a rule as it is.

    Raises:
        ManagersOnly: `by` is no manager.
    """
    by.ensure_manager()
    rules = await uow.shift_rules.current()
    if own_schedules is not None:
        rules.own_schedules = own_schedules
    if off_duty is not None:
        rules.off_duty = off_duty
    uow.add(rules)
    value = {"own_schedules": rules.own_schedules, "off_duty": rules.off_duty}
    audit.record_event(uow, EventKind.SCHEDULE_CHANGED, by=by.id, what="rules", value=value)


async def today(uow: UnitOfWork, owner: Whose) -> date:
    """Today's date in the owner's time zone."""
    return uow.now.astimezone(ZoneInfo(await zone_of(uow, owner))).date()


async def zone_of(uow: UnitOfWork, owner: Whose) -> str:
    employee = await uow.employees.get(owner.employee_id) if owner.employee_id is not None else None
    own = employee.time_zone if employee is not None else None
    return own or (await uow.organizations.get(uow.organization_id)).time_zone


async def _own(uow: UnitOfWork, owner: Whose) -> WorkSchedule:
    """The owner's own schedule; a new one starts as a copy of the schedule that has applied."""
    found = await effective_schedule(uow, owner)
    if found is not None and whose(found) == owner:
        return found
    country = found.country if found is not None else None
    schedule = WorkSchedule(employee_id=owner.employee_id, department_id=owner.department_id, days=[], country=country)
    schedule.work(found.week if found is not None else DEFAULT_WEEK)
    return schedule


async def _changed(uow: UnitOfWork, owner: Whose, by: Employee, what: str, value: object) -> None:
    named = {"employee": owner.employee_id, "department": owner.department_id}
    audit.record_event(uow, EventKind.SCHEDULE_CHANGED, by=by.id, what=what, value=value, **named)
    await shifts.follow(uow, None if owner.employee_id is None else [owner.employee_id])
