"""Files of templates: they lie beside team.yaml, and are printed there from the bot."""

import asyncio

import pytest
import yaml

from bridge.actions.messages.draft_data import DraftData
from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.channel import File
from bridge.sandbox import SandboxServer
from bridge.settings import load
from storage.engine.database import Database
from storage.messages.messages import MessageKind
from storage.templates.templates import Template
from tests.kit.team_yaml import TEAM as PLAIN
from tests.kit.worlds import new_world

TEAM = PLAIN[: PLAIN.index("templates:")]


@pytest.fixture
def team(environment, tmp_path):
    environment.setenv("ANNA_PASSWORD", "correct horse")
    environment.setenv("SECRET_KEY", "key of the whole house")
    return tmp_path / "team.yaml"


@pytest.fixture
async def desk(environment):
    """The operators' bot, which has got files."""
    world = new_world()
    async with SandboxServer(world) as server:
        bot = world.bot("Desk", "desk_bot")
        environment.setenv("TELEGRAM_API_URL", server.url)
        environment.setenv("OPERATOR_BOT_TOKEN", bot.token)
        yield world, bot


async def all_templates() -> list[Template]:
    database = Database(load().storage.url)
    async with database.read() as uow:
        (organization,) = await uow.organizations.all()
    async with database.read(organization.id) as uow:
        found = await uow.templates.all()
    await database.close()
    return found


async def create(items: list[DraftData], title: str) -> None:
    database = Database(load().storage.url)
    async with database.read() as uow:
        (organization,) = await uow.organizations.all()
    async with database.begin(organization.id) as uow:
        await templates.create(uow, items, title, by=None)
    await database.close()


def test_files_beside_the_description_become_the_templates_and_a_second_time_change_nothing(bridge, team, tmp_path):
    (tmp_path / "прайс.pdf").write_bytes(b"prices")
    (tmp_path / "фото").mkdir()
    (tmp_path / "фото" / "1.jpg").write_bytes(b"a picture")
    team.write_text(
        TEAM + "templates:\n  - {title: Прайс, text: Вот, files: [прайс.pdf]}\n  - {title: Фото, files: [фото/1.jpg]}\n"
    )

    first, second = bridge("apply", "team.yaml"), bridge("apply", "team.yaml")
    (tmp_path / "прайс.pdf").write_bytes(b"other prices")
    third = bridge("apply", "team.yaml")

    assert "created    template Прайс" in first.out
    assert "Nothing was changed" in second.out
    assert "changed    template Прайс (items)" in third.out
    photo, prices = sorted(asyncio.run(all_templates()), key=lambda template: template.title, reverse=True)
    assert (photo.items[0]["kind"], photo.text) == ("photo", "")
    kept = prices.items[0]["file"]
    assert (prices.items[0]["kind"], prices.text, kept["name"], kept["size"]) == ("document", "Вот", "прайс.pdf", 12)
    assert (tmp_path / "data" / "shelf" / kept["file_id"]).read_bytes() == b"other prices"


async def test_what_telegram_has_is_printed_beside_the_file_and_read_back_without_a_change(shell, team, tmp_path, desk):
    world, bot = desk
    team.write_text(TEAM)
    await shell("apply", "team.yaml")
    items = []
    for number in range(2):
        file = world.files.add(f"picture {number}".encode(), kind="photo")
        said = File(file_id=file.id_for(bot), unique_id=file.unique_id, size=9)
        items.append(
            templates.draft_data_of(Draft(0, None, kind=MessageKind.PHOTO, text="" if number else "Вот", file=said))
        )
    await create(items, "../Витрина/..")

    said = await shell("apply", "team.yaml", "--export")

    assert (said.code, said.err) == (0, "")
    (entry,) = yaml.safe_load(said.out)["templates"]
    assert [file["path"] for file in entry["files"]] == [f"templates/_Витрина_..-1/{n}/photo.jpg" for n in (1, 2)]
    assert (tmp_path / entry["files"][1]["path"]).read_bytes() == b"picture 1"
    team.write_text(TEAM + said.out)
    assert "Nothing was changed" in (await shell("apply", "team.yaml")).out
    assert (await shell("apply", "team.yaml", "--export")).out == said.out
    (tmp_path / entry["files"][1]["path"]).write_bytes(b"another picture")
    assert "changed    template ../Витрина/.. (items)" in (await shell("apply", "team.yaml")).out
    (template,) = await all_templates()
    assert [file["file"]["source"] for file in template.files] == [None, "shelf"]


async def test_files_that_cannot_be_had_are_told_and_stay(shell, team, desk):
    team.write_text(TEAM)
    await shell("apply", "team.yaml")
    gone = File(file_id="gone", name="прайс.pdf")
    await create([templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, text="Вот", file=gone))], "Прайс")

    said = await shell("apply", "team.yaml", "--export")

    assert said.err.startswith("left out   files of Прайс")
    assert yaml.safe_load(said.out) == {"templates": [{"title": "Прайс", "text": "Вот"}]}
    team.write_text(TEAM + said.out)
    assert "Nothing was changed" in (await shell("apply", "team.yaml")).out


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ("[../secret.txt]", 'file "../secret.txt" is not in the folder of the description'),
        ("[/etc/hostname]", 'file "/etc/hostname" is not in the folder of the description'),
        ("[link.txt]", 'file "link.txt" is not in the folder of the description'),
        ("[нет.pdf]", 'file "нет.pdf" is not there'),
        ("[.]", 'file "." is not there'),
        ("[пусто.pdf]", 'file "пусто.pdf" is empty'),
        ("[большое.jpg]", 'file "большое.jpg" is bigger than 10 MB'),
        ("[а.pdf, 1.jpg]", "these files cannot go together"),
        ("[{path: а.pdf, kind: secret}]", 'kind "secret" is unknown'),
    ],
)
def test_files_that_cannot_be_are_told_before_anything_is_made(bridge, team, tmp_path, files: str, fault: str):
    (tmp_path.parent / "secret.txt").write_text("secret")
    (tmp_path / "link.txt").symlink_to(tmp_path.parent / "secret.txt")
    for name, size in (("пусто.pdf", 0), ("большое.jpg", 10_000_001), ("а.pdf", 1), ("1.jpg", 1)):
        (tmp_path / name).write_bytes(b"x" * size)
    team.write_text(TEAM + f"templates:\n  - {{title: Прайс, text: Вот, files: {files}}}\n")

    said = bridge("apply", "team.yaml")

    assert (said.code, said.out) == (2, "")
    assert fault in said.err
    assert "line" in said.err
