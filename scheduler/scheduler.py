"""The scheduler only ticks: rows say what is due, and every job checks that again."""

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

# How often we check whether the machine's clock was set, and by how much it must differ.
CLOCK_CHECK_INTERVAL, MIN_CLOCK_SHIFT = timedelta(seconds=1), timedelta(seconds=2)

Due = tuple[int, int]
"""The id of an organization and the id of its due row."""
Find = Callable[[Database], Awaitable[Iterable[Due]]]
Act = Callable[[UnitOfWork, int], Awaitable[object]]
"""Changes one row, by its id, in a unit of work of its organization. It checks again whether the row is due."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """A job runs at start and then once per interval `every`, never twice at the same time.

    It may be cancelled anywhere.
    """

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
    """A job that finds the due rows and acts on each in its own unit of work; a failing row does not stop others.

    Args:
        if_failed: called with a row whose `act` failed, to retry it later; without it the next run tries the row
            again.
        urgent: False for mass work: see `WriteLock`.
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
    """Find due rows of all organizations by one query."""

    async def find(database: Database) -> Iterable[Due]:
        async with database.read() as uow:
            return await query(uow)

    return find


def in_each_organization(
    organizations: Callable[[UnitOfWork], Awaitable[Sequence[int]]],
    query: Callable[[UnitOfWork], Awaitable[Iterable[int]]],
) -> Find:
    """Find due rows by one query in each of the given organizations."""

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
    """Log a failure with one row as `event`, so that the job goes on with the other rows.

    When the database is unavailable, the other rows would fail too; the error then ends the job until its next tick.
    """
    try:
        yield
    except Exception as error:
        if is_database_trouble(error):
            raise
        log.error(event, **row, error=traced(error))


class CatchUp:
    """After a restore, the first run of each job may repeat what an unknown process has done before.

    Args:
        jobs: the jobs that run.
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
    """The job runs in progress. A stopped run ends like a finished one, so that it is not reported as a failure."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()
        self._is_over = False

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Track one run of a job, which is a task of its own."""
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
        # Tasks that the scheduler has just created must start first; otherwise they would look like failures.
        await asyncio.sleep(0)
        stopped = list(self._tasks)
        for task in stopped:
            task.cancel()
        await asyncio.gather(*stopped, return_exceptions=True)


@asynccontextmanager
async def run_jobs(jobs: Iterable[Job], catch_up: CatchUp | None = None) -> AsyncIterator[None]:
    """Run the jobs while the block runs. A failed job is logged and runs again when it is due."""
    # A late job, because the process slept, still runs, once for all missed times.
    defaults = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, job_defaults=defaults, timezone=UTC)
    at_once, running = _now(), Running()

    async def run(job: Job) -> None:
        async with running.held():
            await _run(job, catch_up)

    for job in jobs:
        every = job.every.total_seconds()
        # Jobs also run at start: otherwise a process that restarts often would never reach its hourly jobs.
        scheduler.add_job(run, "interval", [job], id=job.name, seconds=every, next_run_time=at_once)
    scheduler.start()
    watching = asyncio.create_task(_heed_the_clock(scheduler))
    try:
        yield
    finally:
        watching.cancel()
        scheduler.pause()
        # The scheduler would log the jobs that it cancels as failed, each with a traceback.
        await running.stop()
        scheduler.shutdown(wait=False)
        # The scheduler shuts down in the next turn of the event loop.
        await asyncio.gather(watching, return_exceptions=True)


async def _heed_the_clock(scheduler: AsyncIOScheduler) -> None:
    """Run all jobs when somebody has set the machine's clock; after it was set back, they would wait for too long."""
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
    """How far the clock is ahead of the elapsed time: a constant, unless somebody sets the clock."""
    return _now() - datetime.min.replace(tzinfo=UTC) - elapsed()


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - ticks come in real time; rows are due by the database's clock


async def _run(job: Job, catch_up: CatchUp | None) -> None:
    try:
        await (job.run() if catch_up is None else catch_up.run(job))
    except Exception as error:
        # The database reports this once; otherwise each job would report it at each tick.
        if not is_database_trouble(error):
            log.error("scheduler.job_failed", job=job.name, error=traced(error))
