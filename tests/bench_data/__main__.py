"""`make bench-data`: how long lists, searches and reports take in 1,000,000 messages: docs/benchmarks.md."""

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from storage.engine.database import Database
from tests.bench_data import reports
from tests.bench_data.building import Size, build
from tests.bench_data.questions import QUESTIONS, Question
from tests.kit.database import postgres

TRIES = 200
# The first ones pay for what later ones find in memory.
WARM = 10

Figures = dict[str, tuple[float, float]]


async def measure(database: Database, progress: Progress, name: str) -> Figures:
    """Milliseconds, p50 and p95, for each question."""
    bar = progress.add_task(f"{name}: questions", total=len(QUESTIONS))
    figures = {}
    for question in QUESTIONS:
        figures[question.name] = await _ask(database, question)
        progress.advance(bar)
    return figures


async def _ask(database: Database, question: Question) -> tuple[float, float]:
    async with database.read() as uow:
        (organization,) = await uow.organizations.all()
    await question.prepare(database, organization.id)
    chance, took = random.Random(7), []
    for _ in range(WARM + TRIES):
        begun = time.perf_counter()
        async with database.read(organization.id) as uow:
            await question.ask(uow, chance)
        took.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(took[WARM:], n=100)
    return cuts[49], cuts[94]


@asynccontextmanager
async def databases(folder: Path, names: list[str]) -> AsyncIterator[dict[str, Database]]:
    opened = {}
    if "SQLite" in names:
        opened["SQLite"] = Database(f"sqlite:///{folder}/data.db")
    if "PostgreSQL" in names:
        postgres.prepare()
        try:
            opened["PostgreSQL"] = Database(await postgres.create_database(postgres.server(), "bench"))
        except postgres.NoServer:
            print("PostgreSQL is not installed here: only SQLite is measured")
    try:
        yield opened
    finally:
        for database in opened.values():
            await database.close()
        if "PostgreSQL" in names:
            postgres.stop()


def drawn(figures: dict[str, Figures]) -> str:
    rows = [["", *(f"{name}: p50, ms | p95, ms" for name in figures)], ["---"] * (1 + 2 * len(figures))]
    for question in QUESTIONS:
        cells = [f"{value:.1f}" for each in figures.values() for value in each[question.name]]
        rows.append([question.name, *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


async def run(size: Size, names: list[str]) -> tuple[dict[str, Figures], dict[str, reports.Figures]]:
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    with TemporaryDirectory(prefix="bridge-data-") as folder, Progress(*columns, console=Console(stderr=True)) as shown:
        async with databases(Path(folder), names) as opened:
            for name, database in opened.items():
                await build(database, size, shown, name)
            asked = {name: await measure(database, shown, name) for name, database in opened.items()}
            made = {name: await reports.measure(database, shown, name) for name, database in opened.items()}
            return asked, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--dialogs", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    chosen = parser.parse_args()
    size = Size(chosen.dialogs, chosen.messages)
    asked, made = asyncio.run(run(size, chosen.only or ["SQLite", "PostgreSQL"]))
    print(f"{drawn(asked)}\n\n{reports.drawn(made)}")


if __name__ == "__main__":
    main()
