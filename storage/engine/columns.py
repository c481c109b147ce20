"""Column types that behave the same on SQLite and PostgreSQL."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

# Telegram's ids do not fit PostgreSQL's 32-bit INTEGER.
TelegramId = BigInteger

# A mutated dict is not noticed by the session: always assign a new one.
Json: TypeEngine[Any] = JSON().with_variant(JSONB(), "postgresql")


def enum_type(options: type[StrEnum]) -> Enum:
    """A StrEnum kept as its text.

    A native PostgreSQL enum cannot be extended by a migration that SQLite understands too.
    """
    return Enum(options, native_enum=False, length=32, values_callable=lambda kind: [item.value for item in kind])
