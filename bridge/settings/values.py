"""The kinds of values that settings have, and the words for a wrong one; the words never repeat the value."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from sqlalchemy.exc import ArgumentError

from bridge.network.proxies import parse
from storage.database import async_url
from storage.sqlite import DRIVER

# "123456789:AA…": the bot's id, a colon, its secret.
BOT_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,}")
SHORTEST_KEY = 16


def _token(value: SecretStr) -> SecretStr:
    if value and not BOT_TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("it does not look like a bot's token; copy it from @BotFather whole")
    return value


def _root(value: str) -> str:
    try:
        address = urlsplit(value)
        (address.hostname or "").encode("idna")
        is_one = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is none, an IPv6 address without its end, a name with an empty part
        is_one = False
    if value and not is_one:
        raise ValueError("it must be an address that begins with https:// or http://")
    return value.rstrip("/")


def _proxy(value: SecretStr) -> SecretStr:
    if value:
        parse(value.get_secret_value())
    return value


def _database(value: SecretStr) -> SecretStr:
    try:
        supported = not value or async_url(value.get_secret_value()).startswith((f"{DRIVER}:", "postgresql+"))
    except (ValueError, ArgumentError):  # their own words may repeat the password
        supported = False
    if not supported:
        raise ValueError("it must look like sqlite:///path/to/file or postgresql://user:password@host/name")
    return value


def _key(value: SecretStr) -> SecretStr:
    if value and len(value) < SHORTEST_KEY:
        raise ValueError(f"it needs at least {SHORTEST_KEY} characters")
    return value


BotToken = Annotated[SecretStr, AfterValidator(_token)]
Root = Annotated[str, AfterValidator(_root)]
ProxyUrl = Annotated[SecretStr, AfterValidator(_proxy)]
Port = Annotated[int, Field(ge=0, le=65535)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
SecretKey = Annotated[SecretStr, AfterValidator(_key)]
Days = Annotated[int, Field(ge=1)]
DaysOrNever = Annotated[int, Field(ge=0)]
