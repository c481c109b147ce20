"""The bridge of a chaos run as a process of its own."""

import asyncio
from pathlib import Path

from tests.chaos.dial import Dial
from tests.kit.stories.process import Process
from tests.kit.stories.stage import Stage

# What its log says when it is there.
SERVING = "bridge.serving"
# Far longer than a start takes on a busy machine.
PATIENCE = 60.0
LOOK = 0.2


class ChaosProcess(Process):
    """With short waits and the world's clock, however far that is moved."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        super().__init__(stage, folder)
        self._clock = folder / "clock"
        self.dial = Dial(stage.world, self._clock)

    def _program(self) -> list[str]:
        return ["tests.chaos.product", str(self._clock)]


def lives(process: Process) -> int:
    """How often it has been there so far."""
    return process.log.count(SERVING)


async def serving(process: Process, *, after: int = 0) -> None:
    """Until it is there, after so many lives that it had before."""
    async with asyncio.timeout(PATIENCE):
        # Another process tells nobody: there is only its log.
        while lives(process) == after:  # noqa: ASYNC110
            await asyncio.sleep(LOOK)
