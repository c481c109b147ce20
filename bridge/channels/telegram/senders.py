"""The sender of a raw message. Names come as people typed them, invisible characters included."""

import re
import unicodedata
from typing import Any

from bridge.channel import Sender

# Invisible characters of the categories letter and symbol: Hangul fillers and the empty Braille cell.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Persian words and composed emoji need these characters. All other characters without a shape are removed; text
# direction switches, for example, would reverse the operator's whole line.
JOINERS = frozenset("\u200c\u200d")


def sender_of(message: dict[str, Any]) -> Sender:
    """The customer. Without `from` the private chat is used, and the chat's number replaces an empty name."""
    chat = message["chat"]
    user = message.get("from") or chat
    return Sender(
        external_id=str(chat["id"]),
        name=visible_name(user.get("first_name"), user.get("last_name")) or f"№ {chat['id']}",
        username=user.get("username"),
        language=user.get("language_code"),
        phone=_own_phone(message, user),
    )


def visible_name(*parts: object) -> str:
    """The parts of a name without invisible characters; empty when nothing is left."""
    raw = " ".join(part for part in parts if isinstance(part, str))
    shown = "".join(char for char in re.sub(r"\s", " ", raw) if char in JOINERS or _has_shape(char))
    name = " ".join(shown.split())
    return name if any(unicodedata.category(char)[0] in "LNPS" for char in name) else ""


def _has_shape(char: str) -> bool:
    return char not in BLANK_LETTERS and unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")


def _own_phone(message: dict[str, Any], user: dict[str, Any]) -> str | None:
    # Anybody's contact can be forwarded; only the sender's own contact proves a number.
    match message.get("contact"):
        case {"user_id": int(owner), "phone_number": str(number)} if owner == user.get("id"):
            return re.sub(r"\D", "", number) or None
    return None
