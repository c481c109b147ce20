"""The scheduler only ticks; what is due is said by rows, and every job re-checks it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.jobstores.memory import MemoryJobStore  # type: ignore[import-untyped]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bridge.actions.delivery.outbox import doubted
from bridge.delivery.elapsed import elapsed
from bridge.delivery.retry import traced
from storage.engine.database import Database
from storage.engine.trouble import is_database_trouble
from storage.engine.unit_of_work import UnitOfWork

# How often it is looked whether somebody has set the clock, and how far it has to be off for that.
CLOCK_CHECK_INTERVAL, MIN_CLOCK_SHIFT = timedelta(seconds=1), timedelta(seconds=2)

Due = tuple[int, int]
"""The ids of an organization and of its row that is due."""
Find = Callable[[Database], Awaitable[Iterable[Due]]]
Act = Callable[[UnitOfWork, int], Awaitable[object]]
"""Changes one row, by its id, in its organization's unit of work. It re-checks that the row is still due."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """Runs at start and then `every` so often, never twice at once. It may be cancelled anywhere."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


def each_due(
    database: Database,
    name: str,
    every: timedelta,
    find: Find,
    act: Act,
    *,
    if_failed: Act | None = None,
    urgent: bool = True,
) -> Job:
    """Job that finds the due rows and acts on each in a unit of work of its own: one that fails holds up no other.

    Args:
        if_failed: done with a row whose `act` failed, to try it later; without it the next run tries it again.
        urgent: False for what comes in masses: see `WriteLock`.
    """

    async def run() -> None:
        for organization_id, row_id in await find(database):
            with isolated_failure("scheduler.row_failed", job=name, organization=organization_id, row=row_id):
                async with database.begin(organization_id, urgent=urgent) as uow:
                    await act(uow, row_id)
                continue
            if if_failed is not None:
                async with database.begin(organization_id) as uow:
                    await if_failed(uow, row_id)

    return Job(name, every, run)


def everywhere(query: Callable[[UnitOfWork], Awaitable[Iterable[Due]]]) -> Find:
    """Due rows of all organizations, by one query."""

    async def find(database: Database) -> Iterable[Due]:
        async with database.read() as uow:
            return await query(uow)

    return find


def in_each_organization(
    organizations: Callable[[UnitOfWork], Awaitable[Sequence[int]]],
    query: Callable[[UnitOfWork], Awaitable[Iterable[int]]],
) -> Find:
    """Due rows by a query in each of some organizations."""

    async def find(database: Database) -> Iterable[Due]:
        async with database.read() as uow:
            organization_ids = await organizations(uow)
        found: list[Due] = []
        for organization_id in organization_ids:
            async with database.read(organization_id) as uow:
                found += [(organization_id, row_id) for row_id in await query(uow)]
        return found

    return find


@contextmanager
def isolated_failure(event: str, **row: int | str) -> Iterator[None]:
    """Around what a job does with one row: a failure is logged as `event`, and does not keep the job from the others.

    While the database is away there is nothing to be done with the others either: that ends the job until its next
    tick.
    """
    try:
        yield
    except Exception as error:
        if is_database_trouble(error):
            raise
        log.error(event, **row, error=traced(error))


class CatchUp:
    """After a restore: what each job has to do first may have been done before, by a process that nobody knows of.

    Args:
        jobs: those that are to run.
        over: called once all of them have run.
    """

    def __init__(self, jobs: Iterable[Job], over: Callable[[], None]) -> None:
        self._left = {job.name for job in jobs}
        self._over = over

    async def run(self, job: Job) -> None:
        if job.name not in self._left:
            await job.run()
            return
        with doubted():
            await job.run()
        self._left.discard(job.name)
        if not self._left:
            self._over()


class Running:
    """The jobs that run now. Stopped, they end as if they were done: nobody has to hear of it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()
        self._is_over = False

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Around one run of a job, in a task of its own."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            yield
        except asyncio.CancelledError:
            if not self._is_over:
                raise
            task.uncancel()
        finally:
            self._tasks.discard(task)

    async def stop(self) -> None:
        self._is_over = True
        # What the scheduler has just handed to the loop begins, or it could not be told from what failed.
        await asyncio.sleep(0)
        stopped = list(self._tasks)
        for task in stopped:
            task.cancel()
        await asyncio.gather(*stopped, return_exceptions=True)


@asynccontextmanager
async def run_jobs(jobs: Iterable[Job], catch_up: CatchUp | None = None) -> AsyncIterator[None]:
    """Run the jobs for as long as the block lasts. A job that fails is logged and runs again when it is due."""
    # A job that is late, because the process slept, still runs, and once for all the times that it missed.
    defaults = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, job_defaults=defaults, timezone=UTC)
    at_once, running = _now(), Running()

    async def run(job: Job) -> None:
        async with running.held():
            await _run(job, catch_up)

    for job in jobs:
        every = job.every.total_seconds()
        # At start as well: a process that is restarted often would never come to its hourly jobs.
        scheduler.add_job(run, "interval", [job], id=job.name, seconds=every, next_run_time=at_once)
    scheduler.start()
    watching = asyncio.create_task(_heed_the_clock(scheduler))
    try:
        yield
    finally:
        watching.cancel()
        scheduler.pause()
        # What it cancelled itself would stand in the log as jobs that failed, each with its traceback.
        await running.stop()
        scheduler.shutdown(wait=False)
        # It shuts down in the loop's next turn.
        await asyncio.gather(watching, return_exceptions=True)


async def _heed_the_clock(scheduler: AsyncIOScheduler) -> None:
    """Have all jobs run when somebody has set the machine's clock: set back, it would have them wait for so long."""
    known = _ahead()
    while True:
        await asyncio.sleep(CLOCK_CHECK_INTERVAL.total_seconds())
        before, known = known, _ahead()
        if abs(known - before) < MIN_CLOCK_SHIFT:
            continue
        log.warning("clock.set", seconds=round((known - before).total_seconds()))
        for job in scheduler.get_jobs():
            job.modify(next_run_time=_now())


def _ahead() -> timedelta:
    """How far the clock is ahead of the time that has passed: always the same, unless somebody sets it."""
    return _now() - datetime.min.replace(tzinfo=UTC) - elapsed()


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - ticks come in real time; what is due is due by the database's clock


async def _run(job: Job, catch_up: CatchUp | None) -> None:
    try:
        await (job.run() if catch_up is None else catch_up.run(job))
    except Exception as error:
        # Each job would say so at each tick; the database says it once.
        if not is_database_trouble(error):
            log.error("scheduler.job_failed", job=job.name, error=traced(error))
