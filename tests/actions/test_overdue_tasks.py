"""Overdue tasks: who hears of them, and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from bridge.actions.inbox.dialogs import ToDepartment
from bridge.actions.shifts import pauses
from bridge.actions.tasks import overdue_tasks, tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.when import When
from scheduler.jobs import telling_of_overdue_tasks
from storage.shifts.schedules import WorkSchedule
from storage.shifts.weeks import Interval, weekdays
from tests.office import Office

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Nine in Moscow on the day after.
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
async def office(office: Office) -> Office:
    """The day's digests are over."""
    await telling_of_overdue_tasks(office.database).run()
    async with office.begin() as uow:
        task = await tasks.draft(uow, "звонок", by=office.oleg, zone="Europe/Moscow", when=When(uow.now + HOUR))
        await tasks.create(uow, TaskReference(task.id), by=office.oleg)
    await office.settle_all()
    return office


async def told(office: Office) -> list[str]:
    return [it.lane for it in await office.deliveries("overdue")]


async def test_every_morning_whoever_is_to_do_it_is_told_and_managers_are(office: Office, clock):
    job = telling_of_overdue_tasks(office.database)
    clock.now = MORNING - HOUR
    await job.run()
    assert await told(office) == []
    clock.now = MORNING
    await job.run()
    await job.run()

    assert sorted(await told(office)) == ["desk:101", "desk:102"]
    await office.settle_all()
    clock.forward(DAY)
    await job.run()
    assert sorted(await told(office)) == ["desk:101", "desk:102"]


async def test_after_days_away_it_is_told_once(office: Office, clock):
    clock.forward(5 * DAY)
    job = telling_of_overdue_tasks(office.database)
    await job.run()
    await office.settle_all()
    await job.run()

    assert await told(office) == []


async def test_of_two_workers_only_one_tells(office: Office, clock):
    clock.now = MORNING
    done = []
    for _worker in range(2):
        async with office.begin() as uow:
            done.append(await overdue_tasks.notify_employee(uow, office.oleg.id))

    assert done == [True, False]


async def test_each_morning_is_that_of_the_readers_zone(office: Office, clock):
    async with office.begin() as uow:
        oleg = await uow.employees.get(office.oleg.id)
        oleg.time_zone, oleg.digest_at = "Asia/Novosibirsk", None
    job = telling_of_overdue_tasks(office.database)
    await job.run()
    clock.now = MORNING - 4 * HOUR
    await job.run()

    assert await told(office) == ["desk:102"]


async def test_when_nothing_is_overdue_nobody_is_told(office: Office, clock):
    async with office.begin() as uow:
        await tasks.finish(uow, TaskReference(1), by=office.oleg)
    clock.now = MORNING
    await telling_of_overdue_tasks(office.database).run()

    assert await told(office) == []


async def test_a_departments_task_is_its_peoples_own(office: Office, clock):
    async with office.begin() as uow:
        await tasks.give_to(uow, TaskReference(1), ToDepartment(office.sales.id), by=office.oleg)
        clock.now = MORNING
    async with office.begin() as uow:
        own, others = await overdue_tasks.overdue_tasks_of(uow, await uow.employees.get(office.oleg.id), limit=5)
        annas = await overdue_tasks.overdue_tasks_of(uow, await uow.employees.get(office.anna.id), limit=5)

    assert (own.count, others.count) == (1, 0)
    assert [late.count for late in annas] == [0, 1]


async def test_whoever_pauses_in_the_morning_is_told_when_they_are_back(office: Office, clock):
    clock.now = MORNING - HOUR
    async with office.begin() as uow:
        await pauses.begin(uow, MORNING + HOUR, by=await uow.employees.get(office.oleg.id))
    job = telling_of_overdue_tasks(office.database)
    clock.now = MORNING
    await job.run()
    assert await told(office) == ["desk:101"]
    clock.now = MORNING + HOUR
    await job.run()
    await job.run()

    assert await told(office) == ["desk:101", "desk:102"]


async def test_whoever_works_later_is_told_when_their_shift_begins(office: Office, clock):
    schedule = WorkSchedule(employee_id=office.oleg.id)
    schedule.work(weekdays((Interval(14 * 60, 22 * 60),)))
    async with office.begin() as uow:
        uow.add(schedule)
        (await uow.employees.get(office.oleg.id)).digest_at = None
    job = telling_of_overdue_tasks(office.database)
    await job.run()
    clock.now = MORNING
    await job.run()
    assert await told(office) == ["desk:101"]
    clock.forward(5 * HOUR)
    await job.run()

    assert await told(office) == ["desk:101", "desk:102"]
