"""Names of topics in the form that Telegram keeps: one line, 1 to 128 characters."""

import re
import unicodedata

MAX_TOPIC_NAME_LENGTH = 128
NUMBER_PATTERN = re.compile(r"№(\d+)$")


def clean(name: str, *, number: int) -> str:
    """Return the name with the dialog's number at its end, exactly as Telegram would return it."""
    visible = "".join(" " if letter.isspace() else letter for letter in name if letter.isspace() or _is_seen(letter))
    tail = f" №{number}"
    return " ".join(visible.split())[: MAX_TOPIC_NAME_LENGTH - len(tail)] + tail


def number_in(name: str) -> int | None:
    """Return the dialog's number in a topic's name; None when it has none."""
    found = NUMBER_PATTERN.search(name)
    return int(found.group(1)) if found else None


def _is_seen(letter: str) -> bool:
    # Category Cf includes the joiners of family emoji, which stay.
    return unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") and letter not in "\u200b\u2060\ufeff"
