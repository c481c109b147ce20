"""A command that is called in a wrong folder says so, and makes nothing there."""

import pytest
from structlog.testing import capture_logs

from bridge.commands.run import run
from bridge.settings import StorageSettings
from tests.kit.team_yaml import TEAM

NO_BOTS = TEAM[: TEAM.index("channels:")].replace("password_env: ANNA_PASSWORD", "password: correct horse")
COMMANDS = [
    ("run",),
    ("doctor",),
    ("apply", "team.yaml"),
    ("apply", "team.yaml", "--export"),
    ("backup", "backup.tar.gz"),
    ("employee", "unlock", "79990000001"),
    ("journal", "list"),
    ("outbox", "list"),
]


@pytest.fixture
def folder(environment, tmp_path):
    """Not the bridge's: nothing is in it but a description, and nothing is set."""
    environment.delenv("CUSTOMER_BOT_TOKEN")
    (tmp_path / "team.yaml").write_text(NO_BOTS)
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_without_settings_every_command_says_where_it_looked_and_makes_nothing(bridge, folder, words):
    said = bridge(*words)

    assert said.code == (1 if words == ("doctor",) else 2)
    assert (said.out + said.err).count(f"No .env in {folder}") == 1
    assert [path.name for path in folder.iterdir()] == ["team.yaml"]


@pytest.mark.parametrize("words", [each for each in COMMANDS if each[0] not in ("run", "doctor")], ids=" ".join)
def test_with_settings_only_the_first_apply_makes_a_database(bridge, folder, words):
    (folder / ".env").write_text("DATA_DIR=elsewhere\n")

    said = bridge(*words)

    place = folder / "elsewhere" / "bridge.db"
    if words == ("apply", "team.yaml"):
        assert said.out.startswith(f"created    database {place}\n")
    else:
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"There is no database at {place} yet: ")
        assert not place.parent.exists()


def test_a_variable_that_team_yaml_names_is_looked_for_in_the_folder(bridge, folder):
    (folder / "team.yaml").write_text(TEAM)

    said = bridge("apply", "team.yaml")

    missing = [line for line in said.err.splitlines() if "is not set" in line]
    assert missing
    assert all(line.endswith(f"is not set. No .env in {folder}") for line in missing)


def test_backup_and_restore_say_what_they_work_on(bridge, folder):
    (folder / ".env").write_text("DATA_DIR=data\n")
    bridge("apply", "team.yaml")

    made = bridge("backup", "backup.tar.gz")
    (folder / ".env").write_text("DATA_DIR=other\n")
    restored = bridge("restore", "backup.tar.gz")

    assert f"\nOf database {folder / 'data' / 'bridge.db'}, data folder {folder / 'data'}\n" in made.out
    place = f"database {folder / 'other' / 'bridge.db'}, data folder {folder / 'other'}"
    assert restored.out.endswith(f"\nRestored to {place}\n")


def test_the_log_of_a_start_says_what_it_works_on(environment, folder):
    environment.setenv("OPERATOR_BOT_TOKEN", "123456789:AAEexampleexampleexampleexampleexam")
    environment.setattr("bridge.commands.run.finish", lambda work: work.close())
    environment.setattr("bridge.commands.run.logs.configure", lambda *_how: None)

    with capture_logs() as lines:
        run()

    assert (lines[0]["database"], lines[0]["data_dir"]) == (str(folder / "data" / "bridge.db"), str(folder / "data"))


def test_a_servers_name_is_told_without_user_password_and_parameters():
    url = "postgresql://anna:hunter2@db.example:5433/shop?sslmode=require&sslpassword=hunter2"

    assert StorageSettings(database_url=url).place == "postgresql://db.example:5433/shop"
