"""A Bot API server of one's own: what is too big for Telegram's passes, through its disk or over HTTP."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage

# More than a bot may fetch from Telegram's server (20 MB), and more than it may send there (50 MB).
BIG = b"0123456789abcdef" * (51 << 16)


@pytest.fixture(params=["on our disk", "on another machine"])
def stage(stage: Stage, request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    folder = tmp_path / "bot-api"
    if request.param == "on our disk":
        folder.mkdir()
    stage.world.local_files = folder
    telegram = stage.settings.telegram.model_copy(update={"telegram_self_hosted": "on"})
    return replace(stage, settings=replace(stage.settings, telegram=telegram))


async def test_a_big_file_passes_both_ways(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.ivan.sends_file(BIG, to=stage.shop, name="отпуск.mp4", kind="document", caption="Посмотрите")
        shown = await stage.anna.sees("Посмотрите", in_=stage.desk, topic=topic, kind="document")
        await stage.anna.sends_file(BIG, to=stage.desk, topic=topic, name="каталог.pdf", caption="Держите")
        seen = await stage.ivan.sees("Держите", in_=stage.shop, kind="document")

    assert shown.content.file
    assert shown.content.file.data == BIG
    assert shown.content.file.name == "отпуск.mp4"
    assert seen.content.file
    assert seen.content.file.data == BIG
    assert seen.content.file.name == "каталог.pdf"


async def test_a_path_is_taken_from_no_server_but_our_own(stage: Stage):
    """Without the setting an absolute path is asked for over HTTP: nobody else names files of our disk."""
    (stage.world.local_files or Path()).mkdir(exist_ok=True)
    telegram = stage.settings.telegram.model_copy(update={"telegram_self_hosted": "off"})
    other = replace(stage, settings=replace(stage.settings, telegram=telegram))
    async with other.at_work():
        topic = await takes(other, other.anna)
        await other.ivan.sends_file(b"small", to=other.shop, name="счёт.pdf", caption="Вот")
        shown = await other.anna.sees("Вот", in_=other.desk, topic=topic, kind="document")

    assert shown.content.file
    assert shown.content.file.data == b"small"
