"""What is done with is not kept for longer than needed; what is not done with is kept."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bridge.actions.delivery import outbox
from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import TaskReference
from scheduler.housekeeping import housekeeping_jobs
from storage.delivery.deliveries import UNSETTLED_STATUSES, Delivery, DeliveryStatus
from storage.delivery.journal import EntryState, JournalEntry
from storage.engine.database import Database
from storage.tasks.task_reminders import TaskReminder
from storage.tasks.tasks import Task
from storage.team.employees import Employee
from storage.team.organizations import Organization
from tests.kit.clock import Clock
from tests.kit.doubles.carrying import TextPayload

WEEK = timedelta(days=7)


async def sweep(database: Database) -> None:
    for job in housekeeping_jobs(database):
        await job.run()


async def entry(database: Database, state: EntryState, *, handled_at: datetime | None = None) -> None:
    async with database.begin() as uow:
        uow.add(
            JournalEntry(
                source="desk",
                external_id=f"{state} {handled_at}",
                lane="7",
                payload='{"text": "Где мой заказ?"}',
                received_at=uow.now,
                state=state,
                error="KeyError in read" if state is EntryState.SET_ASIDE else None,
                handled_at=handled_at,
            )
        )


async def delivery(
    database: Database, organization: Organization, status: DeliveryStatus, *, text: str = ""
) -> Delivery:
    async with database.begin(organization.id) as uow:
        row = await outbox.put(uow, TextPayload(text), carrier="desk", lane="desk:7")
        if status is not DeliveryStatus.WAITING:
            row.settle(status, uow.now, error="BadRequest: no rights" if status is DeliveryStatus.FAILED else None)
    return row


async def test_handled_entries_go_after_a_week_and_the_others_stay(database: Database, clock: Clock):
    await entry(database, EntryState.HANDLED, handled_at=clock.now)
    await entry(database, EntryState.HANDLED, handled_at=clock.now + WEEK)
    await entry(database, EntryState.NEW)
    await entry(database, EntryState.SET_ASIDE)
    clock.forward(WEEK + timedelta(minutes=1))

    await sweep(database)

    async with database.read() as uow:
        assert {state: await uow.journal.count(state) for state in EntryState} == dict.fromkeys(EntryState, 1)


@pytest.mark.parametrize("ended", [DeliveryStatus.SENT, DeliveryStatus.REPLACED, DeliveryStatus.CANCELLED])
async def test_what_has_ended_goes_after_a_week_and_what_is_on_its_way_stays(
    database: Database, organization: Organization, clock: Clock, ended: DeliveryStatus
):
    for status in (ended, *UNSETTLED_STATUSES):
        await delivery(database, organization, status)
    clock.forward(WEEK + timedelta(minutes=1))
    await delivery(database, organization, ended)

    await sweep(database)

    async with database.read() as uow:
        assert {status: await uow.deliveries.count_anywhere(status) for status in (ended, *UNSETTLED_STATUSES)} == {
            ended: 1,
            **dict.fromkeys(UNSETTLED_STATUSES, 1),
        }


async def test_of_what_was_set_aside_only_that_it_was_and_why_stays_after_four_weeks(database: Database, clock: Clock):
    await entry(database, EntryState.SET_ASIDE)
    clock.forward(4 * WEEK - timedelta(minutes=1))
    await sweep(database)
    clock.forward(timedelta(minutes=2))
    async with database.read() as uow:
        (kept,) = await uow.journal.in_state(EntryState.SET_ASIDE)
    assert not kept.is_purged

    await sweep(database)

    async with database.read() as uow:
        (kept,) = await uow.journal.in_state(EntryState.SET_ASIDE)
    assert kept.is_purged
    assert (kept.payload, kept.error) == ("", "KeyError in read")


async def test_of_what_was_refused_only_that_it_was_and_why_stays_after_four_weeks(
    database: Database, organization: Organization, clock: Clock
):
    old = await delivery(database, organization, DeliveryStatus.FAILED, text="Заказ на улице Ленина")
    clock.forward(4 * WEEK + timedelta(minutes=1))
    recent = await delivery(database, organization, DeliveryStatus.FAILED, text="Где мой заказ?")

    for _hour in range(2):
        await sweep(database)

    async with database.read(organization.id) as uow:
        old, recent = await uow.deliveries.get(old.id), await uow.deliveries.get(recent.id)
    assert old.is_purged
    assert "Ленина" not in str(old.body)
    assert (old.status, old.error) == (DeliveryStatus.FAILED, "BadRequest: no rights")
    assert recent.body == {"text": "Где мой заказ?"}


async def test_local_files_are_swept_by_whoever_keeps_them(database: Database, clock: Clock):
    asked: list[datetime] = []

    async def purge_files(before: datetime) -> int:
        asked.append(before)
        return 3

    jobs = housekeeping_jobs(database, keep_days=2, purge_files=purge_files)
    await jobs[-1].run()

    assert asked == [clock.now - timedelta(days=2)]


async def test_drafts_of_tasks_that_nobody_agreed_upon_go_after_a_week(
    database: Database, organization: Organization, clock: Clock
):
    async with database.begin(organization.id) as uow:
        uow.add(anna := Employee(phone="79990000001", name="Анна", created_at=uow.now))
        await uow.flush()
        for words in ("черновик", "задача"):
            task = await tasks.draft(uow, words, by=anna, zone="Europe/Moscow")
        await tasks.create(uow, TaskReference(task.id), by=anna)
    clock.forward(WEEK + timedelta(minutes=1))

    await sweep(database)

    async with database.read(organization.id) as uow:
        assert [task.text for task in await uow.session.scalars(select(Task))] == ["задача"]


async def test_reminders_that_were_told_go_after_a_week_and_those_that_wait_stay(
    database: Database, organization: Organization, clock: Clock
):
    async with database.begin(organization.id) as uow:
        anna = Employee(phone="79990000001", name="Анна", created_at=uow.now)
        uow.add(anna)
        await uow.flush()
        task = Task(text="звонок", author_id=anna.id, created_at=uow.now)
        task.open()
        uow.add(task)
        await uow.flush()
        uow.add(TaskReminder(task_id=task.id, due_at=uow.now, fired_at=uow.now))
        uow.add(TaskReminder(task_id=task.id, due_at=uow.now))
    clock.forward(WEEK + timedelta(minutes=1))

    await sweep(database)

    async with database.read(organization.id) as uow:
        assert [reminder.fired_at for reminder in await uow.task_reminders.of_task(task.id)] == [None]
