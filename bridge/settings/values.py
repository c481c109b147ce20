"""The kinds of values that settings have, and the words for a wrong one; the words never repeat the value."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage import postgresql
from storage.database import async_url
from storage.sqlite import DRIVER as SQLITE

# "123456789:AA…": the bot's id, a colon, its secret.
BOT_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,}")
SHORTEST_KEY = 16
DATABASE_URLS = "it must look like sqlite:///path/to/file or postgresql://user:password@host/name?sslmode=require"


def _token(value: SecretStr) -> SecretStr:
    if value and not BOT_TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("it does not look like a bot's token; copy it from @BotFather whole")
    return value


def _root(value: str) -> str:
    address = urlsplit(value)
    if value and (address.scheme not in ("http", "https") or not address.hostname):
        raise ValueError("it must be an address that begins with https:// or http://")
    return value.rstrip("/")


def _database(value: SecretStr) -> SecretStr:
    if not value:
        return value
    try:
        url = make_url(async_url(value.get_secret_value()))
    except (ValueError, ArgumentError):  # their own words may repeat the password
        raise ValueError(f"{DATABASE_URLS}; special characters of a password are written as %40 (@), %2F (/)") from None
    if url.drivername == postgresql.DRIVER:
        postgresql.check(url)
    elif url.drivername != SQLITE:
        raise ValueError(DATABASE_URLS)
    elif url.host or not url.database or url.database == ":memory:":
        raise ValueError("the path of an SQLite file follows three slashes, or four when it begins at the root")
    elif url.query:
        raise ValueError("an SQLite file takes no parameters: leave out the ? and what follows")
    return value


def _key(value: SecretStr) -> SecretStr:
    if value and len(value) < SHORTEST_KEY:
        raise ValueError(f"it needs at least {SHORTEST_KEY} characters")
    return value


BotToken = Annotated[SecretStr, AfterValidator(_token)]
Root = Annotated[str, AfterValidator(_root)]
Port = Annotated[int, Field(ge=0, le=65535)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
SecretKey = Annotated[SecretStr, AfterValidator(_key)]
Days = Annotated[int, Field(ge=1)]
DaysOrNever = Annotated[int, Field(ge=0)]
