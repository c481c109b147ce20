"""Starts everything in order, and stops it without losing anything."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bridge.app.bots import Bot, live, renewal
from bridge.app.components import Components, build
from bridge.app.customers import Customers
from bridge.app.only_one import only_one
from bridge.app.operators import Operators
from bridge.app.tasks import tasks
from bridge.app.web import web_server
from bridge.delivery.limits import Budget
from bridge.desk.bot_api.counting import Counting
from bridge.errors import Misconfigured, OutcomeUnknown, TryLater
from bridge.sending.availability import Availability
from bridge.settings import Settings
from scheduler import jobs as due_jobs
from scheduler import scheduler
from scheduler.housekeeping import PURGE_INTERVAL, housekeeping_jobs
from scheduler.mirrors import mirror_cleanup_job
from scheduler.outages import delay_job, outage_job
from scheduler.scheduler import CatchUp, Job
from scheduler.task_reminders import reminder_job
from storage.engine.database import Clock, utc_now
from storage.engine.migrate import upgrade
from storage.team.channels import Provider

# Requests that are under way when the process is told to stop get this long to finish.
STOP_TIMEOUT = timedelta(seconds=8)

# How many new objects trigger the garbage collector. Most objects of a message live very briefly: with Python's 700 the
# collector would run several times a message.
GC_THRESHOLDS = (20_000, 20, 20)

WhenReady = Callable[[], Awaitable[None]]

log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Components]:
    """Run the whole bridge while the block runs.

    Raises:
        Misconfigured: a setting must be changed first; the text says which one and how.
    """
    async with AsyncExitStack() as stack:
        components = build(settings, clock)
        stack.enter_context(only_one(components.database, settings.storage))
        stack.push_async_callback(components.database.close)
        await upgrade(components.database)
        operators = Operators(components)
        bots: list[Bot] = [operators, *await _customers(components)]
        for bot in bots:
            stack.push_async_callback(bot.close)
        for bot in bots:
            components.availability[bot.name] = Availability(
                bot.name, bot.answers, clock=components.database.clock, renewal=renewal(components, bot.name)
            )
            stack.push_async_callback(components.availability[bot.name].close)
        _ask_together(list(components.availability.values()))
        operators.telegram.availability = components.availability[operators.name]
        if settings.telegram.telegram_limits == "on":
            _set_limits(components, operators, bots)
        await stack.enter_async_context(tasks(components.outbox.run(), components.journal.run()))
        # The stack is undone in reverse order: first updates are no longer received, then the read ones are finished,
        # then the deliveries that they caused are sent.
        stack.push_async_callback(components.outbox.stop, STOP_TIMEOUT)
        stack.push_async_callback(components.journal.stop, STOP_TIMEOUT)
        await stack.enter_async_context(web_server(components, {bot.name: bot for bot in bots}))
        jobs = _jobs(components, operators)
        await stack.enter_async_context(scheduler.run_jobs(jobs, _catch_up(jobs, settings.storage.restored)))
        await stack.enter_async_context(tasks(*[live(bot, components) for bot in bots]))
        yield components


async def serve(settings: Settings, clock: Clock = utc_now, *, when_ready: WhenReady | None = None) -> None:
    """Run until SIGTERM or Ctrl+C, then finish the work that has begun."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, clock):
        # Objects that exist by now stay. The collector would search them again each time, which is a pause.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
        log.info("bridge.serving", port=settings.http.http_port)
        if when_ready is not None:
            await when_ready()
        await stop.wait()
        log.info("bridge.stopping")


async def _customers(components: Components) -> list[Bot]:
    async with components.database.read() as uow:
        if not await uow.organizations.all():
            raise Misconfigured("there is no organization yet: describe it in team.yaml, run «bridge apply team.yaml»")
        rows = await uow.channels.active_anywhere()
    return [Customers(row, components) for row in rows if row.provider is Provider.TELEGRAM]


def _ask_together(together: Sequence[Availability]) -> None:
    """Connect the bots of one Telegram: when it answers one of them, the others ask at once."""

    def answered(provider: Availability) -> None:
        if provider.is_open:
            for other in together:
                other.hurry()

    for provider in together:
        provider.listen(partial(answered, provider))


def _set_limits(components: Components, operators: Operators, bots: Sequence[Bot]) -> None:
    """Give every bot a budget that keeps it below Telegram's flood limits."""
    components.budgets.update({bot.name: Budget() for bot in bots})
    operators.telegram.bot.session.middleware(Counting(components.budgets[operators.name]))


def _catch_up(jobs: Sequence[Job], restored: Path) -> CatchUp | None:
    """Return the catch-up after a restore; None when no backup was restored since the last start."""
    if not restored.exists():
        return None
    log.warning("restore.catching_up", backup_of=restored.read_text("ascii").strip())

    def over() -> None:
        restored.unlink(missing_ok=True)
        log.info("restore.caught_up")

    return CatchUp(jobs, over)


def _jobs(components: Components, operators: Operators) -> list[Job]:
    async def purge_files(before: datetime) -> int:
        return await asyncio.to_thread(components.files.purge, before)

    async def look_at_topics() -> None:
        try:
            await operators.mode.refresh()
        except (TryLater, OutcomeUnknown):
            # While Telegram is away nothing is known of topics. The outage itself is reported elsewhere.
            log.info("topics.not_asked")

    keep_days = components.settings.storage.keep_days
    topics_keep = timedelta(days=components.settings.storage.topics_keep_days)
    return [
        *housekeeping_jobs(components.database, keep_days=keep_days, purge_files=purge_files),
        due_jobs.snooze_job(components.database),
        *due_jobs.shift_jobs(components.database),
        due_jobs.scheduled_message_job(components.database),
        due_jobs.queue_job(components.database),
        due_jobs.rating_job(components.database),
        *due_jobs.response_limit_jobs(components.database),
        due_jobs.board_job(components.database),
        outage_job(components.database, components.availability, components.problems.get),
        delay_job(components.database),
        reminder_job(components.database),
        *due_jobs.closing_idle_dialogs(components.database),
        *([due_jobs.topic_cleanup_job(components.database, topics_keep)] if topics_keep else []),
        mirror_cleanup_job(components.database),
        due_jobs.telling_of_overdue_tasks(components.database),
        due_jobs.weekly_report_job(components.database),
        # The owner may switch topics on in BotFather while the bridge runs.
        Job("topics mode", PURGE_INTERVAL, look_at_topics),
    ]
