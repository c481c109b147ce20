"""Tasks, what somebody sees of them, and how they are found."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine.database import Database
from storage.tasks.task_lists import DueFilter, StatusFilter, TaskQuery, TaskView, page
from storage.tasks.tasks import EmptyTask, LongTask, NoDue, Task, TaskScope, TaskStatus
from storage.team.organizations import Organization
from tests.kit.office import Office

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = (NOW - 9 * HOUR, NOW + 15 * HOUR)
WEEK = (TODAY[0], TODAY[0] + 7 * DAY)


async def written(office: Office, words: str, due_at: datetime | None = None, **columns) -> Task:
    task = Task(text=words, author_id=office.anna.id, created_at=NOW, **columns)
    task.schedule(due_at, zone="Europe/Moscow")
    task.open()
    async with office.begin() as uow:
        uow.add(task)
    return task


def task_query(scope: TaskScope | None = None, created=None, **view) -> TaskQuery:
    return TaskQuery(TaskView(**view), now=NOW, today=TODAY, week=WEEK, created=created, scope=scope)


async def seen(office: Office, chosen: TaskQuery) -> list[str]:
    async with office.database.read(office.organization.id) as uow:
        return [task.text for task in await uow.task_lists.page(chosen)]


async def test_what_is_due_first_comes_first_and_what_is_due_at_no_time_last(office: Office):
    await written(office, "когда-нибудь")
    await written(office, "завтра", NOW + DAY)
    await written(office, "вчера", NOW - DAY)

    assert await seen(office, task_query()) == ["вчера", "завтра", "когда-нибудь"]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (DueFilter.OVERDUE, ["вчера", "утром"]),
        (DueFilter.TODAY, ["утром", "вечером"]),
        (DueFilter.WEEK, ["утром", "вечером", "завтра"]),
        (DueFilter.NONE, ["когда-нибудь"]),
    ],
)
async def test_due_times_are_chosen_by_the_viewers_days(office: Office, due: DueFilter, expected: list[str]):
    times = {"вчера": -DAY, "утром": -HOUR, "вечером": 9 * HOUR, "завтра": DAY, "позже": 30 * DAY}
    for words, after in times.items():
        await written(office, words, NOW + after)
    await written(office, "когда-нибудь")

    assert await seen(office, task_query(due=due)) == expected


async def test_a_department_has_its_own_tasks_and_those_of_its_people(office: Office):
    await written(office, "отделу", department_id=office.support.id)
    await written(office, "Марии", assignee_id=office.maria.id)
    await written(office, "Олегу", assignee_id=office.oleg.id)

    assert await seen(office, task_query(department_id=office.support.id)) == ["отделу", "Марии"]
    assert await seen(office, task_query(assignee_id=office.oleg.id)) == ["Олегу"]


async def test_statuses_and_counters(office: Office):
    await written(office, "в работе", NOW - HOUR)
    done, draft, gone = [await written(office, words) for words in ("сделано", "черновик", "удалено")]
    async with office.begin() as uow:
        (await uow.tasks.lock(done.id)).finish(NOW, office.anna.id)
        (await uow.tasks.lock(draft.id)).status = TaskStatus.DRAFT
        (await uow.tasks.lock(gone.id)).delete(NOW)

    assert await seen(office, task_query()) == ["в работе"]
    assert await seen(office, task_query(shown=StatusFilter.DONE)) == ["сделано"]
    assert await seen(office, task_query(shown=StatusFilter.ALL)) == ["сделано", "в работе"]
    async with office.database.read(office.organization.id) as uow:
        counts = await uow.task_lists.task_counts(task_query())
    assert counts == {"open": 1, "done": 1, "all": 2, "overdue": 1, "today": 1, "week": 1, "none": 0}


async def test_the_day_of_creation(office: Office):
    await written(office, "сегодня")

    assert await seen(office, task_query(created=TODAY)) == ["сегодня"]
    assert await seen(office, task_query(created=(TODAY[0] - DAY, TODAY[0]))) == []


async def test_a_narrow_sight_is_of_ones_own_and_ones_departments(office: Office):
    scope = TaskScope(office.oleg.id, frozenset({office.sales.id}), frozenset({office.oleg.id}))
    tasks = [
        await written(office, "Олегу", assignee_id=office.oleg.id),
        await written(office, "продажам", department_id=office.sales.id),
        await written(office, "Марии", assignee_id=office.maria.id),
        await written(office, "ничья"),
    ]

    assert await seen(office, task_query(scope)) == ["Олегу", "продажам"]
    assert [task.text for task in tasks if task.is_seen_by(scope)] == ["Олегу", "продажам"]
    assert all(task.is_seen_by(None) for task in tasks)


async def test_the_tasks_of_another_organization_are_not_there(office: Office, database: Database):
    await written(office, "наша")
    async with database.begin() as uow:
        uow.add(other := Organization(name="Василёк"))
    async with database.read(other.id) as uow:
        assert await uow.task_lists.page(task_query()) == []
        assert (await uow.task_lists.task_counts(task_query()))["all"] == 0


async def test_open_tasks_of_many_dialogs_are_counted_at_once(office: Office):
    await office.hears()
    dialog = await office.dialog()
    for words in ("раз", "два", "три"):
        task = await written(office, words, dialog_id=dialog.id)
    async with office.begin() as uow:
        (await uow.tasks.lock(task.id)).finish(NOW, office.anna.id)

    async with office.database.read(office.organization.id) as uow:
        assert await uow.tasks.open_in([dialog.id, dialog.id + 1]) == {dialog.id: 2}
        assert await uow.tasks.open_in([]) == {}
        assert [task.text for task in await uow.tasks.open_of(dialog.id)] == ["раз", "два"]


async def test_every_filter_of_the_list_uses_an_index(office: Office, faults):
    scope = TaskScope(office.oleg.id, frozenset({office.sales.id}), frozenset({office.oleg.id}))
    async with office.database.read(office.organization.id) as uow:
        for shown, due, created, seen in itertools.product(
            StatusFilter, [None, *DueFilter], [None, TODAY], [None, scope]
        ):
            for whose in ({}, {"assignee_id": office.oleg.id}, {"department_id": office.sales.id}):
                chosen = task_query(seen, created, shown=shown, due=due, **whose)
                await uow.task_lists.page(chosen)
                await uow.task_lists.task_counts(chosen)
        await uow.tasks.open_in([1, 2])
        await uow.tasks.open_of(1)

    assert faults() == []


async def test_the_list_is_in_order_without_being_sorted(office: Office, database: Database):
    compiled = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
    name = database.engine.dialect.name
    query = str(
        page(task_query())
        .where(Task.organization_id == 1)
        .compile(dialect=compiled[name], compile_kwargs={"literal_binds": True})
    )

    async with database.engine.begin() as connection:
        if name == "postgresql":
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN" if name == "postgresql" else "EXPLAIN QUERY PLAN"
        plan = str((await connection.execute(text(f"{explain} {query} LIMIT 10"))).all())

    assert "ix_task_list" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_task_needs_words_and_not_too_many():
    task = Task(text="", author_id=1, created_at=NOW)

    with pytest.raises(EmptyTask):
        task.say(" \n ")
    with pytest.raises(LongTask):
        task.say("ж" * 1001)
    task.say("  перезвонить ")
    assert task.text == "перезвонить"


def test_only_what_is_due_repeats_and_it_stops_when_that_is_taken_away():
    task = Task(text="отчёт", author_id=1, created_at=NOW)
    with pytest.raises(NoDue):
        task.recur("daily")

    task.schedule(NOW + HOUR, zone="Europe/Moscow")
    task.recur("daily")
    task.schedule(None, zone="Europe/Moscow")

    assert task.repeat is None


async def test_reminders_follow_the_task(office: Office):
    task = await written(office, "звонок", NOW + DAY)
    at = []
    for change in ("schedule", "finish"):
        async with office.begin() as uow:
            row = await uow.tasks.lock(task.id)
            if change == "schedule":
                row.schedule(NOW + 2 * DAY, zone="Europe/Moscow", is_all_day=True)
            else:
                row.finish(NOW, office.anna.id)
            await uow.task_reminders.follow(row, uow.now)
            await uow.flush()
            at.append([reminder.due_at for reminder in await uow.task_reminders.of_task(task.id)])

    # What is due on a day is told of in its morning, Moscow's.
    assert at == [[datetime(2026, 11, 25, 6, 0, tzinfo=UTC)], []]
