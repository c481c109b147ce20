"""How the page sees what has no text and no file: polls, dice, places, and kinds that are only told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bridge.sandbox.messages import Content, Kind
from bridge.sandbox.wire import Json

# Where content of any kind has words that can be read.
WORDY = frozenset({"title", "question", "name", "text", "description", "caption", "emoji", "url", "username"})
DONE = ("completed_by_user", "completed_by_chat", "completion_date")


def content_view(content: Content) -> Json:
    extra = content.extra
    return {
        "location": extra.get("location"),
        "venue": {name: extra["venue"][name] for name in ("title", "address")} if "venue" in extra else None,
        "contact": _contact(extra["contact"]) if "contact" in extra else None,
        "poll": _poll(extra["poll"]) if "poll" in extra else None,
        "dice": extra.get("dice"),
        "other": _other(extra) if content.kind in (Kind.UNKNOWN, Kind.RICH_MESSAGE) else None,
    }


def _contact(contact: Json) -> Json:
    name = f"{contact['first_name']} {contact.get('last_name', '')}".strip()
    return {"name": name, "phone": contact["phone_number"]}


def _poll(poll: Json) -> Json:
    votes: dict[int, list[int]] = poll.get("_votes", {})
    return {
        "question": poll["question"],
        "options": [
            {
                "text": option["text"],
                "votes": option["voter_count"],
                "chosen_by": [by for by, numbers in votes.items() if at in numbers],
            }
            for at, option in enumerate(poll["options"])
        ],
        "total": poll["total_voter_count"],
        "closed": poll["is_closed"],
        "anonymous": poll["is_anonymous"],
        "several": poll["allows_multiple_answers"],
        "right": poll.get("correct_option_ids") if poll["type"] == "quiz" else None,
    }


def _other(extra: Json) -> Json:
    """The kind by the Bot API's name of it, and its words, a line each."""
    kind, raw = next(iter(extra.items()))
    return {"kind": kind, "lines": list(_lines(raw))}


def _lines(raw: Any) -> Iterator[str]:
    if isinstance(raw, list):
        for each in raw:
            yield from [_task(each)] if _is_task(each) else _lines(each)
    elif isinstance(raw, dict):
        for name, each in raw.items():
            words = _flat(each) if name in WORDY else ""
            yield from [words] if words else _lines(each)


def _flat(text: Any) -> str:
    """The words of a text with markup inside: rich texts are lists and objects that hold more of them."""
    if isinstance(text, list):
        return "".join(map(_flat, text))
    return _flat(text.get("text")) if isinstance(text, dict) else text if isinstance(text, str) else ""


def _is_task(raw: Any) -> bool:
    """Of a checklist: nothing else has a number and words only, and perhaps who has done it."""
    return isinstance(raw, dict) and {"id", "text"} <= set(raw) <= {"id", "text", "text_entities", *DONE}


def _task(raw: Json) -> str:
    return f"{'☑' if any(name in raw for name in DONE) else '☐'} {raw['text']}"
