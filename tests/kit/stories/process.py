"""The bridge as a process of its own, which can be stopped and killed."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import bridge
from bridge.settings import SECTIONS, Settings
from tests.kit.stories.stage import Stage

CODE = Path(bridge.__file__).parents[1]


class Process:
    """It has the time of the stage's world. `log` is what it has written so far."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._log = folder / "bridge.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    async def start(self) -> None:
        with self._log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self._program()),
                cwd=self._log.parent,
                env=self._environment(),
                stderr=log,
                stdout=log,
            )

    def _program(self) -> list[str]:
        """The module that is run, and its arguments."""
        ahead = self._stage.world.clock.now().timestamp() - time.monotonic()
        return ["tests.kit.stories.set_clock", str(ahead)]

    def _environment(self) -> dict[str, str]:
        return environment(self._stage.settings)

    async def kill(self) -> None:
        """As a power cut does."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """As a supervisor does; returns the exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        process, self._process = self._process, None
        return await process.wait()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Process"]:
        await self.start()
        try:
            yield self
        finally:
            if self._process is not None:
                await self.kill()


def environment(settings: Settings) -> dict[str, str]:
    """The variables that say what the settings say, and nothing of the machine's own."""
    names = {name.upper() for part in SECTIONS for name in part.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    return inherited | {
        "PYTHONPATH": str(CODE),
        "OPERATOR_BOT_TOKEN": settings.telegram.operator,
        "TELEGRAM_API_URL": settings.telegram.telegram_api_url,
        "TELEGRAM_PROXY": settings.telegram.telegram_proxy.get_secret_value(),
        "TELEGRAM_LIMITS": settings.telegram.telegram_limits,
        "HTTP_PORT": str(settings.http.http_port),
        "PUBLIC_URL": settings.http.public_url,
        "DATABASE_URL": settings.storage.url,
        "DATA_DIR": str(settings.storage.data_dir),
        "SECRET_KEY": settings.storage.secret_key.get_secret_value(),
        "LOG_LEVEL": settings.logs.log_level,
        **({"SSL_CERT_FILE": authorities} if (authorities := settings.route.certificates.file) else {}),
    }
