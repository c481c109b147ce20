"""`make bench`: the bridge and a bare relay, side by side against the same stand-in. Takes some five minutes."""

import argparse
import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import phases, table
from tests.bench.systems import Bridge, Relay, System


async def measure(names: list[str]) -> dict[str, dict[str, phases.Report]]:
    with TemporaryDirectory(prefix="bridge-bench-") as folder:
        systems: list[System] = [Relay(), Bridge(Path(folder))]
        return {system.name: await phases.run(system) for system in systems if system.name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=["bare relay", "bridge"])
    parser.add_argument("--json", type=Path, help="keep the figures here too")
    chosen = parser.parse_args()
    figures = asyncio.run(measure(chosen.only or ["bare relay", "bridge"]))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1))
    print(table.drawn(figures))


if __name__ == "__main__":
    main()
