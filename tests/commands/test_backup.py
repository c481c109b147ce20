"""A backup is made while people write; restored, it has all that was there, and nothing is done twice unsaid."""

import asyncio
import json
import os
import shutil
import stat
import tarfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bridge.actions.messages import scheduled_messages
from bridge.actions.messages.drafts import Draft
from bridge.files.file_store import FILE_STORE, digest
from storage.delivery.deliveries import DeliveryStatus
from storage.delivery.journal import DOUBTED_ERROR, JournalEntry
from storage.engine.database import Database
from storage.messages.scheduled_messages import ScheduledState
from storage.team.organizations import Organization
from tests.kit.commands import Ended
from tests.kit.conversations import taken
from tests.kit.database import former_database, postgres
from tests.kit.left_out import leave_out
from tests.kit.office import Office, open_office

Shell = Callable[..., Awaitable[Ended]]
KEY = "a key that only tests have"


@pytest.fixture
def shop(environment: pytest.MonkeyPatch, database_url: str, tmp_path: Path, dialect: str) -> Path:
    """The data folder of a bridge that is set up in `database`."""
    if dialect == "postgresql" and shutil.which("pg_dump") is None:
        leave_out("pg_dump")
    environment.setenv("DATABASE_URL", database_url)
    environment.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text(f"{KEY}\n")
    (tmp_path / "file").write_text("a price list")
    (tmp_path / "data" / FILE_STORE).mkdir()
    shutil.copy(tmp_path / "file", tmp_path / "data" / FILE_STORE / digest(tmp_path / "file"))
    return tmp_path / "data"


@pytest.fixture
async def office(shop: Path, database: Database, organization: Organization) -> Office:
    return await open_office(database, organization)


@pytest.fixture
async def elsewhere(environment: pytest.MonkeyPatch, dialect: str, tmp_path: Path, request: pytest.FixtureRequest):
    """Another machine: an empty database, and no data folder yet."""
    if dialect == "sqlite":
        url, server, name = f"sqlite:///{tmp_path / 'elsewhere.db'}", None, ""
    else:
        server = request.getfixturevalue("postgres_server")
        name = f"bridge_elsewhere_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        url = await postgres.create_database(server, name)

    def go() -> str:
        environment.setenv("DATABASE_URL", url)
        environment.setenv("DATA_DIR", str(tmp_path / "elsewhere"))
        return url

    yield go
    if server is not None:
        await postgres.drop_database(server, name)


async def texts(database: Database, organization: Organization) -> list[str]:
    async with database.read(organization.id) as uow:
        return [str(output) for output in await uow.session.scalars(text("SELECT text FROM message ORDER BY id"))]


async def test_what_is_there_at_the_moment_of_the_backup_is_there_after_a_restore(
    shell: Shell, office: Office, elsewhere: Callable[[], str], organization: Organization, tmp_path: Path
):
    for number in range(20):
        await office.hears(f"до {number}", number)
    over = asyncio.Event()

    async def write_on() -> None:
        number = 100
        while not over.is_set():
            await office.hears(f"во время {number}", number)
            number += 1

    writing = asyncio.create_task(write_on())
    there = await texts(office.database, organization)
    output = await shell("backup", "backup.tar.gz")
    over.set()
    await writing
    all_of_it = await texts(office.database, organization)

    elsewhere()
    restored = await shell("restore", "backup.tar.gz")

    assert (output.code, output.err, restored.code, restored.err) == (0, "", 0, "")
    database = Database(elsewhere())
    found = await texts(database, organization)
    await database.close()
    assert there == found[: len(there)] == all_of_it[: len(there)]
    assert found == all_of_it[: len(found)]


def files_of(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_the_key_and_the_shelf_come_along_and_everything_is_its_owners_only(
    shell: Shell, office: Office, elsewhere: Callable[[], str], shop: Path, tmp_path: Path
):
    await shell("backup", "backup.tar.gz")
    elsewhere()
    await shell("restore", "backup.tar.gz")

    there = tmp_path / "elsewhere"
    assert (there / "secret.key").read_text() == f"{KEY}\n"
    assert [path.read_text() for path in (there / FILE_STORE).iterdir()] == ["a price list"]
    private = [tmp_path / "backup.tar.gz", there / "secret.key", *(there / FILE_STORE).iterdir()]
    private += [each for each in files_of(tmp_path) if each.suffix == ".db"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (there, there / FILE_STORE)} == {0o700}
    # Nothing is left lying about.
    assert {path.name for path in there.iterdir()} == {"secret.key", FILE_STORE, "restored"}
    assert [each.name for each in files_of(tmp_path) if "backup" in each.name] == ["backup.tar.gz"]


async def test_what_was_under_way_says_that_it_may_be_a_repeat_or_asks(
    shell: Shell, office: Office, elsewhere: Callable[[], str]
):
    window = await taken(office)
    answer = await office.writes(office.anna, window, "Уже едет")
    async with office.begin() as uow:
        # Long over by the command's own clock.
        due = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        uow.now = due - timedelta(minutes=1)
        draft = Draft(chat_id=window.chat_id, telegram_message_id=901, text="Позже")
        later = await scheduled_messages.write(uow, await uow.windows.get(window.id), draft, by=office.anna, due_at=due)
        later.become(ScheduledState.WAITING)
        uow.add(JournalEntry(source="desk", external_id="7", lane="1", payload="{}", received_at=uow.now))
        (sending,) = [each for each in await uow.deliveries.of_message(answer.id) if each.window_id is None]
        sending.status, sending.floor = DeliveryStatus.SENDING, 5

    await shell("backup", "backup.tar.gz")
    database = Database(elsewhere())
    output = await shell("restore", "backup.tar.gz")

    assert "may be a repeat" in output.out
    assert "Not read yet then, and read now: 1" in output.out
    assert "/later: 1" in output.out
    async with database.read(office.organization.id) as uow:
        found = await uow.deliveries.of_message(answer.id)
        assert all(each.is_repeat and each.floor is None for each in found)
        assert (await uow.scheduled_messages.get(later.id)).state is ScheduledState.STUCK
        assert [entry.error for entry in await uow.journal.in_state("new")] == [DOUBTED_ERROR]
    await database.close()


async def test_a_database_that_is_not_empty_is_replaced_only_when_it_is_said(
    shell: Shell, office: Office, organization: Organization, elsewhere: Callable[[], str]
):
    await office.hears("до", 1)
    await shell("backup", "backup.tar.gz")
    database = Database(elsewhere())
    await shell("restore", "backup.tar.gz")
    async with database.begin(organization.id) as uow:
        await uow.session.execute(text("UPDATE message SET text = 'после'"))
    await database.close()

    refused = await shell("restore", "backup.tar.gz")
    after_refusal = await texts(database, organization)
    await database.close()
    replaced = await shell("restore", "--replace", "backup.tar.gz")

    assert refused.code == 2
    assert "--replace" in refused.err
    assert after_refusal == ["после"]
    assert (replaced.code, replaced.err) == (0, "")
    assert await texts(database, organization) == ["до"]
    await database.close()


async def test_a_database_that_somebody_works_on_is_not_replaced(shell: Shell, office: Office):
    await office.hears("до", 1)
    await shell("backup", "backup.tar.gz")

    async with office.database.read(office.organization.id) as uow:
        await uow.organizations.all()
        refused = await shell("restore", "--replace", "backup.tar.gz")

    assert refused.code == 2
    assert "stop the bridge first" in refused.err
    assert await texts(office.database, office.organization) == ["до"]


def rewritten(path: Path, *, without: str = "", **about: object) -> None:
    """The archive as somebody else would have written it."""
    with tarfile.open(path) as old:
        entries = [(each, old.extractfile(each).read()) for each in old.getmembers() if each.name != without]
    with tarfile.open(path, "w:gz") as new:
        for each, content in entries:
            if each.name == "backup.json":
                content = json.dumps(json.loads(content) | about).encode()
            each.size = len(content)
            new.addfile(each, BytesIO(content))


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"revision": "9999", "version": "7.0"}, "made by a newer version of the bridge (7.0)"),
        ({"format": 2, "version": "7.0"}, "made by a newer version of the bridge (7.0)"),
        ({"revision": "0033"}, "start a version of the bridge whose tables are 0034 first"),
        ({"database": "oracle"}, "The backup is of oracle"),
    ],
)
async def test_a_backup_that_does_not_fit_changes_nothing(
    shell: Shell, office: Office, elsewhere: Callable[[], str], tmp_path: Path, about: dict[str, str], why: str
):
    await shell("backup", "backup.tar.gz")
    rewritten(tmp_path / "backup.tar.gz", **about)
    elsewhere()

    output = await shell("restore", "backup.tar.gz")

    assert output.code == 2
    assert why in output.err
    assert "Traceback" not in output.err
    assert not (tmp_path / "elsewhere" / "secret.key").exists()


async def test_a_backup_of_the_former_tables_is_brought_up_to_date(
    shell: Shell, shop: Path, elsewhere: Callable[[], str], environment: pytest.MonkeyPatch
):
    database = Database(elsewhere())
    environment.setenv("DATA_DIR", str(shop))
    await former_database.load(database)
    rows = former_database.renamed(await former_database.rows(database))
    await database.close()
    await shell("backup", "backup.tar.gz")

    # In the place of the very tables of that time, which have other names.
    output = await shell("restore", "--replace", "backup.tar.gz")

    assert (output.code, output.err) == (0, "")
    assert "up to date already" in (await shell("migrate")).out
    found = await former_database.rows(database)
    await database.close()
    assert {table: len(those) for table, those in found.items()} == {table: len(those) for table, those in rows.items()}


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("set_key", "kept", "words", "why"),
    [
        (None, None, (), None),
        (KEY, None, (), None),
        ("another key, quite another", None, (), "SECRET_KEY is not the key"),
        ("another key, quite another", None, ("--without-key",), None),
        (None, "another key, quite another", (), "secret.key is not the key of the backup"),
        (None, "another key, quite another", ("--replace",), None),
        (None, KEY, (), None),
    ],
)
async def test_a_restore_without_the_right_key_says_so(
    shell: Shell,
    office: Office,
    elsewhere: Callable[[], str],
    environment: pytest.MonkeyPatch,
    tmp_path: Path,
    set_key: str | None,
    kept: str | None,
    words: tuple[str, ...],
    why: str | None,
):
    await shell("backup", "backup.tar.gz")
    elsewhere()
    (tmp_path / "elsewhere").mkdir()
    if set_key:
        environment.setenv("SECRET_KEY", set_key)
    if kept:
        (tmp_path / "elsewhere" / "secret.key").write_text(kept)

    output = await shell("restore", *words, "backup.tar.gz")

    if why is None:
        assert (output.code, output.err) == (0, "")
    else:
        assert output.code == 2
        assert why in output.err
        assert not (tmp_path / "elsewhere.db").exists()
    if set_key is None and why is None:
        assert (tmp_path / "elsewhere" / "secret.key").read_text().strip() == KEY


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_key_that_is_not_in_the_backup_is_asked_for(
    shell: Shell, office: Office, elsewhere: Callable[[], str], environment: pytest.MonkeyPatch, tmp_path: Path
):
    left_out = await shell("backup", "--without-key", "left-out.tar.gz")
    environment.setenv("SECRET_KEY", KEY)
    was_set = await shell("backup", "was-set.tar.gz")
    environment.delenv("SECRET_KEY")
    elsewhere()

    for name, made in {"left-out.tar.gz": left_out, "was-set.tar.gz": was_set}.items():
        output = await shell("restore", name)

        assert "SECRET_KEY is not in it" in made.out
        with tarfile.open(tmp_path / name) as tar:
            assert tar.getnames() == [
                "backup.json",
                *(each for each in tar.getnames() if FILE_STORE in each),
                "database",
            ]
        assert output.code == 2
        assert "The key is not in the backup" in output.err
    assert (await shell("restore", "--without-key", "left-out.tar.gz")).code == 0


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("content", [b"", b"not an archive"])
async def test_what_is_no_backup_is_told_in_one_sentence(shell: Shell, office: Office, tmp_path: Path, content):
    (tmp_path / "backup.tar.gz").write_bytes(content)

    output = await shell("restore", "backup.tar.gz")

    assert output.code == 2
    assert output.err.startswith("backup.tar.gz is not a backup of the bridge")
    assert output.err.count("\n") == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_damaged_archive_changes_nothing(
    shell: Shell, office: Office, elsewhere: Callable[[], str], tmp_path: Path
):
    await shell("backup", "backup.tar.gz")
    whole = (tmp_path / "backup.tar.gz").read_bytes()
    (tmp_path / "backup.tar.gz").write_bytes(whole[: len(whole) // 2])
    elsewhere()

    output = await shell("restore", "backup.tar.gz")

    assert output.code == 2
    assert "damaged" in output.err
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_backup_goes_into_a_folder_under_its_time_and_over_nothing(
    shell: Shell, office: Office, tmp_path: Path
):
    (tmp_path / "backups").mkdir()
    (tmp_path / "there").write_text("somebody's")

    output, refused = await shell("backup", "backups"), await shell("backup", "there")
    nowhere = await shell("backup", "nowhere/backup.tar.gz")

    assert output.code == 0
    assert [path.name in output.out for path in (tmp_path / "backups").iterdir()] == [True]
    assert (refused.code, nowhere.code) == (2, 2)
    assert (tmp_path / "there").read_text() == "somebody's"
    assert "cannot be written" in nowhere.err


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_a_missing_program_and_a_password_are_told_apart(
    shell: Shell, office: Office, environment: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "pg_dump").write_text('#!/bin/sh\necho "$@" > arguments; echo "$PGPASSWORD" > password; exit 1\n')
    (tmp_path / "pg_dump").chmod(0o700)
    environment.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    url = make_url(os.environ["DATABASE_URL"]).set(password="hunter2", drivername="postgres")
    environment.setenv("DATABASE_URL", url.render_as_string(hide_password=False))

    failed = await shell("backup", "backup.tar.gz")
    environment.setenv("PATH", "/nowhere")
    missing = await shell("backup", "backup.tar.gz")

    assert "pg_dump did not succeed" in failed.err
    assert (tmp_path / "password").read_text() == "hunter2\n"
    assert "hunter2" not in (tmp_path / "arguments").read_text() + failed.err
    assert "pg_dump is not installed" in missing.err


async def test_a_folder_is_made_where_one_is_meant(shell: Shell, office: Office, tmp_path: Path):
    for _night in range(2):
        output = await shell("backup", "backups/")
        assert (output.code, output.err) == (0, "")
        (archive,) = (tmp_path / "backups").glob("bridge-*.tar.gz")
        archive.unlink()


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_restore_that_a_bridge_at_work_refuses_leaves_it_its_key(shell: Shell, office: Office, tmp_path: Path):
    await shell("backup", "backup.tar.gz")
    key = tmp_path / "data" / "secret.key"
    key.write_text("a key that came later, and is at work\n")

    async with office.database.read():
        output = await shell("restore", "--replace", "backup.tar.gz")

    assert output.code == 2
    assert "stop the bridge first" in output.err
    assert key.read_text() == "a key that came later, and is at work\n"
    assert not (tmp_path / "data" / "restored").exists()
    assert [path.name for path in key.parent.glob("secret.key*")] == ["secret.key"]


def test_an_archive_that_does_not_exist_is_told_in_a_sentence_and_nothing_is_made(bridge, tmp_path: Path):
    output = bridge("restore", "backup.tar.gz")

    assert (output.code, output.out, output.err) == (2, "", f"There is no file {tmp_path / 'backup.tar.gz'}\n")
    assert not (tmp_path / "data").exists()
