"""Starts everything in order, and stops it so that nothing is lost."""

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
from bridge.app.customers import Customers
from bridge.app.only_one import only_one
from bridge.app.operators import Operators
from bridge.app.parts import Parts, build
from bridge.app.tasks import tasks
from bridge.app.web import web_server
from bridge.desk.counting import Counting
from bridge.errors import Misconfigured, OutcomeUnknown, TryLater
from bridge.limits import Budget
from bridge.sending.availability import Availability
from bridge.settings import Settings
from scheduler import scheduler
from scheduler.boards import keeping_boards
from scheduler.housekeeping import HOURLY, housekeeping
from scheduler.mirrors import forgetting
from scheduler.outages import showing_delays, watching_outages
from scheduler.overdue import telling_of_overdue
from scheduler.ratings import asking_for_ratings
from scheduler.routing import placing
from scheduler.scheduled_messages import leaving
from scheduler.scheduler import CatchUp, Job
from scheduler.shifts import shifting
from scheduler.silences import closing_silent
from scheduler.snoozes import waking
from scheduler.task_reminders import reminding
from scheduler.topics import sweeping
from scheduler.unanswered import watching
from scheduler.weekly import telling_of_the_week
from storage.channels import Provider
from storage.database import Clock, utc_now
from storage.migrate import upgrade

# What is being sent when the process is told to stop gets this long to finish.
GRACE = timedelta(seconds=8)

# How many objects are made before the garbage collector looks through them. Most of what a message makes is gone at
# once: Python's 700 would have it looked for several times a message.
SELDOM = (20_000, 20, 20)

WhenReady = Callable[[], Awaitable[None]]

log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Parts]:
    """The whole bridge, at work while the block runs.

    Raises:
        Misconfigured: a setting must be mended first; the text says which and how.
    """
    async with AsyncExitStack() as stack:
        parts = build(settings, clock)
        stack.enter_context(only_one(parts.database, settings.storage))
        stack.push_async_callback(parts.database.close)
        await upgrade(parts.database)
        operators = Operators(parts)
        bots: list[Bot] = [operators, *await _customers(parts)]
        for bot in bots:
            stack.push_async_callback(bot.close)
        for bot in bots:
            parts.availability[bot.name] = Availability(
                bot.name, bot.answers, clock=parts.database.clock, renewal=renewal(parts, bot.name)
            )
            stack.push_async_callback(parts.availability[bot.name].close)
        _have_hurry(list(parts.availability.values()))
        operators.telegram.availability = parts.availability[operators.name]
        if settings.telegram.telegram_limits == "on":
            _limit(parts, operators, bots)
        await stack.enter_async_context(tasks(parts.outbox.run(), parts.journal.run()))
        # Undone in the opposite order: first nobody listens any more, then what was read is finished, then what it
        # put into the outbox is sent.
        stack.push_async_callback(parts.outbox.stop, GRACE)
        stack.push_async_callback(parts.journal.stop, GRACE)
        await stack.enter_async_context(web_server(parts, {bot.name: bot for bot in bots}))
        jobs = _jobs(parts, operators)
        await stack.enter_async_context(scheduler.build(jobs, _catch_up(jobs, settings.storage.restored)))
        await stack.enter_async_context(tasks(*[live(bot, parts) for bot in bots]))
        yield parts


async def serve(settings: Settings, clock: Clock = utc_now, *, when_ready: WhenReady | None = None) -> None:
    """Run until SIGTERM or Ctrl+C; then finish what is in hand."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, clock):
        # What is there by now stays. Looked through again and again for what may go, it would be a pause each time.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        log.info("bridge.serving", port=settings.http.http_port)
        if when_ready is not None:
            await when_ready()
        await stop.wait()
        log.info("bridge.stopping")


async def _customers(parts: Parts) -> list[Bot]:
    async with parts.database.read() as uow:
        if not await uow.organizations.all():
            raise Misconfigured("there is no organization yet: describe it in team.yaml, run «bridge apply team.yaml»")
        rows = await uow.channels.active_anywhere()
    return [Customers(row, parts) for row in rows if row.provider is Provider.TELEGRAM]


def _have_hurry(together: Sequence[Availability]) -> None:
    """Bots of one Telegram: when it answers one of them, the others ask at once."""

    def answered(provider: Availability) -> None:
        if provider.is_open:
            for other in together:
                other.hurry()

    for provider in together:
        provider.listen(partial(answered, provider))


def _limit(parts: Parts, operators: Operators, bots: Sequence[Bot]) -> None:
    """Keep below Telegram's flood limits, bot by bot."""
    parts.budgets.update({bot.name: Budget() for bot in bots})
    operators.telegram.bot.session.middleware(Counting(parts.budgets[operators.name]))


def _catch_up(jobs: Sequence[Job], restored: Path) -> CatchUp | None:
    """None when no backup was restored since the last start."""
    if not restored.exists():
        return None
    log.warning("restore.catching_up", backup_of=restored.read_text("ascii").strip())

    def over() -> None:
        restored.unlink(missing_ok=True)
        log.info("restore.caught_up")

    return CatchUp(jobs, over)


def _jobs(parts: Parts, operators: Operators) -> list[Job]:
    async def purge_files(before: datetime) -> int:
        return await asyncio.to_thread(parts.files.purge, before)

    async def look_at_topics() -> None:
        try:
            await operators.mode.refresh()
        except (TryLater, OutcomeUnknown):
            # While Telegram is away nothing is known of topics; that it is away is told elsewhere.
            log.info("topics.not_asked")

    keep_days = parts.settings.storage.keep_days
    topics_keep = timedelta(days=parts.settings.storage.topics_keep_days)
    return [
        *housekeeping(parts.database, keep_days=keep_days, purge_files=purge_files),
        waking(parts.database),
        *shifting(parts.database),
        leaving(parts.database),
        placing(parts.database),
        asking_for_ratings(parts.database),
        *watching(parts.database),
        keeping_boards(parts.database),
        watching_outages(parts.database, parts.availability, parts.problems.get),
        showing_delays(parts.database),
        reminding(parts.database),
        closing_silent(parts.database),
        *([sweeping(parts.database, topics_keep)] if topics_keep else []),
        forgetting(parts.database),
        telling_of_overdue(parts.database),
        telling_of_the_week(parts.database),
        # Topics may be switched on in BotFather while we run.
        Job("topics mode", HOURLY, look_at_topics),
    ]
