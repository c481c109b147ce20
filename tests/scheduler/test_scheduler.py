"""The scheduler ticks, whatever its jobs do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from apscheduler.schedulers import base

from bridge.actions.delivery import outbox
from scheduler.scheduler import (
    CatchUp,
    Job,
    each_due,
    everywhere,
    in_each_organization,
    isolated_failure,
    run_jobs,
)
from storage.delivery.deliveries import Delivery, DeliveryStatus
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.team.departments import Department
from storage.team.organizations import Organization
from tests.doors import door
from tests.outbox.carrying import TextPayload

NOW = "scheduler.scheduler._now"
OFTEN = timedelta(milliseconds=5)


class Task:
    """A job that counts its runs, and fails when told to."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.begun = 0
        self._changed = asyncio.Condition()

    async def __call__(self) -> None:
        self.begun += 1
        async with self._changed:
            self._changed.notify_all()
        if self.failures:
            raise self.failures.pop(0)

    async def has_run(self, times: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.begun >= times)


async def test_an_hourly_job_runs_at_start():
    task = Task()

    async with run_jobs([Job("sweep", timedelta(hours=1), task)]):
        await task.has_run(1)


async def test_a_job_that_fails_is_logged_without_its_words_and_runs_again():
    task = Task(ValueError("a secret text"))

    with structlog.testing.capture_logs() as logs:
        async with run_jobs([Job("sweep", OFTEN, task)]):
            await task.has_run(3)

    assert [(line["event"], line["job"]) for line in logs] == [("scheduler.job_failed", "sweep")]
    assert "secret" not in str(logs)


async def test_while_the_database_is_away_its_jobs_say_so_once_for_all(
    fresh_postgresql: str, clock: Callable[[], datetime]
):
    async with door("refused", fresh_postgresql) as behind:
        database = Database(behind.url, clock)
        tasks = [Task(), Task()]

        def looks(task: Task) -> Callable[[], Awaitable[None]]:
            async def run() -> None:
                await task()
                with isolated_failure("row.not_looked_at", row=1):
                    await database.ping()

            return run

        with structlog.testing.capture_logs() as logs:
            async with run_jobs([Job(f"job {number}", OFTEN, looks(task)) for number, task in enumerate(tasks)]):
                for shut in (True, False, True, False):
                    await (behind.shut() if shut else behind.open())
                    for task in tasks:
                        await task.has_run(task.begun + 20)
        await database.close()

    assert [line["event"] for line in logs] == ["database.away", "database.back"] * 2
    assert logs[0]["error"] == "the server refuses the connection: nothing listens there"


async def test_a_row_that_fails_is_logged_and_the_next_one_has_its_turn():
    done = []

    async def run() -> None:
        for row in (1, 2):
            with isolated_failure("row.not_done", row=row):
                done.append(1 / (row - 1))

    with structlog.testing.capture_logs() as logs:
        await run()

    assert done == [1]
    assert [(line["event"], line["row"]) for line in logs] == [("row.not_done", 1)]


async def test_a_due_row_that_fails_is_put_off_and_the_next_one_has_its_turn(
    database: Database, organization: Organization
):
    done, put_off = [], []

    async def due(_uow: UnitOfWork) -> list[tuple[int, int]]:
        return [(organization.id, row) for row in (1, 2)]

    async def act(uow: UnitOfWork, row: int) -> None:
        uow.add(Department(name=f"Отдел {row}"))
        await uow.flush()
        done.append(1 / (row - 1))

    async def postpone(_uow: UnitOfWork, row: int) -> None:
        put_off.append(row)

    with structlog.testing.capture_logs() as logs:
        await each_due(database, "rows", OFTEN, everywhere(due), act, if_failed=postpone).run()

    assert (done, put_off) == ([1], [1])
    assert [(line["event"], line["job"], line["row"]) for line in logs] == [("scheduler.row_failed", "rows", 1)]
    # What the first one had written is undone.
    async with database.read(organization.id) as uow:
        assert [department.name for department in await uow.departments.all()] == ["Отдел 2"]


async def test_due_rows_are_looked_for_in_each_organization(database: Database, organization: Organization):
    async with database.begin() as uow:
        uow.add(another := Organization(name="Сопка", time_zone="Asia/Kamchatka"))

    async def organizations(uow: UnitOfWork) -> list[int]:
        return [each.id for each in await uow.organizations.all()]

    async def due(uow: UnitOfWork) -> list[int]:
        return [uow.organization_id or 0]

    found = await in_each_organization(organizations, due)(database)

    assert list(found) == [(organization.id, organization.id), (another.id, another.id)]


async def test_after_a_restore_what_each_job_does_first_may_be_a_repeat(database: Database, organization: Organization):
    async def put() -> None:
        async with database.begin(organization.id) as uow:
            await outbox.put(uow, TextPayload("Привет"), carrier="desk", lane="desk:7")

    async def fails() -> None:
        if not failures.done():
            failures.set_result(None)
            raise ValueError

    over, failures = asyncio.Event(), asyncio.get_running_loop().create_future()
    jobs = [Job("put", timedelta(milliseconds=50), put), Job("fails at first", timedelta(milliseconds=300), fails)]
    async with run_jobs(jobs, CatchUp(jobs, over.set)):
        await over.wait()
        await unsettled(database, 3)

    first, *others = await unsettled(database, 3)
    assert first.is_repeat
    assert not any(each.is_repeat for each in others)


async def unsettled(database: Database, count: int) -> list[Delivery]:
    """What waits, once there is so much."""
    while True:
        async with database.read() as uow:
            found = await uow.deliveries.in_status_anywhere(DeliveryStatus.WAITING)
        if len(found) >= count:
            return found
        await asyncio.sleep(0.01)


async def test_one_job_that_hangs_holds_up_no_other_and_is_not_begun_twice():
    task, begun = Task(), []

    async def hangs() -> None:
        begun.append("hangs")
        await asyncio.get_running_loop().create_future()

    async with run_jobs([Job("hangs", OFTEN, hangs), Job("sweep", OFTEN, task)]):
        await task.has_run(5)

    assert begun == ["hangs"]


async def test_nothing_runs_after_the_end():
    task, later = Task(), Task()
    async with run_jobs([Job("sweep", OFTEN, task)]):
        await task.has_run(1)
    runs = task.begun

    async with run_jobs([Job("sweep", OFTEN, later)]):
        await later.has_run(4)

    assert task.begun == runs


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 4, 20])
async def test_the_log_of_a_stop_has_no_traceback(turns: int, caplog: pytest.LogCaptureFixture):
    """Wherever the job is: not begun yet, just begun, or in the middle."""

    async def hangs() -> None:
        await asyncio.Event().wait()

    async with run_jobs([Job("hangs", OFTEN, hangs), Job("hangs, too", OFTEN, hangs)]):
        for _turn in range(turns):
            await asyncio.sleep(0)
    await asyncio.sleep(0.01)

    assert [line.getMessage() for line in caplog.records if line.levelname in ("WARNING", "ERROR")] == []


async def test_jobs_run_on_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch):
    task, hour = Task(), timedelta(hours=1)
    monkeypatch.setattr("scheduler.scheduler.CLOCK_CHECK_INTERVAL", OFTEN)

    class SetBack(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - hour  # noqa: TID251 - it stands for the machine

    async with run_jobs([Job("sweep", timedelta(milliseconds=100), task)]):
        await task.has_run(2)
        with structlog.testing.capture_logs() as logs:
            monkeypatch.setattr(base, "datetime", SetBack)
            monkeypatch.setattr(NOW, lambda: SetBack.now(UTC))
            async with asyncio.timeout(20):
                await task.has_run(task.begun + 3)

    assert [(line["event"], line["seconds"]) for line in logs] == [("clock.set", -3600)]
