"""What can be told of a raw object of the Bot API whatever its shape turns out to be.

A fact is what `DeliveryState` failures are: an English message id and its parameters, translated where it is shown.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bridge.text.entities import storable

Fact = list[Any]
Raw = dict[str, Any]

# Currencies that have no smaller unit; Telegram counts the others in hundredths. XTR are Telegram's stars.
CURRENCIES_WITHOUT_CENTS = frozenset({"XTR", "JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX"})


def fact(text: str, /, **params: str | int) -> Fact:
    return [text, {name: storable(value) if isinstance(value, str) else value for name, value in params.items()}]


def word(raw: Raw, name: str) -> str:
    """The text in that field; empty when there is none."""
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
    """Who a user or a chat is: "Магазин (@shop)"."""
    name = word(raw, "title") or " ".join(filter(None, [word(raw, "first_name"), word(raw, "last_name")]))
    username = f"@{word(raw, 'username')}" if word(raw, "username") else ""
    return f"{name} ({username})" if name and username else name or username or str(raw.get("id", ""))


def moment(seconds: int) -> str:
    """A Unix time, the same for every reader: "2026-11-22 10:30 UTC"."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return str(seconds)


def money(amount: int, currency: str) -> str:
    if currency == "XTR":
        return f"{amount} ⭐"
    return f"{amount} {currency}" if currency in CURRENCIES_WITHOUT_CENTS else f"{amount / 100:.2f} {currency}"


def leaves(value: Any, names: frozenset[str]) -> Iterator[str]:
    """Every text under one of these names, however deep, in the order in which they come."""
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
