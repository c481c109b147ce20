"""Dockerfile, compose.yaml and .env.example fit together.

Docker is not asked: what it would do with the three files is worked out here, and the image's own commands are run with
the environment that a container would have.
"""

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from bridge.sandbox import SandboxServer, World
from bridge.settings import SECTIONS
from tests.kit.network.ports import free_port
from tests.kit.team_yaml import TEAM

ROOT = Path(__file__).parents[3]
NAMES = {name.upper(): field for part in SECTIONS for name, field in part.model_fields.items()}
# As people had copied it before the image's own settings were taken out of it.
FORMER = "HTTP_HOST=127.0.0.1\nHTTP_PORT=8081\nDATA_DIR=data\nPUBLIC_URL=\n"


@dataclass(frozen=True)
class Image:
    """What a Dockerfile says. The last line of a kind counts, as Docker has it."""

    lines: list[tuple[str, str]]

    def last(self, instruction: str) -> str:
        return [rest for name, rest in self.lines if name == instruction][-1]

    def words(self, instruction: str) -> list[str]:
        return list(json.loads(self.last(instruction)))

    @property
    def environment(self) -> dict[str, str]:
        pairs = [word.partition("=") for name, rest in self.lines if name == "ENV" for word in shlex.split(rest)]
        return {name: value for name, _, value in pairs}

    @property
    def health_check(self) -> list[str]:
        return list(json.loads(self.last("HEALTHCHECK").partition("CMD ")[2]))


@pytest.fixture
def image() -> Image:
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M).replace("\\\n", " ")
    lines = [line.partition(" ") for line in text.splitlines() if line.strip()]
    return Image([(name, rest.strip()) for name, _, rest in lines])


def service(env_file: Path) -> dict:
    """compose.yaml's one service, with the variables filled in as compose does: from .env beside it."""
    known = dotenv_values(env_file)

    def value(found: re.Match) -> str:
        return known.get(found[1]) or found[2]

    text = re.sub(r"\$\{([A-Z_]+):-([^}]*)\}", value, (ROOT / "compose.yaml").read_text())
    assert "$" not in text
    return yaml.safe_load(text)["services"]["bridge"]


def inside(image: Image, env_file: Path) -> dict[str, str]:
    """The environment of the container: what stands further on counts more."""
    its = service(env_file)
    assert its["env_file"] == ".env"
    return image.environment | {name: it or "" for name, it in dotenv_values(env_file).items()} | its["environment"]


def volume(env_file: Path, name: str) -> str:
    """Where a volume or a folder of the host is in the container."""
    mounts = [mount.split(":") for mount in service(env_file)["volumes"]]
    return next(mount[1] for mount in mounts if mount[0] == name)


@pytest.fixture(params=["copied", "former", "other port"])
def env_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    if request.param == "former":
        path.write_text(FORMER)
    else:
        shutil.copyfile(ROOT / ".env.example", path)
    if request.param == "other port":
        path.write_text(re.sub("^HTTP_PORT=.*", "HTTP_PORT=9000", path.read_text(), flags=re.M))
    return path


def test_data_is_in_the_volume_that_the_containers_user_owns(image: Image, env_file: Path):
    folder, user = volume(env_file, "data"), image.last("USER")

    assert inside(image, env_file)["DATA_DIR"] == folder == image.last("VOLUME")
    # A new volume gets the folder's owner from the image, if that is settled before the line VOLUME.
    instructions = [name for name, _ in image.lines]
    made = next(
        number for number, (name, rest) in enumerate(image.lines) if name == "RUN" and f"mkdir {folder}" in rest
    )
    assert f"chown {user}:{user} {folder}" in image.lines[made][1]
    assert made < instructions.index("USER") < instructions.index("VOLUME")


def test_port_is_reached_from_the_host_alone(image: Image, env_file: Path):
    environment = inside(image, env_file)
    [(address, published, listened)] = [port.split(":") for port in service(env_file)["ports"]]

    assert address == "127.0.0.1"
    assert environment["HTTP_HOST"] == "0.0.0.0"
    assert published == listened == (environment["HTTP_PORT"] or "8081")


def test_port_of_the_image_is_the_default(image: Image):
    assert image.last("EXPOSE") == str(NAMES["HTTP_PORT"].default)


def test_example_file_leaves_alone_what_the_image_sets(image: Image):
    # `docker run --env-file .env`, without compose.
    assert dotenv_values(ROOT / ".env.example").keys() & image.environment.keys() == set()


def test_image_has_all_packages_of_the_project(image: Image):
    copied = {word for name, rest in image.lines if name == "COPY" for word in rest.split()[:-1]}
    packages = re.search(r"^packages = (\[.*\])$", (ROOT / "pyproject.toml").read_text(), re.M)

    assert packages is not None
    assert set(json.loads(packages[1])) <= copied
    assert {"requirements.lock", "pyproject.toml", "README.md"} <= copied
    assert copied & set((ROOT / ".dockerignore").read_text().split()) == set()


class Container:
    """Processes with a container's environment; its folders are below `root`."""

    def __init__(self, image: Image, env_file: Path, root: Path) -> None:
        self._image = image
        self._root = root
        self.folder = root / image.last("WORKDIR").strip("/")
        self.data = root / volume(env_file, "data").strip("/")
        self.data.mkdir()
        self.environment = inside(image, env_file)
        (self.folder / "team").mkdir(parents=True)
        for path in env_file.parent.glob("team/*"):
            shutil.copy(path, root / volume(env_file, "./team").strip("/"))

    async def starts(self, *words: str) -> asyncio.subprocess.Process:
        """The image's entry point; without `words` with its own."""
        return await self._starts([*self._image.words("ENTRYPOINT"), *(words or self._image.words("CMD"))])

    async def ends(self, *words: str) -> tuple[int, str]:
        """Its exit code, and what it said."""
        return await self._ended(await self.starts(*words))

    async def health_check(self) -> tuple[int, str]:
        return await self._ended(await self._starts(self._image.health_check))

    async def _ended(self, process: asyncio.subprocess.Process) -> tuple[int, str]:
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()

    async def _starts(self, command: list[str]) -> asyncio.subprocess.Process:
        programs = {"bridge": [sys.executable, "-m", "bridge"], "python": [sys.executable]}
        inherited = {name: value for name, value in os.environ.items() if name not in NAMES}
        own = self.environment | {"DATA_DIR": str(self._root / self.environment["DATA_DIR"].strip("/"))}
        return await asyncio.create_subprocess_exec(
            *programs[command[0]],
            *command[1:],
            cwd=self.folder,
            env=self._without_proxies(inherited) | own | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    def _without_proxies(self, environment: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in environment.items() if not name.lower().endswith("_proxy")}


def filled_in(path: Path, **values: str) -> None:
    """As people do it in an editor."""
    text = path.read_text()
    for name, value in values.items():
        text, count = re.subn(f"^{name}=.*", f"{name}={value}", text, flags=re.M)
        text += "" if count else f"{name}={value}\n"
    path.write_text(text)


async def test_a_copied_example_with_two_tokens_serves(
    image: Image, tmp_path: Path, world: tuple[World, SandboxServer]
):
    telegram, server = world
    desk = telegram.bot("Чат-центр", "desk_bot", has_topics=True, side="operator", is_inline=True)
    shop = telegram.bot("Магазин «Ромашка»", "shop_bot")
    host = tmp_path / "host"
    (host / "team").mkdir(parents=True)
    (host / "team" / "прайс.pdf").write_text("10 ₽")
    (host / "team" / "team.yaml").write_text(TEAM + "  - {title: Прайс, files: [прайс.pdf]}\n")
    shutil.copyfile(ROOT / ".env.example", host / ".env")
    filled_in(
        host / ".env",
        OPERATOR_BOT_TOKEN=desk.token,
        CUSTOMER_BOT_TOKEN=shop.token,
        ANNA_PASSWORD="correct horse",
        TELEGRAM_API_URL=server.api_url,
        HTTP_PORT=str(free_port()),
    )
    container = Container(image, host / ".env", tmp_path)

    assert (await container.health_check())[0] == 1
    code, said = await container.ends("run")
    assert code == 2
    assert said.endswith("there is no organization yet: describe it in team.yaml, run «bridge apply team.yaml»\n")
    code, said = await container.ends("apply", "team/team.yaml")
    assert (code, "created    template Прайс" in said) == (0, True), said
    process = await container.starts()
    try:
        async with asyncio.timeout(60):
            while (await container.health_check())[0]:
                assert process.returncode is None
        # Somebody's proxy is not asked about our own port.
        container.environment["http_proxy"] = "http://127.0.0.1:1"
        assert await container.health_check() == (0, "")
        process.send_signal(signal.SIGTERM)
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert {"bridge.db", "secret.key", "shelf"} <= {path.name for path in container.data.iterdir()}
    assert {path.name for path in container.folder.iterdir()} == {"team"}


async def test_a_wrong_setting_ends_a_container_with_a_sentence(image: Image, tmp_path: Path):
    host = tmp_path / "host"
    host.mkdir()
    shutil.copyfile(ROOT / ".env.example", host / ".env")
    container = Container(image, host / ".env", tmp_path)
    # As `docker run --env-file` reads a value in quotes.
    container.environment["OPERATOR_BOT_TOKEN"] = '"123456789:AAEexampleexampleexampleexampleexam"'

    said = "OPERATOR_BOT_TOKEN is wrong: it has quotes around it; write it without them\n"

    assert await container.ends("run") == (2, said)
    assert await container.ends("apply", "team/team.yaml") == (2, said)
