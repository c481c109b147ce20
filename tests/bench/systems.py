"""Processes that are measured: the bridge, and the bare relay; and the stand-in that both talk to."""

import json
import os
import signal
import sys
import time
from asyncio import create_subprocess_exec, subprocess, wait_for
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from aiohttp import ClientSession

from tests.bench.history import remember
from tests.bench.seed import seed
from tests.kit.network.ports import free_port

KEY = "a key that only the bench has"
LOOK = 0.05
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Setup:
    """What the stand-in says of itself."""

    url: str
    desk: str
    shop: str
    pairs: list[tuple[int, int]]


@dataclass
class Process:
    """One process of a system under test."""

    process: subprocess.Process

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def peak_memory(self) -> float:
        """MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

    async def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Nothing that was started outlives the bench."""
        if self.process.returncode is None:
            self.process.send_signal(by)
            await wait_for(self.process.wait(), 30)


class System(Protocol):
    name: str

    async def prepare(self, setup: Setup) -> None:
        """Before the first start."""

    async def start(self, setup: Setup, *, limits: bool) -> Process:
        """With `limits` it is told that the API has Telegram's."""


@dataclass
class Bridge:
    """`has_history`: it has been at work for some days."""

    folder: Path
    name: str = "bridge"
    has_history: bool = False

    async def prepare(self, setup: Setup) -> None:
        self.folder.mkdir(exist_ok=True)
        path = self.folder / "bridge.db"
        await seed(path, key=KEY, shop_token=setup.shop, pairs=setup.pairs)
        if self.has_history:
            await remember(path)

    async def start(self, setup: Setup, *, limits: bool) -> Process:
        variables = {
            "OPERATOR_BOT_TOKEN": setup.desk,
            "TELEGRAM_API_URL": setup.url,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": "",
            "PUBLIC_URL": "",
            "SECRET_KEY": KEY,
            "HTTP_PORT": str(free_port()),
            "TELEGRAM_LIMITS": "on" if limits else "off",
        }
        with (self.folder / "bridge.log").open("ab") as log:
            process = await create_subprocess_exec(
                sys.executable, "-m", "bridge", "run", env=os.environ | variables, stdout=log, stderr=log
            )
        return Process(process)


@dataclass
class Relay:
    name: str = "bare relay"

    async def prepare(self, setup: Setup) -> None:
        """It keeps nothing."""

    async def start(self, setup: Setup, *, limits: bool) -> Process:
        process = await create_subprocess_exec(
            sys.executable, "-m", "tests.bench.relay", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(vars(setup)).encode())
        process.stdin.close()
        return Process(process)


class StandIn:
    """`async with StandIn() as standin:` runs the stand-in in a process of its own."""

    async def __aenter__(self) -> "StandIn":
        process = await create_subprocess_exec(
            sys.executable, "-m", "tests.bench.standin", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdout is not None
        self._process = Process(process)
        self.url = (await process.stdout.readline()).decode().strip()
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()
        await self._process.end(signal.SIGKILL)

    @property
    def cpu(self) -> float:
        return self._process.cpu

    async def asks(self, name: str, **body: Any) -> dict[str, Any]:
        async with self._session.post(f"{self.url}/bench/{name}", json=body) as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
            return answer

    async def open(self, *, dialogs: int, operators: int) -> Setup:
        said = await self.asks("open", dialogs=dialogs, operators=operators)
        return Setup(self.url, said["desk"], said["shop"], [(pair[0], pair[1]) for pair in said["pairs"]])


def now() -> float:
    return time.perf_counter()
