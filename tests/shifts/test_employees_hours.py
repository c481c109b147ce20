"""Whose hours count for whom, as the database keeps them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bridge.errors import NotFound, Refusal
from storage.shifts.exempt_days import ExemptDays
from storage.shifts.hours import ALWAYS
from storage.shifts.pauses import Pause
from storage.shifts.public_holidays import known, title
from storage.shifts.schedules import WorkSchedule
from storage.shifts.weeks import Interval, weekdays, written
from tests.kit.office import Office

HOUR = timedelta(hours=1)
# A Monday; 12:00 in Moscow.
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def works(office: Office, start: int, end: int, **whose: object) -> None:
    schedule = WorkSchedule(**whose)
    schedule.work(weekdays((Interval(start * 60, end * 60),)))
    async with office.begin() as uow:
        uow.add(schedule)


async def test_without_any_schedule_everybody_is_always_on_duty(office):
    async with office.database.read(office.organization.id) as uow:
        assert await uow.schedules.on_duty(uow.now) == {office.anna.id, office.oleg.id, office.maria.id}
        assert await uow.schedules.hours_of(office.anna.id) is ALWAYS
        assert await uow.schedules.hours_of_department(None) is ALWAYS


async def test_an_own_schedule_counts_before_the_departments_and_that_before_the_organizations(office):
    await works(office, 13, 14)
    await works(office, 11, 13, department_id=office.support.id)
    await works(office, 8, 9, employee_id=office.maria.id)

    async with office.database.read(office.organization.id) as uow:
        assert await uow.schedules.on_duty(NOON) == {office.anna.id}
        assert await uow.schedules.on_duty(NOON + HOUR) == {office.oleg.id}
        assert await uow.schedules.on_duty(NOON - 4 * HOUR) == {office.maria.id}


async def test_hours_are_those_of_the_employees_own_zone(office):
    await works(office, 12, 13)
    async with office.begin() as uow:
        (await uow.employees.get(office.oleg.id)).time_zone = "Asia/Omsk"

    async with office.database.read(office.organization.id) as uow:
        assert office.oleg.id not in await uow.schedules.on_duty(NOON)
        assert await uow.schedules.on_duty(NOON - 3 * HOUR) == {office.oleg.id}


async def test_an_employees_own_days_count_before_everybodys(office):
    monday = {"first": date(2026, 11, 23), "last": date(2026, 11, 23), "made_at": NOON}
    async with office.begin() as uow:
        uow.add(ExemptDays(employee_id=office.maria.id, hours=written((Interval(0, 1440),)), **monday))
        uow.add(ExemptDays(**monday))

    async with office.database.read(office.organization.id) as uow:
        assert await uow.schedules.on_duty(NOON) == {office.maria.id}
        assert await uow.schedules.on_duty(NOON + timedelta(days=1)) == {
            office.anna.id,
            office.oleg.id,
            office.maria.id,
        }


async def test_a_pause_takes_off_duty_whoever_has_no_schedule_too(office):
    async with office.begin() as uow:
        uow.add(Pause(employee_id=office.anna.id, since=NOON, until=NOON + HOUR))

    async with office.database.read(office.organization.id) as uow:
        assert await uow.schedules.on_duty(NOON) == {office.oleg.id, office.maria.id}
        assert (await uow.schedules.hours_of(office.anna.id)).next_start(NOON) == NOON + HOUR


async def test_a_department_works_when_anybody_in_it_does(office):
    await works(office, 9, 12, employee_id=office.anna.id)
    await works(office, 15, 18, employee_id=office.maria.id)

    async with office.database.read(office.organization.id) as uow:
        support = await uow.schedules.hours_of_department(office.support.id)

    assert support.working_time(NOON - 12 * HOUR, NOON + 12 * HOUR) == 6 * HOUR


async def test_pauses_of_long_ago_are_known_to_whoever_asks_about_then(office):
    then = NOON - timedelta(days=100)
    async with office.begin() as uow:
        uow.add(Pause(employee_id=office.anna.id, since=then, until=then + HOUR))

    async with office.database.read(office.organization.id) as uow:
        assert (await uow.schedules.hours_of(office.anna.id, since=then)).working_time(then, then + 2 * HOUR) == HOUR


async def test_the_organization_has_one_schedule(office):
    await works(office, 9, 18)

    with pytest.raises(IntegrityError):
        await works(office, 9, 18)


async def test_a_stranger_has_no_hours(office):
    async with office.database.read(office.organization.id) as uow:
        with pytest.raises(NotFound):
            await uow.schedules.hours_of(999)


def test_a_country_is_known_by_its_two_letters():
    assert known(" ru ") == "RU"
    assert title("RU", date(2026, 6, 12), "ru") == "День России"
    assert title("DE", date(2026, 12, 25), "ru") == "Christmas Day"
    with pytest.raises(Refusal):
        known("Россия")
