"""`make bench`: the bridge and a bare relay, side by side against the same stand-in; then the bridge with much stored.

Takes some ten minutes.
"""

import argparse
import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import phases, table
from tests.bench.systems import Bridge, Relay, System


async def measure_costs() -> dict[str, dict[str, phases.Report]]:
    """What a message costs in an empty database, and in one with 200,000 deliveries and copies."""
    with TemporaryDirectory(prefix="bridge-bench-") as folder:
        empty = Bridge(Path(folder) / "empty", "empty")
        grown = Bridge(Path(folder) / "grown", "grown", has_history=True)
        return {system.name: await phases.cost(system) for system in (empty, grown)}


async def measure(names: list[str]) -> dict[str, dict[str, phases.Report]]:
    with TemporaryDirectory(prefix="bridge-bench-") as folder:
        systems: list[System] = [Relay(), Bridge(Path(folder))]
        return {system.name: await phases.run(system) for system in systems if system.name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=["bare relay", "bridge", "costs"])
    parser.add_argument("--json", type=Path, help="keep the figures here too")
    chosen = parser.parse_args()
    names = chosen.only or ["bare relay", "bridge", "costs"]
    figures, costs = asyncio.run(measure(names)), asyncio.run(measure_costs()) if "costs" in names else {}
    if chosen.json:
        chosen.json.write_text(json.dumps({**figures, **costs}, indent=1))
    if figures:
        print(table.drawn(figures), end="\n\n")
    if costs:
        print(table.drawn_costs(costs))


if __name__ == "__main__":
    main()
