"""The command line answers every mistake with a sentence."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from storage.engine.trouble import DatabaseAway
from tests.kit.team_yaml import TEAM


def test_help_lists_the_commands(bridge):
    output = bridge("--help")

    assert output.code == 0
    for command in ("run", "apply", "doctor", "migrate", "journal", "outbox", "employee"):
        assert command in output.out


@pytest.mark.parametrize(
    "words", [("rum",), ("journal", "retry"), ("journal", "retry", "1", "--all"), ("outbox", "retry", "x")]
)
def test_wrong_usage_is_told_without_a_traceback(bridge, words):
    output = bridge(*words)

    assert output.code == 2
    assert "Error" in output.err


def test_wrong_setting_is_told_in_one_sentence(bridge, environment):
    environment.setenv("HTTP_PORT", "hunter2")

    output = bridge("migrate")

    assert (output.code, output.out) == (2, "")
    assert output.err.startswith("HTTP_PORT is wrong: ")
    assert output.err.count("\n") == 1


def test_database_that_cannot_be_reached_is_told_in_one_sentence(bridge, environment):
    environment.setenv("DATABASE_URL", "postgresql://anna:hunter2@127.0.0.1:1/name")

    output = bridge("journal", "list")

    assert output.code == 2
    assert output.err.startswith("The database cannot be used: ")
    assert "hunter2" not in output.err


COMMANDS = [("run",), ("apply", "team.yaml"), ("doctor",), ("migrate",), ("journal", "list"), ("outbox", "list")]


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:hunter2@localhost/name?sslmode=no",
        "mysql://anna:hunter2@localhost/name",
        "sqlite://bridge.db",
        "postgresql://anna:hunter2@nowhere.invalid/name",
        "postgresql://anna:hunter2@127.0.0.1:1/name",
        "postgres://anna:hunter2@/name?host=/nowhere",
        "sqlite:////nowhere/bridge.db",
    ],
)
def test_every_command_says_in_one_sentence_that_the_database_is_not_there(bridge, environment, tmp_path, url, words):
    (tmp_path / "team.yaml").write_text(TEAM)
    environment.setenv("OPERATOR_BOT_TOKEN", "987654321:AAEexampleexampleexampleexampleexam")
    environment.setenv("ANNA_PASSWORD", "correct horse")
    environment.setenv("DATABASE_URL", url)

    output = bridge(*words)

    told = [line for line in (output.out + output.err).splitlines() if "DATABASE_URL" in line]
    assert output.code == (1 if words == ("doctor",) else 2)
    assert len(told) == 1
    assert "Traceback" not in output.err
    assert "hunter2" not in output.out + output.err


def test_database_that_goes_away_during_a_command_is_told_in_one_sentence(bridge, environment):
    async def lost(*_arguments, **_more):
        raise DatabaseAway("the server does not answer")

    bridge("migrate")
    environment.setattr("storage.delivery.journal.Journal.in_state", lost)

    output = bridge("journal", "list")

    assert output.code == 2
    assert output.err.startswith("The database cannot be used: the server does not answer. ")


def test_migrate_makes_the_tables_once(bridge, tmp_path):
    assert "brought up to date" in bridge("migrate").out
    assert "up to date already" in bridge("migrate").out
    assert (tmp_path / "data" / "bridge.db").exists()


def test_commands_do_not_wait_for_the_bots_libraries():
    script = "import sys, bridge.__main__; sys.exit('aiogram' in sys.modules or 'telegram' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_ctrl_c_is_quiet(bridge, environment):
    async def interrupted(_database):
        raise KeyboardInterrupt

    environment.setattr("bridge.commands.migrate.upgrade", interrupted)

    output = bridge("migrate")

    assert (output.code, output.out, output.err) == (130, "", "")


def test_the_version_is_that_of_the_project(bridge):
    with (Path(__file__).parents[2] / "pyproject.toml").open("rb") as file:
        expected = tomllib.load(file)["project"]["version"]

    assert (bridge("--version").code, bridge("--version").out) == (0, f"bridge {expected}\n")


def test_a_server_gets_no_tools_of_the_tests():
    """`make setup` is what running needs; `make test` fetches the rest by itself."""
    root = Path(__file__).parents[2]

    def steps(goal: str) -> str:
        dry = ["make", "--dry-run", "--always-make", "--no-print-directory", goal]
        return subprocess.run(dry, cwd=root, capture_output=True, text=True, check=True).stdout

    assert "-r requirements.lock" in steps("setup")
    assert "requirements-dev.lock" not in steps("setup")
    assert "-r requirements-dev.lock" in steps("test")
