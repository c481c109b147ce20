"""A second `bridge run` on the same database is refused in one sentence; the other commands work beside the first."""

import asyncio
import sys
from pathlib import Path

from tests.kit.network.ports import free_port
from tests.kit.stories.process import environment
from tests.kit.stories.stage import Stage


async def ended(stage: Stage, folder: Path, *words: str) -> tuple[int, str]:
    """How a command ends, and what it says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bridge", *words),
        cwd=folder,
        env=environment(stage.settings) | {"HTTP_PORT": str(free_port())},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _none = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_the_second_is_refused_and_the_first_goes_on(stage: Stage, tmp_path: Path):
    async with stage.at_work():
        code, said = await ended(stage, tmp_path, "run")
        beside = await ended(stage, tmp_path, "employee", "unlock", "79990000001")

        assert code == 2
        assert said.splitlines()[-1].startswith("Another bridge already runs on /")
        assert "Traceback" not in said
        assert beside[0] == 0
        await stage.ivan.writes("Здравствуйте", to=stage.shop)
        await stage.anna.sees("Здравствуйте", in_=stage.desk)
