"""Settings are read from the environment and .env; a wrong one is told in a sentence that names it."""

import io
import re
import stat
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import certifi
import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bridge.errors import Misconfigured
from bridge.settings import SECTIONS, USUAL_VARIABLES, load, misspelt, variables
from storage.engine.database import Database

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAEexampleexampleexampleexampleexam"
NAMES = {name.upper(): field for part in SECTIONS for name, field in part.model_fields.items()}


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    for name in (*NAMES, *USUAL_VARIABLES):
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
        ("OPERATOR_BOT_TOKEN", f'"{TOKEN}"'),
        ("OPERATOR_BOT_TOKEN", f"«{TOKEN}»"),
        ("OPERATOR_BOT_TOKEN", f" {TOKEN}"),
        ("OPERATOR_BOT_TOKEN", f"{TOKEN}\n"),
        ("OPERATOR_BOT_TOKEN", " "),
        ("OPERATOR_BOT_TOKEN", "\udcff"),
        ("TELEGRAM_API_URL", "hunter2"),
        ("TELEGRAM_API_URL", "https://hunter2:port"),
        ("TELEGRAM_API_URL", "https://hunter2:99999"),
        ("TELEGRAM_API_URL", "https://[hunter2"),
        ("TELEGRAM_API_URL", "https://host/hunter 2"),
        ("TELEGRAM_API_URL", '"https://hunter2"'),
        ("TELEGRAM_API_URL", "https://host/?a=hunter2"),
        ("TELEGRAM_LIMITS", "hunter2"),
        ("TELEGRAM_SELF_HOSTED", "true"),
        ("HTTP_HOST", "http://hunter2"),
        ("HTTP_HOST", "'127.0.0.1'"),
        ("HTTP_HOST", "hunter 2"),
        ("HTTP_PORT", '"8081"'),
        ("HTTP_PORT", "9" * 5000),
        ("METRICS_ADDRESS", "9090"),
        ("METRICS_ADDRESS", "hunter2"),
        ("METRICS_ADDRESS", "http://hunter2:9090"),
        ("METRICS_ADDRESS", "hunter2:99999"),
        ("METRICS_ADDRESS", "hunter 2:9090"),
        ("METRICS_ADDRESS", "anna@hunter2:9090"),
        ("DATA_DIR", "hunter2?mode=memory"),
        ("DATA_DIR", "hunter2%20"),
        ("DATA_DIR", '"hunter2"'),
        ("DATA_DIR", "~nobody-of-that-name/hunter2"),
        ("DATA_DIR", "\udcff"),
        ("KEEP_DAYS", "1000000"),
        ("KEEP_DAYS", "7.5"),
        ("TOPICS_KEEP_DAYS", "-1"),
        ("TOPICS_KEEP_DAYS", "1000000"),
        ("TELEGRAM_API_URL", "http://[::1:8081"),
        ("TELEGRAM_API_URL", "http://hunter2:99999"),
        ("TELEGRAM_API_URL", "http://hunter2..example"),
        ("TELEGRAM_PROXY", "hunter2"),
        ("TELEGRAM_PROXY", "ftp://anna:hunter2@host:1"),
        ("TELEGRAM_PROXY", "socks5://anna:hunter2@host:port"),
        ("TELEGRAM_PROXY", "socks5://anna:hunter#2@host:1080"),
        ("TELEGRAM_PROXY", "http://:hunter2@host:1"),
        ("TELEGRAM_PROXY", "http://an%3Ana:hunter2@host:1"),
        ("TELEGRAM_PROXY", f"socks5://anna:hunter2{'x' * 255}@host:1"),
        ("TELEGRAM_PROXY", "https://t.me/proxy?server=host&port=443&secret=hunter2"),
        ("TELEGRAM_PROXY", "tg://proxy?server=host&port=443&secret=hunter2"),
        ("TELEGRAM_PROXY", "http://hunter2..example"),
        ("HTTPS_PROXY", "socks4://anna:hunter2@host:1"),
        ("ALL_PROXY", "//anna:hunter2@host"),
        ("SSL_CERT_FILE", "nowhere.pem"),
        ("SSL_CERT_FILE", "."),
        ("SSL_CERT_FILE", ".env"),
        ("SSL_CERT_DIR", "nowhere"),
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
def test_wrong_value_is_told_by_name_and_never_repeated(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(name, value)
    (tmp_path / ".env").write_text("LOG_LEVEL=INFO\n")

    with pytest.raises(Misconfigured, match=f"^{name} is wrong: ") as told:
        load()

    assert "hunter2" not in str(told.value)
    assert TOKEN[12:] not in str(told.value)
    assert "\n" not in str(told.value)
    assert str(told.value).isascii()


@pytest.mark.parametrize(
    ("name", "value", "way_out"),
    [
        ("OPERATOR_BOT_TOKEN", f"'{TOKEN}'", "it has quotes around it; write it without them"),
        ("OPERATOR_BOT_TOKEN", f"{TOKEN[:20]} {TOKEN[20:]}", "it has spaces or line breaks in it; write it without"),
        ("OPERATOR_BOT_TOKEN", TOKEN[:20], "copy it from @BotFather whole"),
        ("HTTP_PORT", "http", "it must be a whole number from 0 to 65535, without quotes"),
        ("KEEP_DAYS", "never", "it must be a whole number from 1 to 36500"),
        ("LOG_LEVEL", "info", "it must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("TELEGRAM_LIMITS", "1", "it must be 'on' or 'off'"),
        ("METRICS_ADDRESS", "9090", "it must be an address and a port, such as 127.0.0.1:9090"),
    ],
)
def test_way_out_is_told(monkeypatch, name, value, way_out):
    monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured, match=re.escape(way_out)):
        load()


@pytest.mark.parametrize(
    ("written", "address"),
    [("127.0.0.1:9090", ("127.0.0.1", 9090)), ("[::1]:9090", ("::1", 9090)), ("localhost:0", ("localhost", 0))],
)
def test_address_of_metrics_is_read(monkeypatch, written, address):
    monkeypatch.setenv("METRICS_ADDRESS", written)

    assert load().http.metrics == address


def test_home_folder_is_meant_by_its_sign(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DATA_DIR", "~/bridge")

    assert load().storage.data_dir == tmp_path / "bridge"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bridge.example", "https:// alone"),
        ("https://bridge.example:8081", "the ports 443, 80, 88 and 8443"),
        ("https://bridge.example:0", "must be an address"),
        ("https://bridge.example:99999", "must be an address"),
    ],
)
def test_where_telegram_would_never_bring_anything_is_told_at_the_start(monkeypatch, url, words):
    monkeypatch.setenv("PUBLIC_URL", url)

    with pytest.raises(Misconfigured, match=f"PUBLIC_URL is wrong: .*{words}"):
        load()


@pytest.mark.parametrize("url", ["https://bridge.example", "https://bridge.example:8443/operators/", ""])
def test_where_telegram_brings_updates_is_taken(monkeypatch, url):
    monkeypatch.setenv("PUBLIC_URL", url)

    assert load().http.public_url == url.rstrip("/")


def test_a_server_of_ones_own_brings_updates_anywhere(monkeypatch):
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8082")
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8081")

    assert load().http.public_url == "http://127.0.0.1:8081"


def test_a_proxy_and_authorities_are_found_in_both_places(monkeypatch, tmp_path):
    authorities = certifi.where()
    (tmp_path / ".env").write_text(f"HTTPS_PROXY=http://file:1\nSSL_CERT_FILE={authorities}\n")

    from_file = load().route
    monkeypatch.setenv("TELEGRAM_PROXY", "socks5://setting:2")
    from_both = load().route

    assert (str(from_file.proxy), from_file.said_by) == ("http://file:1", "HTTPS_PROXY")
    assert (str(from_both.proxy), from_both.said_by) == ("socks5://setting:2", "TELEGRAM_PROXY")
    assert from_both.certificates.file == authorities


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
@pytest.mark.parametrize("query", ["", "?sslmode=require", "?sslmode=verify-full&sslrootcert=system&channel_binding=x"])
def test_the_addresses_of_a_database_are_taken_as_people_write_them(monkeypatch, scheme, query):
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://anna:hunter2@host/name{query}")

    assert Database(load().storage.url).url.startswith("postgresql+asyncpg://anna:hunter2@host/name")


def test_missing_operator_token_is_told_when_it_is_needed():
    with pytest.raises(Misconfigured, match="OPERATOR_BOT_TOKEN is missing"):
        _ = load().telegram.operator


@pytest.mark.parametrize("read", [load, variables])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"HTTP_PORT=\xff\xfe\n", r"\.env cannot be read; save it as a text file in UTF-8"),
        ("HTTP_PORT=1\n".encode("utf-16"), r"\.env cannot be read; save it as a text file in UTF-8"),
        (b"KEEP_DAYS=7\nOPERATOR_BOT_TOKEN: hunter2\n", r"\.env, line 2: write it like NAME=value"),
        (b'ANNA_PASSWORD="hunter2\n', r"\.env, line 1: write it like NAME=value, with quotes at both ends"),
    ],
)
def test_unreadable_file_is_named(tmp_path, read, content, told):
    (tmp_path / ".env").write_bytes(content)

    with pytest.raises(Misconfigured, match=f"^{told}") as output:
        read()
    assert "hunter2" not in str(output.value)


@pytest.mark.parametrize("read", [load, variables])
def test_file_that_others_own_is_named(tmp_path, monkeypatch, read):
    def refused(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    (tmp_path / ".env").touch()
    monkeypatch.setattr(Path, "read_text", refused)

    with pytest.raises(Misconfigured, match=r"^\.env cannot be read: Permission denied; let the user that runs"):
        read()


@pytest.mark.parametrize("read", [load, variables])
def test_folder_in_the_place_of_the_file_is_named(tmp_path, read):
    # Docker makes one where a file that is mounted is not there.
    (tmp_path / ".env").mkdir()

    with pytest.raises(Misconfigured, match=r"^\.env is a folder"):
        read()


def test_what_editors_on_windows_write_is_read(tmp_path):
    content = f'OPERATOR_BOT_TOKEN="{TOKEN}"\r\nHTTP_PORT=9000\r\nKEEP_DAYS= 9 # days\r\nexport LOG_LEVEL=DEBUG\r\n'
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbf" + content.encode())

    settings = load()

    assert settings.telegram.operator == variables()["OPERATOR_BOT_TOKEN"] == TOKEN
    assert (settings.http.http_port, settings.storage.keep_days, settings.logs.log_level) == (9000, 9, "DEBUG")


def test_names_that_others_chose_are_found_in_both_places(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("ANNA_PASSWORD=from file\nOLEG_PASSWORD=from file\nEMPTY=\n")
    monkeypatch.setenv("ANNA_PASSWORD", "from environment")

    known = variables()

    assert (known["ANNA_PASSWORD"], known["OLEG_PASSWORD"]) == ("from environment", "from file")
    assert "EMPTY" not in known


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("HTTP_PROT", "HTTP_PORT"),
        ("OPERATORS_BOT_TOKEN", "OPERATOR_BOT_TOKEN"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("keep_day", "KEEP_DAYS"),
        ("KEEP_DAYS", None),
        ("keep_days", None),
        ("ANNA_PASSWORD", None),
        ("SHOP_BOT_TOKEN", None),
        ("CUSTOMER_BOT_TOKEN_2", None),
        ("SECOND_CUSTOMER_BOT_TOKEN", None),
        ("POSTGRES_PASSWORD", None),
        *((name, None) for name in USUAL_VARIABLES),
    ],
)
def test_a_misspelt_name_is_found_and_others_names_are_not(tmp_path, name, meant):
    (tmp_path / ".env").write_text(f"{name}=1\n")

    assert misspelt() == ({} if meant is None else {name: meant})


def test_without_a_file_nothing_is_misspelt():
    assert misspelt() == {}


def test_secrets_do_not_show_in_a_print(monkeypatch):
    monkeypatch.setenv("OPERATOR_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:hunter2@host/name")
    monkeypatch.setenv("TELEGRAM_PROXY", "socks5://anna:hunter2@host")

    shown = repr(load())

    assert TOKEN not in shown
    assert "hunter2" not in shown


def test_data_dir_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))

    with pytest.raises(Misconfigured, match="DATA_DIR is wrong"):
        load().storage.make_data_dir()


def test_a_file_in_the_place_of_data_dir_is_told_with_the_way_out(monkeypatch, tmp_path):
    (tmp_path / "notadir").touch()
    monkeypatch.setenv("DATA_DIR", "notadir")

    with pytest.raises(Misconfigured, match=r"^DATA_DIR is wrong: a file stands at notadir; name a folder, or move"):
        load().storage.make_data_dir()


def test_data_dir_of_somebody_else_is_named_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr("os.access", lambda _path, _how: False)
    monkeypatch.setattr("os.geteuid", lambda: 10001)

    with pytest.raises(Misconfigured, match=f"^DATA_DIR is wrong: .* chown -R 10001 {tmp_path}$"):
        load().storage.make_data_dir()


def test_data_dir_is_its_owners_only(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "new" / "data"))

    load().storage.make_data_dir()

    assert stat.S_IMODE((tmp_path / "new" / "data").stat().st_mode) == 0o700


def shown_default(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def test_example_file_holds_every_setting_with_its_default():
    # A line that Docker's image says otherwise is commented out: tests/stories/app/test_container.py.
    text = re.sub(r"^# ([A-Z_]+=)", r"\1", (ROOT / ".env.example").read_text(), flags=re.M)
    example = dotenv_values(stream=io.StringIO(text))

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
