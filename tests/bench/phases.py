"""What is measured, and for how long: every wait has an end."""

import asyncio
import signal
import sys
from dataclasses import dataclass
from typing import Any

from tests.bench.systems import LOOK, Process, Setup, StandIn, System, now

DIALOGS, OPERATORS = 200, 20
# The burst of the unkind part: so many customers, so many messages each.
BURST_DIALOGS, BURST_EACH = 150, 2
# Nothing has arrived for so many seconds: what is missing is lost. Longer than the bridge waits before it tries again
# what may have left.
QUIET = 5.0
LONGEST = 60.0


@dataclass(frozen=True)
class Phase:
    name: str
    count: int
    # Messages a second; None: all at once.
    rate: float | None = None
    delay: float = 0.0
    limits: bool = False
    both_ways: bool = True
    dialogs: int = DIALOGS


WARM = Phase("warm-up", DIALOGS, both_ways=False)
STEADY = [
    Phase("10/s", 80, rate=10),
    Phase("30/s", 240, rate=30),
    Phase("100/s", 600, rate=100),
    Phase("saturation", 1500),
    Phase("30/s, 50 ms a call", 240, rate=30, delay=0.05),
    Phase("100/s, 50 ms a call", 600, rate=100, delay=0.05),
    Phase("saturation, 50 ms a call", 1500, delay=0.05),
]
# 30 messages for each of the bots' seconds would never end: enough to go beyond what Telegram lets pass at once.
LIMITS = Phase("Telegram's limits", 120, limits=True, both_ways=False, dialogs=40)
KILLED = Phase("kill -9 in a burst", BURST_DIALOGS * BURST_EACH, both_ways=False, dialogs=BURST_DIALOGS)

Report = dict[str, Any]


async def run(system: System) -> dict[str, Report]:
    """All phases of one system; by name."""
    async with StandIn() as standin:
        setup = await standin.open(dialogs=DIALOGS, operators=OPERATORS)
        await system.prepare(setup)
        begun = now()
        process = await system.start(setup)
        await _polls(standin)
        reports: dict[str, Report] = {"start": {"seconds": now() - begun}}
        for phase in [WARM, *STEADY]:
            reports[phase.name] = await _measured(standin, process, phase)
        reports["memory"] = {"megabytes": process.peak_memory}
        reports[KILLED.name], process = await _killed(standin, system, setup, process)
        reports[LIMITS.name] = await _measured(standin, process, LIMITS)
        await process.end()
    return reports


async def _polls(standin: StandIn) -> None:
    async with asyncio.timeout(LONGEST):
        # The stand-in is another process: there is no event of it to wait for.
        while (await standin.asks("state"))["polled"] < 2:  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


async def _measured(standin: StandIn, process: Process, phase: Phase) -> Report:
    before, stand_in_before = process.cpu, standin.cpu
    await _write(standin, phase)
    await _arrived(standin)
    report = await standin.asks("report")
    done = max(1, report["written"] - report["lost"])
    report["cpu"] = 1000 * (process.cpu - before) / done
    report["stand_in_cpu"] = 1000 * (standin.cpu - stand_in_before) / done
    report["calls_each"] = sum(report["calls"].values()) / done
    print(phase.name, {name: _short(value) for name, value in report.items()}, file=sys.stderr, flush=True)
    return report


async def _killed(standin: StandIn, system: System, setup: Setup, process: Process) -> tuple[Report, Process]:
    """The report, and the process that came after the killed one."""
    await _write(standin, KILLED)
    async with asyncio.timeout(LONGEST):
        while (await standin.asks("state"))["arrived"] < KILLED.count // 4:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    await process.end(signal.SIGKILL)
    process = await system.start(setup)
    await _arrived(standin)
    return await standin.asks("report"), process


async def _write(standin: StandIn, phase: Phase) -> None:
    await standin.asks("phase", delay=phase.delay, limits=phase.limits)
    await standin.asks("write", count=phase.count, rate=phase.rate, both_ways=phase.both_ways, dialogs=phase.dialogs)


async def _arrived(standin: StandIn) -> None:
    """Until everything is there, or nothing has come for a while. What comes once more has a moment to do so."""
    begun = changed = now()
    arrived = -1
    while now() - begun < LONGEST:
        state = await standin.asks("state")
        if not state["is_writing"] and state["arrived"] == state["written"]:
            break
        if state["arrived"] != arrived:
            arrived, changed = state["arrived"], now()
        if now() - changed > QUIET:
            break
        await asyncio.sleep(LOOK)
    await asyncio.sleep(1)


def _short(value: object) -> object:
    return round(value, 2) if isinstance(value, float) else value
