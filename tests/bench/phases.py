"""What is measured, and for how long: every wait has an end."""

import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from tests.bench.systems import LOOK, Process, StandIn, System, now

DIALOGS, OPERATORS = 200, 20
# The burst of the unkind part: so many customers, so many messages each.
BURST_DIALOGS, BURST_EACH = 150, 2
# Nothing has arrived for so many seconds: what is missing is lost. Longer than the bridge waits before it tries again
# what may have left.
QUIET = 8.0
LONGEST = 30.0
# Every topic has to be there before anything is measured.
WARMING = 120.0


@dataclass(frozen=True)
class Phase:
    name: str
    count: int
    # Messages a second; None: all at once.
    rate: float | None = None
    delay: float = 0.0
    limits: bool = False
    ways: str = "both"
    dialogs: int = DIALOGS


WARM = Phase("warm-up", DIALOGS, ways="in")
STEADY = [
    Phase("10/s", 80, rate=10),
    Phase("30/s", 240, rate=30),
    Phase("100/s", 600, rate=100),
    Phase("saturation", 1500),
    Phase("30/s, 50 ms a call", 240, rate=30, delay=0.05),
    Phase("100/s, 50 ms a call", 600, rate=100, delay=0.05),
    Phase("saturation, 50 ms a call", 1500, delay=0.05),
]
# What a message costs, however much is stored.
COST = [
    Phase("10/s, in", 200, rate=10, ways="in"),
    Phase("10/s, out", 200, rate=10, ways="out"),
    Phase("10/s, both", 200, rate=10),
]
# Enough to go beyond what Telegram lets pass at once.
LIMITS = Phase("Telegram's limits", 120, limits=True, ways="in", dialogs=40)
KILLED = Phase("kill -9 in a burst", BURST_DIALOGS * BURST_EACH, ways="in", dialogs=BURST_DIALOGS)


@dataclass(frozen=True)
class Outage:
    """What is written while the API is away: `seconds`, the writing included. `methods` fail, none: all."""

    phase: Phase
    seconds: float
    kind: str = "http_502"
    methods: tuple[str, ...] = ()


OUTAGE = Outage(Phase("60 s of 502", 240, rate=4, dialogs=60), seconds=60)
# Updates are fetched all the while, so that everything waits on our side.
SENDINGS = ("sendMessage", "setMessageReaction", "createForumTopic", "editForumTopic", "editMessageText", "getMe")
BACKLOG = Outage(Phase("1000 that wait in 100 dialogs", 1000, limits=True, dialogs=100), seconds=60, methods=SENDINGS)
# The bridge asks every 30 s whether the API is back; a backlog of 25 messages a second takes its time.
RECOVERY = 240.0
RECOVERY_QUIET = 60.0

Report = dict[str, Any]


async def run(system: System) -> dict[str, Report]:
    """All phases of one system; by name."""
    async with StandIn() as standin, AsyncExitStack() as started:
        setup = await standin.open(dialogs=DIALOGS, operators=OPERATORS)
        await system.prepare(setup)

        async def start(*, limits: bool = False) -> Process:
            await standin.asks("forget_polls")
            process = await system.start(setup, limits=limits)
            started.push_async_callback(process.end, signal.SIGKILL)
            await _polls(standin)
            return process

        begun = now()
        process = await start()
        reports: dict[str, Report] = {"start": {"seconds": now() - begun}}
        reports[WARM.name] = await _measured(standin, process, WARM, longest=WARMING)
        for phase in STEADY:
            reports[phase.name] = await _measured(standin, process, phase)
        reports["memory"] = {"megabytes": process.peak_memory}
        reports[OUTAGE.phase.name] = await _through(standin, OUTAGE)
        await _burst_and_kill(standin, process)
        process = await start()
        await _arrived(standin)
        reports[KILLED.name] = await standin.asks("report")
        await process.end()
        process = await start(limits=True)
        reports[LIMITS.name] = await _measured(standin, process, LIMITS)
        reports[BACKLOG.phase.name] = await _through(standin, BACKLOG)
    return reports


async def cost(system: System) -> dict[str, Report]:
    """The phases of `COST`, by name."""
    async with StandIn() as standin:
        setup = await standin.open(dialogs=DIALOGS, operators=OPERATORS)
        await system.prepare(setup)
        process = await system.start(setup, limits=False)
        try:
            await _polls(standin)
            await _measured(standin, process, WARM, longest=WARMING, quiet=WARMING)
            return {phase.name: await _measured(standin, process, phase) for phase in COST}
        finally:
            await process.end(signal.SIGKILL)


async def _polls(standin: StandIn) -> None:
    async with asyncio.timeout(LONGEST):
        # The stand-in is another process: there is no event of it to wait for.
        while (await standin.asks("state"))["polled"] < 2:  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


async def _measured(
    standin: StandIn, process: Process, phase: Phase, *, longest: float = LONGEST, quiet: float = QUIET
) -> Report:
    before, stand_in_before = process.cpu, standin.cpu
    await _write(standin, phase)
    await _arrived(standin, longest, quiet)
    report = await standin.asks("report")
    done = max(1, report["written"] - report["lost"])
    report["cpu"] = 1000 * (process.cpu - before) / done
    report["stand_in_cpu"] = 1000 * (standin.cpu - stand_in_before) / done
    report["calls_each"] = sum(report["calls"].values()) / done
    print(phase.name, {name: _short(value) for name, value in report.items()}, file=sys.stderr, flush=True)
    return report


async def _through(standin: StandIn, outage: Outage) -> Report:
    """Write while the API is away; what has become of it when nothing comes any more."""
    begun = now()
    await standin.asks("phase", delay=outage.phase.delay, limits=outage.phase.limits)
    await standin.asks("fail", kind=outage.kind, methods=outage.methods)
    await _begin_to_write(standin, outage.phase)
    await asyncio.sleep(max(0.0, outage.seconds - (now() - begun)))
    await standin.asks("recover")
    await _arrived(standin, RECOVERY, RECOVERY_QUIET)
    report = await standin.asks("report")
    print(outage.phase.name, report, file=sys.stderr, flush=True)
    return report


async def _burst_and_kill(standin: StandIn, process: Process) -> None:
    await _write(standin, KILLED)
    async with asyncio.timeout(LONGEST):
        while (await standin.asks("state"))["arrived"] < KILLED.count // 4:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    await process.end(signal.SIGKILL)


async def _write(standin: StandIn, phase: Phase) -> None:
    await standin.asks("phase", delay=phase.delay, limits=phase.limits)
    await _begin_to_write(standin, phase)


async def _begin_to_write(standin: StandIn, phase: Phase) -> None:
    await standin.asks("write", count=phase.count, rate=phase.rate, ways=phase.ways, dialogs=phase.dialogs)


async def _arrived(standin: StandIn, longest: float = LONGEST, quiet: float = QUIET) -> None:
    """Until everything is there, or nothing has come for a while. What comes once more has a moment to do so."""
    begun = changed = now()
    arrived = -1
    while now() - begun < longest:
        state = await standin.asks("state")
        if not state["is_writing"] and state["arrived"] == state["written"]:
            break
        if state["arrived"] != arrived:
            arrived, changed = state["arrived"], now()
        if now() - changed > quiet:
            break
        await asyncio.sleep(LOOK)
    await asyncio.sleep(1)


def _short(value: object) -> object:
    return round(value, 2) if isinstance(value, float) else value
