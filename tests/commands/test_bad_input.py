"""Bad input ends every command with one sentence that names it: no traceback, and nothing is made."""

import socket
import sqlite3
from contextlib import closing

import pytest

from tests.kit.team_yaml import TEAM

COMMANDS = [("run",), ("apply", "team.yaml"), ("doctor",), ("sandbox",), ("migrate",), ("journal", "list")]


@pytest.fixture
def folder(environment, tmp_path):
    environment.setenv("ANNA_PASSWORD", "correct horse")
    (tmp_path / "team.yaml").write_text(TEAM)
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP_PORT", "hunter2"),
        ("KEEP_DAYS", "1000000"),
        ("METRICS_ADDRESS", "hunter2"),
        ("OPERATOR_BOT_TOKEN", "hunter2"),
    ],
)
def test_wrong_setting_is_one_sentence_in_every_command(bridge, environment, folder, words, name, value):
    environment.setenv(name, value)

    output = bridge(*words)

    assert output.code == (1 if words == ("doctor",) else 2)
    assert (output.out + output.err).removeprefix("✗ ").startswith(f"{name} is wrong: ")
    assert (output.out + output.err).count("\n") == 1
    assert "hunter2" not in output.out + output.err
    assert not (folder / "data").exists()


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_broken_line_of_the_file_is_one_sentence_in_every_command(bridge, folder, words):
    (folder / ".env").write_text("KEEP_DAYS=7\nHTTP_PORT: 8081\n")

    output = bridge(*words)

    assert (output.out + output.err).removeprefix("✗ ").startswith(".env, line 2: write it like NAME=value")
    assert (output.out + output.err).count("\n") == 1


@pytest.mark.parametrize("words", [each for each in COMMANDS if each != ("sandbox",)], ids=lambda words: words[0])
def test_data_folder_that_cannot_be_is_one_sentence_in_every_command(bridge, environment, folder, words):
    (folder / "data").write_text("a file")
    environment.setenv("OPERATOR_BOT_TOKEN", "987654321:AAEexampleexampleexampleexampleexam")

    output = bridge(*words)

    assert "DATA_DIR is wrong: a file stands at data; " in output.out + output.err
    assert "Traceback" not in output.out + output.err


@pytest.mark.parametrize(
    ("name", "names"), [("SANDBOX_PORT", "HTTP_HOST and SANDBOX_PORT"), ("HTTP_PORT", "HTTP_HOST and HTTP_PORT")]
)
def test_port_that_is_taken_ends_the_sandbox_with_a_sentence(bridge, environment, folder, name, names):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environment.setenv("SANDBOX_PORT", "0")
        environment.setenv(name, str(port))

        output = bridge("sandbox")

    assert output.code == 2
    reason = "another program listens there; stop it, or choose another port"
    assert output.err.splitlines()[-1] == f"{names}: 127.0.0.1:{port} cannot be listened on: {reason}"
    assert "Traceback" not in output.err


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid", "a" * 70 + ".example"])
def test_address_that_is_not_this_machines_ends_the_sandbox_with_a_sentence(bridge, environment, folder, host):
    environment.setenv("HTTP_HOST", host)
    environment.setenv("SANDBOX_PORT", "0")

    output = bridge("sandbox")

    assert output.code == 2
    assert output.err.startswith(f"HTTP_HOST and SANDBOX_PORT: {host}:0 cannot be listened on: ")
    assert "127.0.0.1" in output.err
    assert output.err.count("\n") == 1


def test_shelf_that_cannot_be_written_to_is_told(bridge, environment, folder):
    (folder / "прайс.pdf").write_text("10 ₽")
    (folder / "team.yaml").write_text(TEAM + "  - {title: Прайс, files: [прайс.pdf]}\n")
    (folder / "data").mkdir()
    (folder / "data" / "shelf").write_text("a file")

    output = bridge("apply", "team.yaml")

    assert output.code == 2
    assert output.err == "the files of templates cannot be kept in DATA_DIR: data/shelf: File exists\n"


def test_file_that_is_no_database_is_told(bridge, folder):
    (folder / "data").mkdir()
    (folder / "data" / "bridge.db").write_bytes(b"no database" * 1000)

    output = bridge("outbox", "list")

    assert output.code == 2
    assert output.err.startswith("The database cannot be used: ")
    assert output.err.count("\n") == 1


def test_database_that_breaks_in_the_middle_is_told(bridge, folder):
    bridge("migrate")
    with closing(sqlite3.connect(folder / "data" / "bridge.db")) as database:
        database.execute("DROP TABLE journal_entry")

    output = bridge("journal", "list")

    assert output.code == 2
    assert output.err.startswith("The database cannot be used: no such table")
    assert output.err.count("\n") == 1
