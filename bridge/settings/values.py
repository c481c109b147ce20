"""The types of the settings' values, and the error texts for wrong ones. The texts never repeat the value."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bridge.network.proxies import parse
from storage.engine import postgresql
from storage.engine.database import async_url
from storage.engine.sqlite import DRIVER as SQLITE

# "123456789:AA…": the bot's id, a colon, its secret.
BOT_TOKEN_PATTERN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,}")
MIN_KEY_LENGTH = 16
QUOTES = "\"'«»“”„"
# A host name, an IPv4 address or an IPv6 address.
HOST_PATTERN = re.compile(r"[^\s/\"'@?#\[\]]+")
# These characters have a special meaning in the database's URL.
FORBIDDEN_FOLDER_CHARACTERS = {"?", "%", '"', "\n", "\r"}
# A hundred years.
MAX_DAYS = 36500


def why_no_token(value: str) -> str | None:
    """Say what is wrong with a bot's token, and how to fix it; None when the token looks right."""
    if BOT_TOKEN_PATTERN.fullmatch(value):
        return None
    if value[0] in QUOTES or value[-1] in QUOTES:
        return "it has quotes around it; write it without them"
    if any(character.isspace() for character in value):
        return "it has spaces or line breaks in it; write it without them"
    return "it does not look like a bot's token; copy it from @BotFather whole"


DATABASE_URL_TEXT = "it must look like sqlite:///path/to/file or postgresql://user:password@host/name?sslmode=require"


def _token(value: SecretStr) -> SecretStr:
    if value and (reason := why_no_token(value.get_secret_value())) is not None:
        raise ValueError(reason)
    return value


def _root(value: str) -> str:
    if value and not is_address(value):
        raise ValueError("it must be an address that begins with https:// or http://, without quotes and spaces")
    return value.rstrip("/")


def is_address(value: str) -> bool:
    """Whether the value is the root of a server: only `http://host:port/path`, with no query and no fragment."""
    try:
        address = urlsplit(value)
        (address.hostname or "").encode("idna")  # a name with an empty part raises
        is_port = address.port != 0  # a port above 65535, or one that is no number, raises
    except ValueError:
        return False
    is_root = is_port and not address.query and not address.fragment and not any(each.isspace() for each in value)
    return is_root and address.scheme in ("http", "https") and bool(HOST_PATTERN.fullmatch(address.hostname or ""))


def _host(value: str) -> str:
    if not HOST_PATTERN.fullmatch(value.strip("[]")):
        raise ValueError("it must be an address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them")
    return value.strip("[]")


def _address(value: str) -> str:
    if value:
        parts_of(value)
    return value


def parts_of(address: str) -> tuple[str, int]:
    """Return the host and the port of "127.0.0.1:9090" or "[::1]:9090".

    Raises:
        ValueError: the address has another form.
    """
    try:
        parsed = urlsplit(f"//{address}")
        port = parsed.port
    except ValueError:
        port = None
    if port is None or parsed.netloc != address or "@" in address or not HOST_PATTERN.fullmatch(parsed.hostname or ""):
        raise ValueError("it must be an address and a port, such as 127.0.0.1:9090")
    return str(parsed.hostname), port


def is_unicode(value: str) -> bool:
    """Whether the value is valid Unicode. Bytes of the environment that are no UTF-8 become unpaired surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _folder(value: Path) -> Path:
    try:
        folder = value.expanduser()
    except RuntimeError:
        raise ValueError("~ stands for a home folder, and there is none; write the whole path") from None
    if set(str(folder)) & FORBIDDEN_FOLDER_CHARACTERS or not is_unicode(str(folder)):
        raise ValueError("a path with quotes, ?, %, line breaks or bytes that are no UTF-8 cannot be used")
    return folder


def _proxy(value: SecretStr) -> SecretStr:
    if value:
        parse(value.get_secret_value())
    return value


def _database(value: SecretStr) -> SecretStr:
    if not value:
        return value
    try:
        url = make_url(async_url(value.get_secret_value()))
    except (ValueError, ArgumentError):  # the library's text may repeat the password
        raise ValueError(
            f"{DATABASE_URL_TEXT}; special characters of a password are written as %40 (@), %2F (/)"
        ) from None
    if url.drivername == postgresql.DRIVER:
        postgresql.check(url)
    elif url.drivername != SQLITE:
        raise ValueError(DATABASE_URL_TEXT)
    elif url.host or not url.database or url.database == ":memory:":
        raise ValueError("the path of an SQLite file follows three slashes, or four when it begins at the root")
    elif url.query:
        raise ValueError("an SQLite file takes no parameters: leave out the ? and what follows")
    return value


def _key(value: SecretStr) -> SecretStr:
    if value and len(value) < MIN_KEY_LENGTH:
        raise ValueError(f"it needs at least {MIN_KEY_LENGTH} characters")
    return value


BotToken = Annotated[SecretStr, AfterValidator(_token)]
Root = Annotated[str, AfterValidator(_root)]
ProxyUrl = Annotated[SecretStr, AfterValidator(_proxy)]
Port = Annotated[int, Field(ge=0, le=65535)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
SecretKey = Annotated[SecretStr, AfterValidator(_key)]
Days = Annotated[int, Field(ge=1, le=MAX_DAYS)]
DaysOrNever = Annotated[int, Field(ge=0, le=MAX_DAYS)]
Host = Annotated[str, AfterValidator(_host)]
Address = Annotated[str, AfterValidator(_address)]
Folder = Annotated[Path, AfterValidator(_folder)]
