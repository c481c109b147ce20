"""What can happen to a task, and what cannot."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToDepartment, ToEmployee
from bridge.actions.tasks import tasks
from bridge.actions.tasks.tasks import DuePassed, HasLeft, OthersDraft, TaskDeleted, TaskReference
from bridge.errors import NotFound
from bridge.when import When
from storage.engine.database import Database
from storage.reports.events import EventKind
from storage.tasks.repeats import Repeat
from storage.tasks.tasks import LongTask, NoDue, StaleTask, Task, TaskStatus
from storage.team.employees import Employee, Role
from storage.team.organizations import Organization
from tests.kit.office import Office

ZONE = "Europe/Moscow"
TOMORROW = When(datetime(2026, 11, 24, 7, 30, tzinfo=UTC))


async def drafted(office: Office, words: str = "перезвонить", *, by: Employee | None = None, **said) -> Task:
    async with office.begin() as uow:
        author = await uow.employees.get((by or office.anna).id)
        return await tasks.draft(uow, words, by=author, zone=ZONE, **said)


async def set_by(office: Office, by: Employee | None = None, **said) -> Task:
    """A task that was agreed upon."""
    task = await drafted(office, by=by, **said)
    return await done(office, tasks.create, task, by=by)


async def done(office: Office, action, task: Task, *args, by: Employee | None = None, stale: bool = False, **options):
    """An action with a task, by somebody who sees it as it was passed."""
    async with office.begin() as uow:
        employee = await uow.employees.get((by or office.anna).id)
        pressed = TaskReference(task.id, task.version - 1 if stale else task.version)
        return await action(uow, pressed, *args, by=employee, **options)


async def told(office: Office) -> list[tuple[str, str]]:
    """Who is told of a task, and how."""
    return [(delivery.lane, delivery.body["text"]) for delivery in await office.deliveries("task_notice")]


async def test_a_draft_is_nobodys_business_until_it_is_agreed_upon(office: Office):
    task = await drafted(office, when=TOMORROW)
    with pytest.raises(OthersDraft):
        await done(office, tasks.create, task, by=office.oleg)
    assert await office.deliveries() == []

    task = await done(office, tasks.create, task)

    assert (task.status, task.assignee_id, task.due_at) == (TaskStatus.OPEN, office.anna.id, TOMORROW.at)
    async with office.begin() as uow:
        (event,) = await uow.events.of_kind(EventKind.TASK_CREATED)
        assert (event.employee_id, event.data) == (office.anna.id, {"task_id": task.id})


async def test_a_due_time_that_passes_while_the_task_is_written_is_refused(office: Office, clock):
    task = await drafted(office, when=TOMORROW)
    clock.forward(timedelta(days=2))

    with pytest.raises(DuePassed):
        await done(office, tasks.create, task)


async def test_a_given_up_draft_is_gone(office: Office):
    task = await drafted(office)
    await done(office, tasks.discard, task)

    with pytest.raises(NotFound):
        await done(office, tasks.create, task)


async def test_who_is_to_do_it_hears_of_it_and_the_author_does_not(office: Office):
    task = await drafted(office)
    task = await done(office, tasks.give_to, task, ToEmployee(office.oleg.id))
    assert await told(office) == []
    task = await done(office, tasks.create, task)
    assert await told(office) == [("desk:102", "{name} has given you a task")]
    await office.settle_all()

    await done(office, tasks.give_to, task, ToDepartment(office.support.id))

    # Anna is of the support department, too.
    assert await told(office) == [("desk:103", "{name} has given a task to {department}")]


async def test_it_cannot_be_given_to_whoever_has_left_or_never_was_here(office: Office):
    task = await set_by(office)
    async with office.begin() as uow:
        (await uow.employees.get(office.oleg.id)).is_active = False

    with pytest.raises(HasLeft):
        await done(office, tasks.give_to, task, ToEmployee(office.oleg.id))
    with pytest.raises(NotFound):
        await done(office, tasks.give_to, task, ToEmployee(9999))
    with pytest.raises(NotFound):
        await done(office, tasks.give_to, task, ToDepartment(9999))
    async with office.begin() as uow:
        assert (await uow.tasks.get(task.id)).assignee_id == office.anna.id


async def test_a_draft_for_somebody_who_leaves_meanwhile_is_refused(office: Office):
    task = await done(office, tasks.give_to, await drafted(office), ToEmployee(office.oleg.id))
    async with office.begin() as uow:
        (await uow.employees.get(office.oleg.id)).is_active = False

    with pytest.raises(HasLeft):
        await done(office, tasks.create, task)


@pytest.mark.parametrize(
    "change",
    [
        (tasks.finish,),
        (tasks.delete,),
        (tasks.change_text, "другое"),
        (tasks.set_repeat, Repeat.DAILY),
        (tasks.give_to, ToEmployee(1)),
    ],
    ids=lambda change: change[0].__name__,
)
async def test_a_button_of_an_older_state_changes_nothing(office: Office, change):
    task = await set_by(office, when=TOMORROW)

    with pytest.raises(StaleTask):
        await done(office, change[0], task, *change[1:], stale=True)
    async with office.begin() as uow:
        assert (await uow.tasks.get(task.id)).model_dump() == task.model_dump()


async def test_of_two_who_press_at_once_one_has_done_it(office: Office):
    task = await set_by(office, when=TOMORROW)

    outcomes = await asyncio.gather(
        *(done(office, tasks.finish, task, by=by) for by in (office.anna, office.oleg)), return_exceptions=True
    )

    assert {type(outcome) for outcome in outcomes} == {Task, StaleTask}
    async with office.begin() as uow:
        assert len(await uow.events.of_kind(EventKind.TASK_DONE)) == 1


async def test_too_long_a_text_changes_nothing(office: Office):
    task = await set_by(office)

    with pytest.raises(LongTask):
        await drafted(office, "ж" * 1001)
    with pytest.raises(LongTask):
        await done(office, tasks.change_text, task, "ж" * 1001)


async def test_what_was_deleted_is_changed_only_by_bringing_it_back(office: Office):
    task = await done(office, tasks.delete, await set_by(office))
    with pytest.raises(TaskDeleted):
        await done(office, tasks.finish, task)

    task = await done(office, tasks.restore, task)

    assert task.is_open
    with pytest.raises(StaleTask):
        await done(office, tasks.restore, task)


async def test_done_makes_the_next_one_of_what_repeats(office: Office):
    task = await set_by(office, when=replace(TOMORROW, repeat=Repeat.WEEKLY))
    task = await done(office, tasks.finish, task)

    async with office.begin() as uow:
        following = await uow.tasks.get(task.next_id)
        reminders = await uow.task_reminders.of_task(following.id)
    assert (following.text, following.assignee_id, following.is_open) == ("перезвонить", office.anna.id, True)
    assert following.due_at == TOMORROW.at + timedelta(days=7)
    assert [reminder.due_at for reminder in reminders] == [following.due_at]


async def test_back_to_work_takes_the_next_one_away_if_nobody_has_touched_it(office: Office):
    task = await set_by(office, when=replace(TOMORROW, repeat=Repeat.DAILY))
    task = await done(office, tasks.finish, task)
    next_id = task.next_id
    task = await done(office, tasks.reopen, task)

    assert (task.is_open, task.repeat, task.next_id) == (True, Repeat.DAILY, None)
    async with office.begin() as uow:
        assert (await uow.tasks.get(next_id)).deleted_at is not None


async def test_back_to_work_leaves_a_next_one_that_was_changed_and_it_repeats_instead(office: Office):
    task = await set_by(office, when=replace(TOMORROW, repeat=Repeat.DAILY))
    task = await done(office, tasks.finish, task)
    async with office.begin() as uow:
        following = await uow.tasks.get(task.next_id)
    following = await done(office, tasks.change_text, following, "написать письмо")
    task = await done(office, tasks.reopen, task)

    assert (task.is_open, task.repeat) == (True, None)
    async with office.begin() as uow:
        assert (await uow.tasks.get(following.id)).repeat is Repeat.DAILY


async def test_what_is_due_at_no_time_cannot_repeat(office: Office):
    with pytest.raises(NoDue):
        await done(office, tasks.set_repeat, await set_by(office), Repeat.DAILY)


async def test_a_reminder_is_there_while_there_is_something_to_remind_of(office: Office):
    task = await set_by(office, when=TOMORROW)
    seen = []
    later = When(TOMORROW.at + timedelta(days=1))
    for change, args, options in (
        (tasks.schedule, (later,), {"zone": ZONE}),
        (tasks.delete, (), {}),
        (tasks.restore, (), {}),
        (tasks.finish, (), {}),
    ):
        task = await done(office, change, task, *args, **options)
        async with office.begin() as uow:
            seen.append([reminder.due_at for reminder in await uow.task_reminders.of_task(task.id)])

    assert seen == [[later.at], [], [later.at], []]


async def test_a_task_about_a_dialog_has_a_card_where_the_dialog_is_shown(office: Office):
    await office.hears()
    dialog = await office.dialog()
    async with office.begin() as uow:
        await dialogs.take(uow, dialog.id, by=await uow.employees.get(office.oleg.id))
    await office.settle_all()

    task = await set_by(office, dialog_id=dialog.id)

    assert (task.dialog_id, task.contact_id) == (dialog.id, dialog.contact_id)
    kinds = [(delivery.kind, delivery.lane) for delivery in await office.deliveries()]
    assert kinds == [("task", "desk:102"), ("card", "desk:102")]


async def test_the_dialog_and_the_tasks_of_another_organization_are_not_there(office: Office, database: Database):
    await office.hears()
    dialog = await office.dialog()
    task = await set_by(office)
    async with database.begin() as uow:
        uow.add(other := Organization(name="Василёк"))
    async with database.begin(other.id) as uow:
        uow.add(boss := Employee(phone="79995550000", name="Пётр", role=Role.ADMIN, created_at=uow.now))
        await uow.flush()

        with pytest.raises(NotFound):
            await tasks.draft(uow, "шпионить", by=boss, zone=ZONE, dialog_id=dialog.id)
        for action in (tasks.finish, tasks.delete, tasks.create, tasks.discard):
            with pytest.raises(NotFound):
                await action(uow, TaskReference(task.id), by=boss)
        with pytest.raises(NotFound):
            await tasks.get_visible_task(uow, task.id, by=boss)


async def test_a_narrow_organization_shows_operators_their_own_and_managers_everything(office: Office):
    async with office.begin() as uow:
        (await uow.organizations.get(office.organization.id)).narrow_tasks = True
    task = await set_by(office, by=office.maria)

    async with office.begin() as uow:
        oleg, anna = await uow.employees.get(office.oleg.id), await uow.employees.get(office.anna.id)
        with pytest.raises(NotFound):
            await tasks.get_visible_task(uow, task.id, by=oleg)
        assert await tasks.get_visible_task(uow, task.id, by=anna)
        seen = await tasks.task_scope(uow, oleg)
        assert (seen.departments, seen.people) == ({office.sales.id}, {office.oleg.id})
        assert await tasks.task_scope(uow, anna) is None


async def test_every_change_leaves_an_event_that_says_what(office: Office):
    task = await set_by(office, when=TOMORROW)
    task = await done(office, tasks.change_text, task, "написать письмо")
    task = await done(office, tasks.set_repeat, task, Repeat.DAILY)
    task = await done(office, tasks.give_to, task, ToEmployee(office.oleg.id))
    await done(office, tasks.schedule, task, None, zone=ZONE)

    async with office.begin() as uow:
        events = await uow.events.of_kind(EventKind.TASK_CHANGED)
        assert [event.data["what"] for event in events] == ["text", "repeat", "assignee", "due_at"]
        assert (await uow.session.scalars(select(Task))).one().repeat is None
