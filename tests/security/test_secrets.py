"""Tokens at rest are of no use without the installation's key."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.security.secrets import KEY_FILE, Vault, WrongKey, load_key

TOKEN = "123456789:AAEexampleexampleexampleexampleexam"


def test_token_comes_back_and_its_row_does_not_show_it():
    encrypted = Vault("key of the house").encrypt(TOKEN)

    assert TOKEN not in encrypted
    assert Vault("key of the house").decrypt(encrypted) == TOKEN


def test_another_key_is_told_apart_in_words():
    encrypted = Vault("key of the house").encrypt(TOKEN)

    with pytest.raises(WrongKey, match="SECRET_KEY is not the key"):
        Vault("key of the neighbour").decrypt(encrypted)


def test_damaged_row_is_not_decrypted():
    with pytest.raises(WrongKey):
        Vault("key of the house").decrypt("кто здесь?")


def test_webhook_secret_is_the_same_after_every_start_and_another_for_every_name():
    secret = Vault("key of the house").webhook_secret("channel:1")

    assert secret == Vault("key of the house").webhook_secret("channel:1")
    assert secret != Vault("key of the house").webhook_secret("channel:2")
    assert secret != Vault("key of the neighbour").webhook_secret("channel:1")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret)


def test_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path):
    made = load_key("", tmp_path / "data")

    assert load_key("", tmp_path / "data") == made
    assert len(made) > 40
    assert stat.S_IMODE((tmp_path / "data" / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == [KEY_FILE]


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_key("", tmp_path), range(8)))

    assert len(keys) == 1


def test_key_of_the_settings_needs_no_file(tmp_path):
    assert load_key("key of the house", tmp_path) == "key of the house"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"), [(None, "a folder stands there"), (b"\xff\xfe", "it is not a key"), (b"\n", "it is empty")]
)
def test_unusable_key_file_is_named_with_the_way_out(tmp_path: Path, content: bytes | None, words: str):
    path = tmp_path / KEY_FILE
    path.mkdir() if content is None else path.write_bytes(content)

    with pytest.raises(Misconfigured, match=f"{KEY_FILE} cannot be used: {words}. Put the key file of a backup there"):
        load_key("", tmp_path)


def test_key_file_of_somebody_else_is_told_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_arguments: object) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / KEY_FILE).touch()
    monkeypatch.setattr(Path, "read_text", refused)

    with pytest.raises(Misconfigured, match=r"secret\.key cannot be read or made; let the user that runs"):
        load_key("", tmp_path)


def test_empty_key_is_refused():
    with pytest.raises(Misconfigured, match="SECRET_KEY"):
        Vault("")
