"""Settings are read from the environment and .env; a wrong one is told in a sentence that names it."""

import re
import stat
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bridge.errors import Misconfigured
from bridge.settings import PARTS, load, variables
from storage.database import Database

ROOT = Path(__file__).parents[1]
TOKEN = "123456789:AAEexampleexampleexampleexampleexam"
NAMES = {name.upper(): field for part in PARTS for name, field in part.model_fields.items()}


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_file_the_defaults_work():
    settings = load()

    assert settings.telegram.telegram_api_url == "https://api.telegram.org"
    assert settings.storage.url == "sqlite:///data/bridge.db"
    assert settings.storage.keep == timedelta(days=7)
    assert settings.http.public_url == ""


def test_file_is_read_and_the_environment_counts_more(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(f"OPERATOR_BOT_TOKEN={TOKEN}\nHTTP_PORT=9000\nKEEP_DAYS=\nANNA_PASSWORD=x\n")
    monkeypatch.setenv("HTTP_PORT", "9001")

    settings = load()

    assert settings.telegram.operator == TOKEN
    assert settings.http.http_port == 9001
    assert settings.storage.keep_days == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPERATOR_BOT_TOKEN", "hunter2"),
        ("CUSTOMER_BOT_TOKEN", f"{TOKEN} "[1:] + "!"),
        ("TELEGRAM_API_URL", "hunter2"),
        ("HTTP_PORT", "hunter2"),
        ("HTTP_PORT", "70000"),
        ("PUBLIC_URL", "ftp://hunter2"),
        ("DATABASE_URL", "hunter2"),
        ("DATABASE_URL", "mysql://anna:hunter2@host/name"),
        ("DATABASE_URL", "postgresql://anna:hunter2@host:port/name"),
        ("DATABASE_URL", "postgresql+psycopg2://anna:hunter2@host/name"),
        ("DATABASE_URL", "postgresql://anna:hunter2@host/name?sslmode=hunter2"),
        ("DATABASE_URL", "postgresql://anna:hunter2@host/name?sslmode=verify-full&sslrootcert=/hunter2/ca.pem"),
        ("DATABASE_URL", "postgresql://anna:hunter2@host/name?connect_timeout=hunter2"),
        ("DATABASE_URL", "sqlite://hunter2/bridge.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///data/hunter2.db?mode=ro"),
        ("DATABASE_URL", "https://hunter2.example/name"),
        ("SECRET_KEY", "hunter2"),
        ("KEEP_DAYS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "hunter2"),
        ("SANDBOX_PORT", "-1"),
    ],
)
def test_wrong_value_is_told_by_name_and_never_repeated(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured, match=f"^{name} is wrong: ") as told:
        load()

    assert "hunter2" not in str(told.value)
    assert TOKEN[12:] not in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
@pytest.mark.parametrize("query", ["", "?sslmode=require", "?sslmode=verify-full&sslrootcert=system&channel_binding=x"])
def test_the_addresses_of_a_database_are_taken_as_people_write_them(monkeypatch, scheme, query):
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://anna:hunter2@host/name{query}")

    assert Database(load().storage.url).url.startswith("postgresql+asyncpg://anna:hunter2@host/name")


def test_missing_operator_token_is_told_when_it_is_needed():
    with pytest.raises(Misconfigured, match="OPERATOR_BOT_TOKEN is missing"):
        _ = load().telegram.operator


@pytest.mark.parametrize("read", [load, variables])
def test_unreadable_file_is_named(tmp_path, read):
    (tmp_path / ".env").write_bytes(b"HTTP_PORT=\xff\xfe\n")

    with pytest.raises(Misconfigured, match=r"\.env cannot be read"):
        read()


def test_names_that_others_chose_are_found_in_both_places(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("ANNA_PASSWORD=from file\nOLEG_PASSWORD=from file\nEMPTY=\n")
    monkeypatch.setenv("ANNA_PASSWORD", "from environment")

    known = variables()

    assert (known["ANNA_PASSWORD"], known["OLEG_PASSWORD"]) == ("from environment", "from file")
    assert "EMPTY" not in known


def test_secrets_do_not_show_in_a_print(monkeypatch):
    monkeypatch.setenv("OPERATOR_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:hunter2@host/name")

    shown = repr(load())

    assert TOKEN not in shown
    assert "hunter2" not in shown


def test_data_dir_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))

    with pytest.raises(Misconfigured, match="DATA_DIR is wrong"):
        load().storage.make_data_dir()


def test_data_dir_is_its_owners_only(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "new" / "data"))

    load().storage.make_data_dir()

    assert stat.S_IMODE((tmp_path / "new" / "data").stat().st_mode) == 0o700


def shown_default(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def test_example_file_holds_every_setting_with_its_default():
    example = dotenv_values(ROOT / ".env.example")

    assert example == {name: shown_default(field.default) for name, field in NAMES.items()}


def test_example_file_comments_every_setting():
    lines = (ROOT / ".env.example").read_text().splitlines()
    bare = [line for before, line in pairwise(lines) if "=" in line and not before]

    assert bare == []


def test_docs_list_every_setting_with_its_default():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\|", (ROOT / "docs" / "settings.md").read_text(), re.M)

    assert dict(rows) == {name: shown_default(field.default) for name, field in NAMES.items()}


def test_example_file_is_read_without_complaint():
    assert load(ROOT / ".env.example").sandbox.sandbox_port == 8080
