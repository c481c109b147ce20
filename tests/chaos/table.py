"""The weather table: both sides write while every call goes wrong for 40 seconds, then nobody does anything.

`python -m tests.chaos.table`: the whole product with its own waits, some ten minutes.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.process import serving
from tests.chaos.run import Plan, staged
from tests.kit.stories.process import Process
from tests.kit.stories.traffic import OUTCOMES, Talk, begin, marks, write_both_ways

AWAY, EACH_WAY = 40.0, 8
KINDS = ("http_502", "json_500", "reset_before", "reset_after", "stall", "stall_before", "refused")
# What is missing so many seconds after the fault is lost. The longest wait for an answer is a minute.
LONGEST, LOOK = 180.0, 0.1
# What comes twice has a moment to do so.
MOMENT = 3.0


@dataclass(frozen=True)
class Row:
    """`seconds` until everything was there; None: never."""

    kind: str
    lost: int
    doubled: int
    reordered: int
    seconds: float | None

    def __str__(self) -> str:
        took = "never" if self.seconds is None else f"{self.seconds:.1f}"
        written = 2 * EACH_WAY
        return f"| {self.kind} | {self.lost} of {written} | {self.doubled} | {self.reordered} | {took} |"


async def row(kind: str, folder: Path, away: float) -> Row:
    async with staged(Plan(seed=0, layout="topics"), folder) as stage:
        process = Process(stage, folder)
        async with process.at_work():
            await serving(process)
            talk = await begin(stage, "Ирина", stage.anna)
            spell = stage.world.weather.begin(kind)
            await write_both_ways(talk, EACH_WAY, over=away)
            stage.world.weather.end(spell)
            seconds = await whole(talk)
            await asyncio.sleep(MOMENT)
    ways = [(talk.asked, talk.shown()), (talk.answered, talk.delivered())]
    return Row(
        kind,
        sum(len(set(said) - set(seen)) for said, seen in ways),
        sum(sum(Counter(seen).values()) - len(set(seen)) for _, seen in ways),
        sum(overtaken(said, seen) for said, seen in ways),
        seconds,
    )


async def whole(talk: Talk) -> float | None:
    """The seconds until everything is there and marked."""
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST:
        is_there = {*talk.asked} <= {*talk.shown()} and {*talk.answered} <= {*talk.delivered()}
        if is_there and all(OUTCOMES & marks(message) for message in talk.written):
            return time.monotonic() - begun
        await asyncio.sleep(LOOK)
    return None


def overtaken(said: Sequence[str], seen: Sequence[str]) -> int:
    firsts = [said.index(text) for text in dict.fromkeys(seen) if text in said]
    return sum(later < earlier for earlier, later in pairwise(firsts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=KINDS)
    parser.add_argument("--seconds", type=float, default=AWAY, help="how long the fault lasts")
    chosen = parser.parse_args()
    print("| fault on every call | lost | doubled | reordered | seconds until everything is there |")
    print("| --- | --- | --- | --- | --- |")
    for kind in chosen.only or KINDS:
        with TemporaryDirectory(prefix="bridge-chaos-") as folder:
            print(asyncio.run(row(kind, Path(folder), chosen.seconds)), flush=True)


if __name__ == "__main__":
    main()
