"""Reads raw objects of the Bot API without relying on their shape.

A fact is a list of an English message id and its parameters, as in `DeliveryState` failures. It is translated when it
is shown.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bridge.text.entities import storable

Fact = list[Any]
Raw = dict[str, Any]

# Currencies without a smaller unit. Telegram counts the others in hundredths. XTR are Telegram's stars.
CURRENCIES_WITHOUT_CENTS = frozenset({"XTR", "JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX"})


def fact(text: str, /, **params: str | int) -> Fact:
    return [text, {name: storable(value) if isinstance(value, str) else value for name, value in params.items()}]


def word(raw: Raw, name: str) -> str:
    """Return the text in that field; empty when there is none."""
    found = raw.get(name)
    return found if isinstance(found, str) else ""


def number(raw: Raw, name: str) -> int:
    found = raw.get(name)
    return found if isinstance(found, int) else 0


def inner(raw: Raw, name: str) -> Raw:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def several(raw: Raw, name: str) -> list[Raw]:
    found = raw.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def title(raw: Raw) -> str:
    """Return the name of a user or a chat: "Магазин (@shop)"."""
    name = word(raw, "title") or " ".join(filter(None, [word(raw, "first_name"), word(raw, "last_name")]))
    username = f"@{word(raw, 'username')}" if word(raw, "username") else ""
    return f"{name} ({username})" if name and username else name or username or str(raw.get("id", ""))


def moment(seconds: int) -> str:
    """Format a Unix time in UTC, so that it is equal for every reader: "2026-11-22 10:30 UTC"."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return str(seconds)


def money(amount: int, currency: str) -> str:
    if currency == "XTR":
        return f"{amount} ⭐"
    return f"{amount} {currency}" if currency in CURRENCIES_WITHOUT_CENTS else f"{amount / 100:.2f} {currency}"


def leaves(value: Any, names: frozenset[str]) -> Iterator[str]:
    """Yield every text in a field with one of these names, at any depth, in order of appearance."""
    match value:
        case list():
            for each in value:
                yield from leaves(each, names)
        case dict():
            for name, each in value.items():
                if name in names and isinstance(each, str) and each:
                    yield each
                else:
                    yield from leaves(each, names)
