"""Secrets that depend on the installation's one key: encrypted channel tokens, and the secrets of webhooks."""

import base64
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bridge.errors import Misconfigured

KEY_FILE = "secret.key"


class WrongKey(Misconfigured):
    text = (
        "SECRET_KEY is not the key that the stored tokens were encrypted with; put the old one back"
        f" (when SECRET_KEY is empty, it is in DATA_DIR/{KEY_FILE}), or store the tokens anew: `bridge apply team.yaml`"
    )


class KeyUnusable(Misconfigured):
    text = (
        "{path} cannot be used: {reason}. Put the key file of a backup there; without a backup remove it and run"
        " `bridge apply team.yaml`: a new key is made, and the tokens are stored anew"
    )


class KeyUnreadable(Misconfigured):
    text = "{path} cannot be read or made; let the user that runs the bridge read and write in its folder"


class Vault:
    def __init__(self, key: str) -> None:
        if not key:
            raise Misconfigured("SECRET_KEY is empty")
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(key, "channel tokens")))
        self._webhooks = _derive(key, "webhooks")
        self._fingerprint = _derive(key, "fingerprint").hex()

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Return the decrypted text.

        Raises:
            WrongKey: the text was encrypted with another key, or is damaged.
        """
        try:
            return self._fernet.decrypt(encrypted.encode()).decode()
        except InvalidToken:
            raise WrongKey from None

    @property
    def fingerprint(self) -> str:
        """Hash of the key. It tells whether another key is the same, and reveals nothing else."""
        return self._fingerprint

    def webhook_secret(self, name: str) -> str:
        """Return the secret that the caller of this webhook must send. It fits Telegram's `secret_token`.

        It depends only on the key and the name, so it stays the same after a restart.
        """
        return hmac.digest(self._webhooks, name.encode(), "sha256").hex()


def load_key(configured: str, data_dir: Path) -> str:
    """Return SECRET_KEY when it is set, otherwise the key in DATA_DIR, which is made at the first start.

    Raises:
        Misconfigured: the key file cannot be read or made.
    """
    if configured:
        return configured
    path = data_dir / KEY_FILE
    try:
        if not path.exists():
            _make(path)
        key = path.read_text("ascii").strip()
    except PermissionError as error:
        raise KeyUnreadable(path=path) from error
    except IsADirectoryError as error:
        raise KeyUnusable(path=path, reason="a folder stands there") from error
    except OSError as error:
        raise KeyUnusable(path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise KeyUnusable(path=path, reason="it is not a key") from error
    if not key:
        raise KeyUnusable(path=path, reason="it is empty")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Of two processes that start together one wins: `link` never replaces an existing file.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _derive(key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"operator-bridge: {purpose}".encode()).derive(key.encode())
