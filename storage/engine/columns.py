"""Column types that behave the same on SQLite and PostgreSQL."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

# Telegram's ids do not fit PostgreSQL's 32-bit INTEGER.
TelegramId = BigInteger

# The session does not notice a change inside a dict or a list: always assign a new value.
Json: TypeEngine[Any] = JSON().with_variant(JSONB(), "postgresql")


def enum_type(options: type[StrEnum]) -> Enum:
    """A column type that stores a StrEnum as its text.

    No migration that also runs on SQLite could add a value to a native PostgreSQL enum.
    """
    return Enum(options, native_enum=False, length=32, values_callable=lambda kind: [item.value for item in kind])
