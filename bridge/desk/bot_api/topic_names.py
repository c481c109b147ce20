"""Names of topics, as Telegram keeps them: one line, at most 128 characters, never empty."""

import re
import unicodedata

MAX_TOPIC_NAME_LENGTH = 128
NUMBER_PATTERN = re.compile(r"№(\d+)$")


def clean(name: str, *, number: int) -> str:
    """The name with the dialog's number at its end, in the form in which Telegram would give it back."""
    visible = "".join(" " if letter.isspace() else letter for letter in name if letter.isspace() or _is_seen(letter))
    tail = f" №{number}"
    return " ".join(visible.split())[: MAX_TOPIC_NAME_LENGTH - len(tail)] + tail


def number_in(name: str) -> int | None:
    """The dialog's number in a topic's name; None when it has none."""
    found = NUMBER_PATTERN.search(name)
    return int(found.group(1)) if found else None


def _is_seen(letter: str) -> bool:
    # Cf joins emoji families too; those are worth keeping.
    return unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") and letter not in "\u200b\u2060\ufeff"
