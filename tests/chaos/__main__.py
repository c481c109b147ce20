"""`make chaos`: runs over random weather until the time is over. `python -m tests.chaos --seed 7 --minutes 10`."""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.run import LAYOUTS, Plan, Report, run

STEPS, KILLS = 150, 3
# What is kept of runs with faults.
KEPT = Path(".chaos")
# Every so many runs the stand-in refuses to answer the questions of settling.
REFUSING = 5


def plans(first_seed: int, layouts: list[str], steps: int, kills: int) -> Iterator[Plan]:
    for number in count():
        layout = layouts[number % len(layouts)]
        yield Plan(first_seed + number, layout, steps, kills, refuses_settling=number % REFUSING == REFUSING - 1)


async def one(plan: Plan) -> Report:
    with TemporaryDirectory(prefix="bridge-chaos-") as folder:
        report = await run(plan, Path(folder))
        if not report.is_good:
            keep(report, Path(folder))
    return report


def keep(report: Report, folder: Path) -> None:
    """What was done, what was logged and the database, for whoever looks for the reason."""
    kept = KEPT / f"seed-{report.plan.seed}-{report.plan.layout}"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "report.txt").write_text("\n".join([report.told(), "", *report.steps, "", report.chats]))
    for path in [*folder.glob("bridge.*")]:
        shutil.copy(path, kept)
    print(f"kept in {kept}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--runs", type=int, help="so many instead of minutes")
    parser.add_argument("--layout", action="append", choices=LAYOUTS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--kills", type=int, default=KILLS)
    chosen = parser.parse_args()
    until, bad, number = time.monotonic() + chosen.minutes * 60, 0, 0
    for plan in plans(chosen.seed, chosen.layout or [*LAYOUTS], chosen.steps, chosen.kills):
        if number == chosen.runs or (chosen.runs is None and time.monotonic() > until):
            break
        report = asyncio.run(one(plan))
        number, bad = number + 1, bad + (not report.is_good)
        print(report.told(), flush=True)
    print(f"{number} runs, {bad} with faults")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
