"""Reminders of tasks: who is told, where, and how often."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToDepartment
from bridge.actions.tasks import task_reminders, tasks
from bridge.actions.tasks.tasks import TaskReference
from bridge.when import When
from scheduler.task_reminders import reminder_job
from storage.reports.events import EventKind
from storage.shifts.deputies import Deputy
from storage.shifts.schedules import WorkSchedule
from storage.shifts.weeks import Interval, weekdays
from storage.tasks.lead_times import LeadTime
from storage.tasks.repeats import Repeat
from storage.tasks.tasks import StaleTask, Task
from storage.team.employees import Employee, Role
from tests.office import Office

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ZONE = "Europe/Moscow"


async def written(
    office: Office, *, hours: int = 1, repeat: Repeat | None = None, dialog_id: int | None = None
) -> Task:
    async with office.begin() as uow:
        when = When(uow.now + hours * HOUR, repeat=repeat)
        task = await tasks.draft(uow, "звонок", by=office.oleg, zone=ZONE, when=when, dialog_id=dialog_id)
        await tasks.create(uow, TaskReference(task.id), by=office.oleg)
    await office.settle_all()
    return task


async def told(office: Office) -> list[tuple[int, str]]:
    """To whom and of what in the outbox a reminder is."""
    reminders = await office.deliveries("reminder")
    return [(int(it.lane.removeprefix("desk:")), it.body["occasion"]) for it in reminders]


async def now_of(office: Office, task: Task) -> Task:
    async with office.begin() as uow:
        return await uow.tasks.get(task.id)


async def test_of_two_workers_only_one_tells(office: Office, clock):
    task = await written(office)
    clock.forward(HOUR)

    done = []
    for _worker in range(2):
        async with office.begin() as uow:
            done.append(await task_reminders.remind(uow, task.id))

    assert done == [True, False]
    assert await told(office) == [(102, "due")]


async def test_nobody_is_told_before_its_time_and_what_was_missed_is_told_once(office: Office, clock):
    await written(office, hours=2)
    job = reminder_job(office.database)

    clock.forward(HOUR)
    await job.run()
    assert await told(office) == []
    clock.forward(3 * DAY)
    await job.run()
    await job.run()

    assert await told(office) == [(102, "due")]
    async with office.begin() as uow:
        [event] = await uow.events.of_kind(EventKind.TASK_REMINDED)
    assert event.data["told"] == [office.oleg.id]


async def test_one_is_told_ahead_by_choice_and_when_it_is_due(office: Office, clock):
    async with office.begin() as uow:
        await task_reminders.set_default_lead_time(uow, LeadTime.QUARTER, by=await uow.employees.get(office.oleg.id))
    await written(office)
    job = reminder_job(office.database)

    for _quarter in range(4):
        clock.forward(HOUR / 4)
        await job.run()

    assert await told(office) == [(102, "ahead"), (102, "due")]


async def test_another_preference_holds_for_tasks_that_are_there(office: Office, clock):
    task = await written(office, hours=2)
    async with office.begin() as uow:
        await task_reminders.set_default_lead_time(uow, LeadTime.HOUR, by=await uow.employees.get(office.oleg.id))
    clock.forward(HOUR)
    await reminder_job(office.database).run()

    assert await told(office) == [(102, "ahead")]
    assert (await now_of(office, task)).lead_time is None


@pytest.mark.parametrize("end", [tasks.finish, tasks.delete])
async def test_what_is_done_or_deleted_is_told_of_no_more(office: Office, clock, end):
    task = await written(office)
    async with office.begin() as uow:
        await end(uow, TaskReference(task.id), by=office.oleg)
    clock.forward(DAY)
    await reminder_job(office.database).run()

    assert await told(office) == []


async def test_a_repeat_has_a_reminder_of_its_own(office: Office, clock):
    task = await written(office, repeat=Repeat.DAILY)
    clock.forward(HOUR)
    job = reminder_job(office.database)
    await job.run()
    async with office.begin() as uow:
        await tasks.finish(uow, TaskReference(task.id), by=office.oleg)
    clock.forward(DAY)
    await job.run()

    assert await told(office) == [(102, "due"), (102, "due")]


async def test_put_off_is_the_reminder_and_not_the_task(office: Office, clock):
    task = await written(office)
    clock.forward(HOUR)
    job = reminder_job(office.database)
    await job.run()
    due_at = (await now_of(office, task)).due_at
    async with office.begin() as uow:
        await task_reminders.put_off(uow, TaskReference(task.id), uow.now + HOUR, by=office.oleg)
    await job.run()
    clock.forward(HOUR)
    await job.run()

    assert await told(office) == [(102, "due"), (102, "again")]
    assert (await now_of(office, task)).due_at == due_at


async def test_of_two_who_put_it_off_at_once_the_second_is_told(office: Office, clock):
    task = await written(office)
    async with office.begin() as uow:
        await task_reminders.put_off(uow, TaskReference(task.id, task.version), uow.now + HOUR, by=office.anna)

    with pytest.raises(StaleTask):
        async with office.begin() as uow:
            await task_reminders.put_off(uow, TaskReference(task.id, task.version), uow.now + DAY, by=office.oleg)


async def test_a_departments_task_is_told_to_everybody_in_it(office: Office, clock):
    task = await written(office)
    async with office.begin() as uow:
        await tasks.give_to(uow, TaskReference(task.id), ToDepartment(office.support.id), by=office.oleg)
    clock.forward(HOUR)
    await reminder_job(office.database).run()

    assert await told(office) == [(101, "due"), (103, "due")]


async def test_it_is_told_in_the_dialogs_window_of_whoever_is_to_do_it(office: Office, clock):
    said = await office.hears()
    async with office.begin() as uow:
        await dialogs.take(uow, said.dialog_id, by=office.oleg)
    await written(office, dialog_id=said.dialog_id)
    clock.forward(HOUR)
    await reminder_job(office.database).run()

    window = await office.window(office.oleg)
    [reminder] = await office.deliveries("reminder")
    assert (reminder.window_id, reminder.lane) == (window.id, "desk:102")


async def test_managers_hear_of_whom_nothing_can_be_told(office: Office, clock):
    await written(office)
    async with office.begin() as uow:
        (await uow.sign_ins.get(office.sign_ins[office.oleg.id].id)).blocked_at = uow.now
        (await uow.employees.get(office.maria.id)).role = Role.MANAGER
    clock.forward(HOUR)
    await reminder_job(office.database).run()

    notices = await office.deliveries("task_notice")
    assert await told(office) == []
    assert [(it.lane, it.body["params"]) for it in notices] == [
        ("desk:101", {"name": "Олег Ким"}),
        ("desk:103", {"name": "Олег Ким"}),
    ]


async def test_whoever_left_without_their_tasks_is_no_reason_for_silence(office: Office, clock):
    await written(office)
    async with office.begin() as uow:
        (await uow.employees.get(office.oleg.id)).is_active = False
    clock.forward(HOUR)
    await reminder_job(office.database).run()

    assert [it.lane for it in await office.deliveries("task_notice")] == ["desk:101"]


async def test_one_that_cannot_be_told_does_not_hold_up_the_others(office: Office, clock, monkeypatch):
    broken, sound = await written(office), await written(office)
    clock.forward(HOUR)
    remind = task_reminders.remind

    async def fails(uow, task_id):
        if task_id == broken.id:
            raise RuntimeError
        return await remind(uow, task_id)

    monkeypatch.setattr(task_reminders, "remind", fails)
    job = reminder_job(office.database)
    await job.run()
    assert [it.body["task_id"] for it in await office.deliveries("reminder")] == [sound.id]
    monkeypatch.setattr(task_reminders, "remind", remind)
    clock.forward(HOUR)
    await job.run()

    assert [it.body["task_id"] for it in await office.deliveries("reminder")] == [sound.id, broken.id]


async def works(office: Office, start: int, end: int, employee: Employee) -> None:
    """Monday to Friday, by Moscow's clock; it is a Monday, noon there."""
    schedule = WorkSchedule(employee_id=employee.id)
    schedule.work(weekdays((Interval(start * 60, end * 60),)))
    async with office.begin() as uow:
        uow.add(schedule)


async def test_off_duty_it_waits_for_the_next_shift_and_is_not_called_late(office: Office, clock):
    await works(office, 9, 13, office.oleg)
    await written(office, hours=2)
    job = reminder_job(office.database)
    clock.forward(2 * HOUR)
    await job.run()
    assert await told(office) == []
    clock.forward(19 * HOUR - timedelta(minutes=5))
    await job.run()
    assert await told(office) == []
    clock.forward(timedelta(minutes=5))
    await job.run()

    [reminder] = await office.deliveries("reminder")
    assert datetime.fromisoformat(reminder.body["due_at"]) == clock()


async def test_off_duty_a_deputy_who_is_at_work_is_told(office: Office, clock):
    await works(office, 9, 13, office.oleg)
    async with office.begin() as uow:
        uow.add(Deputy(employee_id=office.oleg.id, deputy_id=office.maria.id))
    await written(office, hours=2)
    clock.forward(2 * HOUR)
    await reminder_job(office.database).run()

    assert await told(office) == [(103, "due")]


async def test_a_departments_task_is_told_to_those_on_duty(office: Office, clock):
    await works(office, 9, 13, office.maria)
    task = await written(office, hours=2)
    async with office.begin() as uow:
        await tasks.give_to(uow, TaskReference(task.id), ToDepartment(office.support.id), by=office.oleg)
    clock.forward(2 * HOUR)
    await reminder_job(office.database).run()

    assert await told(office) == [(101, "due")]


async def test_whoever_comes_before_their_shift_is_told_within_minutes(office: Office, clock):
    await works(office, 9, 13, office.oleg)
    await written(office, hours=2)
    clock.forward(2 * HOUR)
    job = reminder_job(office.database)
    await job.run()
    async with office.begin() as uow:
        for schedule in await uow.session.scalars(select(WorkSchedule)):
            await uow.session.delete(schedule)
    clock.forward(timedelta(minutes=10))
    await job.run()

    assert await told(office) == [(102, "due")]
