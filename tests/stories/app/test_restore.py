"""The machine is lost in the middle of the talk; another one goes on from a backup that was made meanwhile."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlmodel import select

from bridge.settings import Settings, StorageSettings
from storage.engine.database import Database
from storage.messages.messages import Message
from tests.kit.stories.dialogs import until
from tests.kit.stories.process import CODE, Process, environment
from tests.kit.stories.stage import Stage
from tests.kit.stories.traffic import PATIENCE, after_events, begin

SECRET = "a key that only tests have"


async def commands(settings: Settings, folder: Path, *words: object) -> str:
    """What a command of the bridge has said, as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bridge", *map(str, words)),
        cwd=folder,
        env=environment(settings) | {"PYTHONPATH": str(CODE)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _err = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


def repeated(lines: Iterable[str]) -> set[str]:
    return {line for line, count in Counter(lines).items() if count > 1}


async def said(url: str, organization_id: int, *which: Any) -> list[str]:
    database = Database(url)
    async with database.read(organization_id) as uow:
        found = list(await uow.session.scalars(select(Message.text).where(*which).order_by(Message.id)))
    await database.close()
    return found


async def test_a_bridge_goes_on_from_a_backup_that_was_made_while_people_wrote(stage: Stage, tmp_path: Path):
    here, over = stage.settings, asyncio.Event()
    organization_id = stage.office.organization.id
    archive, there = tmp_path / "backup.tar.gz", tmp_path / "there"
    there.mkdir()
    storage = StorageSettings(
        data_dir=there / "data", database_url=SecretStr(f"sqlite:///{there}/bridge.db"), secret_key=SecretStr(SECRET)
    )
    process = Process(stage, tmp_path)
    async with process.at_work():
        talks = [await begin(stage, f"Клиент{number}", stage.anna) for number in (1, 2)]
        traffic = [asyncio.create_task(talk.go_on(over)) for talk in talks]
        await after_events(stage, 20)
        before = await said(here.storage.url, organization_id)
        assert before
        # People do not stop for it.
        await asyncio.gather(commands(here, tmp_path, "backup", archive), after_events(stage, 20))
        await process.kill()

        at_the_end = await said(here.storage.url, organization_id)
        stage.settings = replace(here, storage=storage)
        assert "Restored" in await commands(stage.settings, there, "restore", archive)
        restored = await said(stage.settings.storage.url, organization_id)
        process = Process(stage, there)
        for each in traffic:
            each.cancel()
        await asyncio.gather(*traffic, return_exceptions=True)
        async with process.at_work():
            for talk in talks:
                await talk.customer.writes("Вы ещё здесь?", to=stage.shop)
                await talk.operator.sees("Вы ещё здесь?", in_=stage.desk, timeout=PATIENCE)
            await stage.anna.writes("Да, мы здесь", to=stage.desk, topic=talks[0].topic)
            await talks[0].customer.sees("Да, мы здесь", in_=stage.shop, timeout=PATIENCE)
            await until(stage, lambda: "restore.caught_up" in process.log, seconds=PATIENCE)

    assert restored[: len(before)] == before
    assert restored == at_the_end[: len(restored)]
    doubted = await said(stage.settings.storage.url, organization_id, Message.maybe_repeated)
    for talk in talks:
        # What the customer got twice says so at the operator's, and what the operator got twice says so itself.
        assert repeated(talk.delivered()) <= set(doubted)
        assert repeated(line for line in talk.shown() if not line.startswith("↻")) == set()
    assert "Traceback" not in process.log
