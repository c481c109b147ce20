"""The scheduler ticks, whatever its jobs do."""

import asyncio
from datetime import timedelta

import structlog

from scheduler.scheduler import Job, build

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

    async with build([Job("sweep", timedelta(hours=1), task)]):
        await task.has_run(1)


async def test_a_job_that_fails_is_logged_without_its_words_and_runs_again():
    task = Task(ValueError("a secret text"))

    with structlog.testing.capture_logs() as logs:
        async with build([Job("sweep", OFTEN, task)]):
            await task.has_run(3)

    assert [(line["event"], line["job"]) for line in logs] == [("scheduler.job_failed", "sweep")]
    assert "secret" not in str(logs)


async def test_one_job_that_hangs_holds_up_no_other_and_is_not_begun_twice():
    task, begun = Task(), []

    async def hangs() -> None:
        begun.append("hangs")
        await asyncio.get_running_loop().create_future()

    async with build([Job("hangs", OFTEN, hangs), Job("sweep", OFTEN, task)]):
        await task.has_run(5)

    assert begun == ["hangs"]


async def test_nothing_runs_after_the_end():
    task, later = Task(), Task()
    async with build([Job("sweep", OFTEN, task)]):
        await task.has_run(1)
    runs = task.begun

    async with build([Job("sweep", OFTEN, later)]):
        await later.has_run(4)

    assert task.begun == runs
