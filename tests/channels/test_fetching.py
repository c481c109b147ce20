"""A file's path is asked for and followed; a token that is refused meanwhile is no missing file."""

from pathlib import Path

import pytest

from bridge.errors import FileGone, UnauthorizedToken, Unreachable
from bridge.files.fetching import Fetcher
from bridge.sandbox import Bot, SandboxServer, World


class Asked:
    """Tells these paths one after the other; an error is raised."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = [*answers]

    async def __call__(self) -> str:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def shop(world: World) -> Bot:
    return world.bot("Магазин", "shop_bot")


@pytest.fixture
async def fetcher(world: World, shop: Bot):
    async with SandboxServer(world) as server:
        yield Fetcher(server.api_url, shop.token)


async def test_a_file_that_is_nowhere_is_gone(fetcher: Fetcher, tmp_path: Path):
    asked = Asked("documents/file_1.bin", "documents/file_1.bin")

    with pytest.raises(FileGone):
        await fetcher.fetch(asked, tmp_path / "1")
    assert asked.answers == []


async def test_a_token_that_is_refused_meanwhile_is_no_missing_file(fetcher: Fetcher, tmp_path: Path):
    with pytest.raises(UnauthorizedToken):
        await fetcher.fetch(Asked("documents/file_1.bin", UnauthorizedToken()), tmp_path / "1")


async def test_a_file_is_found_at_the_path_that_is_told_then(fetcher: Fetcher, world: World, shop: Bot, tmp_path: Path):
    file = world.files.add(b"bytes", kind="document", name="a.txt")
    shop.downloads.add(file.path)

    await fetcher.fetch(Asked("documents/file_0.bin", file.path), tmp_path / "1")

    assert (tmp_path / "1").read_bytes() == b"bytes"


@pytest.mark.parametrize("weather", ["http_502", "json_500", "reset_before", "refused"])
async def test_a_file_that_cannot_be_had_in_this_weather_can_be_had_later(
    fetcher: Fetcher, world: World, shop: Bot, tmp_path: Path, weather: str
):
    file = world.files.add(b"bytes", kind="document", name="a.txt")
    shop.downloads.add(file.path)
    world.weather.begin(weather)
    with pytest.raises(Unreachable):
        await fetcher.fetch(Asked(file.path, file.path), tmp_path / "1")

    world.weather.clear()
    await fetcher.fetch(Asked(file.path), tmp_path / "1")

    assert (tmp_path / "1").read_bytes() == b"bytes"
