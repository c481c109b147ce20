"""How long reports take, and for how long the loop stands still meanwhile."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from rich.progress import Progress

from bridge.reports.periods import period, span_of
from bridge.reports.report import ReportKind, ReportRequest
from bridge.reports.reporter import Reporter
from storage.engine.database import Database

ZONE = "Europe/Moscow"
TRIES = 5
DAYS = {"a month": 30, "a year": 365}
# Between two looks at the clock.
TICK = 0.001

Figures = dict[str, tuple[float, float, float]]


async def measure(database: Database, progress: Progress, name: str) -> Figures:
    """Seconds for each report, p50 and the longest; milliseconds for which nothing else was done in the loop."""
    async with database.read() as uow:
        (organization,) = await uow.organizations.all()
    bar = progress.add_task(f"{name}: reports", total=len(ReportKind) * len(DAYS))
    figures = {}
    reporter = Reporter(database)
    for days, count in DAYS.items():
        today = database.clock().date()
        span = span_of(today - timedelta(days=count - 1), today)
        for kind in ReportKind:
            request = ReportRequest(kind, period(span, ZONE, database.clock()))
            figures[f"{kind.name.lower().replace('_', ' ')}, {days}"] = await _made(reporter, organization.id, request)
            progress.advance(bar)
    reporter.close()
    return figures


async def _made(reporter: Reporter, organization_id: int, request: ReportRequest) -> tuple[float, float, float]:
    took, stalls = [], []
    # The first one pays for what later ones find in memory.
    for _ in range(1 + TRIES):
        async with _watched(stalls):
            begun = time.perf_counter()
            await reporter.report(organization_id, request)
            took.append(time.perf_counter() - begun)
    return statistics.median(took[1:]), max(took[1:]), max(stalls[1:]) * 1000


@asynccontextmanager
async def _watched(stalls: list[float]) -> AsyncIterator[None]:
    """Tells the longest time between two turns of the loop."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            longest = max(longest, time.perf_counter() - before - TICK)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
        stalls.append(longest)


def drawn(figures: dict[str, Figures]) -> str:
    heads = [f"{name}: p50, s | longest, s | loop stood still, ms" for name in figures]
    rows = [["", *heads], ["---"] * (1 + 3 * len(figures))]
    for report in next(iter(figures.values())):
        cells = [
            cell for each in figures.values() for cell in ("{:.2f}|{:.2f}|{:.0f}".format(*each[report])).split("|")
        ]
        rows.append([report, *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
