"""Somebody sets the machine's clock while the bridge runs: everything goes on leaving."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.kit import faketime
from tests.kit.stories.dialogs import takes, texts
from tests.kit.stories.process import Process
from tests.kit.stories.stage import Stage

# More than may leave at once.
MESSAGES = 10


class OnAMachine(Process):
    """The real `bridge run`, with Telegram's limits kept, by a clock that can be set."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        super().__init__(stage, folder)
        self._clock = folder / "clock"
        self.sets_clock(timedelta(0))

    def sets_clock(self, off_by: timedelta) -> None:
        self._clock.write_text(f"{off_by.total_seconds():+.0f}\n")

    def _program(self) -> list[str]:
        return ["bridge", "run"]

    def _environment(self) -> dict[str, str]:
        return super()._environment() | faketime.told_by(str(self._clock)) | {"TELEGRAM_LIMITS": "on"}


@pytest.mark.parametrize("hours", [-1, 1, -24])
async def test_messages_go_on_leaving_when_the_clock_is_set(stage: Stage, tmp_path: Path, hours: int):
    faketime.needed()
    process = OnAMachine(stage, tmp_path)
    async with process.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("Минуту", to=stage.desk, topic=topic)
        await stage.ivan.sees("Минуту", in_=stage.shop)
        process.sets_clock(timedelta(hours=hours))

        said, heard = [f"Вопрос {number}" for number in range(MESSAGES)], [f"Ответ {n}" for n in range(MESSAGES)]
        for question, answer in zip(said, heard, strict=True):
            await stage.ivan.writes(question, to=stage.shop)
            await stage.anna.writes(answer, to=stage.desk, topic=topic)
        await stage.ivan.sees(heard[-1], in_=stage.shop, timeout=40)
        await stage.anna.sees(said[-1], in_=stage.desk, topic=topic, timeout=40)

    assert texts(stage.ivan, stage.shop, "Ответ") == heard
    assert "clock.set" in process.log
