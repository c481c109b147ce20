"""The figures of the week leave once, on Monday morning where the organization is, to managers who want them."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bridge.actions.reports.weekly import WeekPayload, next_monday
from scheduler.jobs import weekly_report_job
from storage.engine.database import Database
from storage.team.employees import Role
from storage.team.organizations import Organization
from tests.conftest import Clock
from tests.office import Office, open_office

WEEK = {"first": "2026-11-23", "last": "2026-11-29"}


@pytest.fixture
async def office(database: Database, organization: Organization) -> Office:
    """It is Monday noon in Moscow: the next figures are due in a week."""
    office = await open_office(database, organization)
    await tick(office)
    return office


async def tick(office: Office) -> None:
    await weekly_report_job(office.database).run()


async def told(office: Office) -> list[tuple[str, dict[str, str]]]:
    return [(each.lane, each.body) for each in await office.deliveries(WeekPayload.kind)]


def moscow(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(UTC)


async def test_on_monday_morning_managers_get_the_last_week_and_nobody_else_does(office: Office, clock: Clock):
    clock.now = moscow(30, 8, 59)
    await tick(office)
    assert await told(office) == []

    clock.now = moscow(30, 9)
    await tick(office)
    await tick(office)

    assert await told(office) == [("desk:101", WEEK)]


async def test_every_manager_gets_them_who_has_not_switched_them_off(office: Office, clock: Clock):
    async with office.begin() as uow:
        (await uow.employees.get(office.oleg.id)).role = Role.MANAGER
        (await uow.employees.get(office.anna.id)).hears_weekly = False
    clock.now = moscow(30, 9)
    await tick(office)

    assert await told(office) == [("desk:102", WEEK)]


async def test_of_two_workers_one_tells(office: Office, clock: Clock):
    clock.now = moscow(30, 9)
    another = Database(office.database.url, clock)
    await asyncio.gather(tick(office), weekly_report_job(another).run(), tick(office))
    await another.close()

    assert await told(office) == [("desk:101", WEEK)]


async def test_what_came_due_while_nobody_was_there_is_told_once(office: Office, clock: Clock):
    clock.now = moscow(16, 15, month=12)
    await tick(office)
    await tick(office)

    assert await told(office) == [("desk:101", {"first": "2026-12-07", "last": "2026-12-13"})]


async def test_after_that_they_come_again_next_week(office: Office, clock: Clock):
    clock.now = moscow(16, 15, month=12)
    await tick(office)
    await office.settle_all()
    clock.now = moscow(21, 9, month=12)
    await tick(office)

    assert await told(office) == [("desk:101", {"first": "2026-12-14", "last": "2026-12-20"})]


async def test_each_organization_has_its_own_monday(office: Office, database: Database, clock: Clock):
    async with database.begin() as uow:
        uow.add(Organization(name="Сопка", time_zone="Asia/Kamchatka"))
    clock.now = moscow(29, 23, 59)
    await tick(office)
    async with database.read() as uow:
        due = {it.name: it.weekly_at for it in await uow.organizations.all()}

    assert due == {"Ромашка": moscow(30, 9), "Сопка": moscow(30, 0)}


@given(
    now=some.datetimes(datetime(2017, 1, 1), datetime(2027, 1, 1), timezones=some.just(UTC)),
    zone=some.sampled_from(["Europe/Moscow", "Europe/Berlin", "Pacific/Kiritimati", "America/Sao_Paulo"]),
)
def test_the_next_monday_morning_is_the_next_one(now: datetime, zone: str):
    found = next_monday(now, zone).astimezone(ZoneInfo(zone))

    assert (found.weekday(), found.hour, found.minute) == (0, 9, 0)
    assert now < found <= now + timedelta(days=7, hours=1)
