"""When somebody is to be told of a task: what is wanted, what is due, and who gets to tell it."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.tasks.lead_times import LeadTime
from storage.tasks.task_reminders import ReminderReason, TaskReminder
from storage.tasks.tasks import Task
from tests.office import Office, open_office

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
async def office(database, organization) -> Office:
    return await open_office(database, organization)


async def written(office: Office, *, hours: int = 24, ahead: LeadTime | None = None, is_all_day: bool = False) -> Task:
    async with office.begin() as uow:
        task = Task(text="звонок", author_id=office.anna.id, assignee_id=office.anna.id, created_at=uow.now)
        task.schedule(uow.now + hours * HOUR, zone="Europe/Moscow", is_all_day=is_all_day)
        task.warn(ahead)
        task.open()
        uow.add(task)
        await uow.flush()
        await uow.task_reminders.follow(task, uow.now)
    return task


async def told_at(office: Office, task: Task) -> list[tuple[ReminderReason, datetime]]:
    async with office.begin() as uow:
        return [(it.reason, it.due_at) for it in await uow.task_reminders.of_task(task.id)]


async def follows(office: Office, task: Task, **columns: object) -> None:
    async with office.begin() as uow:
        row = await uow.tasks.lock(task.id)
        for name, value in columns.items():
            setattr(row, name, value)
        await uow.task_reminders.follow(row, uow.now)


async def test_one_is_told_ahead_as_the_task_says_or_as_one_has_chosen(office: Office, clock):
    due = clock() + DAY
    said, chosen, late = [await written(office, ahead=each) for each in (LeadTime.QUARTER, None, LeadTime.NEVER)]
    async with office.begin() as uow:
        (await uow.employees.get(office.anna.id)).lead_time = LeadTime.HOUR
    for task in (said, chosen, late):
        await follows(office, task)

    assert await told_at(office, said) == [
        (ReminderReason.AHEAD, due - timedelta(minutes=15)),
        (ReminderReason.DUE, due),
    ]
    assert await told_at(office, chosen) == [(ReminderReason.AHEAD, due - HOUR), (ReminderReason.DUE, due)]
    assert await told_at(office, late) == [(ReminderReason.DUE, due)]


async def test_of_a_whole_day_one_is_told_in_its_morning_and_a_day_ahead(office: Office):
    hour = await written(office, hours=48, ahead=LeadTime.HOUR, is_all_day=True)
    day = await written(office, hours=48, ahead=LeadTime.DAY, is_all_day=True)

    morning = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    assert await told_at(office, hour) == [(ReminderReason.DUE, morning)]
    assert await told_at(office, day) == [(ReminderReason.AHEAD, morning - DAY), (ReminderReason.DUE, morning)]


async def test_what_is_due_is_claimed_once_and_together(office: Office, clock):
    task = await written(office, ahead=LeadTime.HOUR)
    clock.forward(DAY)

    claimed = []
    for _worker in range(2):
        async with office.begin() as uow:
            claimed.append([it.reason for it in await uow.task_reminders.claim(task.id, uow.now)])

    assert claimed == [[ReminderReason.AHEAD, ReminderReason.DUE], []]
    async with office.database.read() as uow:
        assert await uow.task_reminders.due_anywhere(uow.now) == []


async def test_what_is_due_right_now_is_not_lost_when_the_task_changes(office: Office, clock):
    task = await written(office)
    clock.forward(DAY)
    await follows(office, task, text="перезвонить")

    async with office.database.read() as uow:
        assert await uow.task_reminders.due_anywhere(uow.now) == [(task.organization_id, task.id)]


async def test_clocks_that_are_put_back_tell_nothing_twice(office: Office, clock):
    task = await written(office)
    clock.forward(DAY)
    async with office.begin() as uow:
        await uow.task_reminders.claim(task.id, uow.now)
    clock.forward(-HOUR)
    await follows(office, task, text="перезвонить")
    clock.forward(2 * HOUR)

    async with office.begin() as uow:
        assert await uow.task_reminders.claim(task.id, uow.now) == []


async def test_what_waits_for_a_shift_is_looked_at_again_when_the_task_changes(office: Office, clock):
    task = await written(office)
    clock.forward(DAY)
    async with office.begin() as uow:
        await uow.task_reminders.postpone(task.id, uow.now, uow.now + 10 * HOUR)
    async with office.database.read() as uow:
        assert await uow.task_reminders.due_anywhere(uow.now) == []
    await follows(office, task, assignee_id=office.maria.id)

    async with office.begin() as uow:
        [reminder] = await uow.task_reminders.claim(task.id, uow.now)
    assert reminder.meant_for == clock()


async def test_what_was_put_off_outlives_other_words_and_not_another_due_time(office: Office, clock):
    task = await written(office)
    async with office.begin() as uow:
        uow.add(TaskReminder(task_id=task.id, reason=ReminderReason.AGAIN, due_at=uow.now + HOUR))
    await follows(office, task, text="перезвонить")
    assert (ReminderReason.AGAIN, clock() + HOUR) in await told_at(office, task)
    async with office.begin() as uow:
        extra = await uow.task_reminders.extra_of(task.id)
        assert extra is not None
        assert extra.due_at == clock() + HOUR
        await uow.task_reminders.forget_put_off(task.id)

    assert [reason for reason, _ in await told_at(office, task)] == [ReminderReason.DUE]
