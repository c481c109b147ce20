"""Kinds of messages that are described in words. A description is all that the Bot API says about a message.

`text` has the author's own words, which can be searched. `facts` are our sentences about the message.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bridge.described_kinds import blocks, lists, polls, rich, sales
from bridge.described_kinds.facts import Fact, Raw, fact, inner, leaves, lines, number, several, title, word
from bridge.errors import lazy
from bridge.text.entities import storable

# Fields in which an unknown kind may have words that an operator can read.
WORDY = frozenset({"title", "question", "name", "text", "description", "caption", "address", "emoji", "url", "data"})


@dataclass(frozen=True)
class Description:
    text: str = ""
    facts: list[Fact] = field(default_factory=list)


def _nothing(raw: Raw) -> Iterator[Fact]:
    yield from ()


def _dice(raw: Raw) -> str:
    return " ".join(filter(None, [word(raw, "emoji"), str(raw.get("value") or "")]))


def _story(raw: Raw) -> str:
    chat = inner(raw, "chat")
    link = f"https://t.me/{word(chat, 'username')}/s/{number(raw, 'id')}" if word(chat, "username") else ""
    return lines(title(chat), link)


def _story_facts(raw: Raw) -> Iterator[Fact]:
    text = lazy("A bot is not given the story itself, only whose it is and its number: {number}")
    yield fact(text, number=number(raw, "id"))


def _rich_facts(raw: Raw) -> Iterator[Fact]:
    if blocks.again(raw) is None:
        yield fact(lazy("Only its words are here: pictures, files and whatever is newer than this bot stay behind"))


def _game(raw: Raw) -> str:
    return lines(word(raw, "title"), word(raw, "description"), word(raw, "text"))


def _shared(raw: Raw) -> str:
    return lines(*map(title, several(raw, "users") or [raw]))


def _web_app(raw: Raw) -> str:
    return lines(word(raw, "button_text"), word(raw, "data"))


KNOWN: dict[str, tuple[Callable[[Raw], str], Callable[[Raw], Iterator[Fact]]]] = {
    "poll": (polls.text, polls.facts),
    "dice": (_dice, _nothing),
    "story": (_story, _story_facts),
    "checklist": (lists.text, lists.facts),
    "rich_message": (rich.text, _rich_facts),
    "game": (_game, _nothing),
    "invoice": (sales.invoice, _nothing),
    "successful_payment": (sales.payment, sales.payment_facts),
    "refunded_payment": (sales.payment, sales.payment_facts),
    "paid_media": (sales.paid_media, _nothing),
    "gift": (sales.gift, _nothing),
    "unique_gift": (sales.gift, _nothing),
    "gift_upgrade_sent": (sales.gift, _nothing),
    "giveaway": (sales.giveaway, sales.giveaway_facts),
    "giveaway_winners": (sales.giveaway, sales.giveaway_facts),
    "users_shared": (_shared, _nothing),
    "chat_shared": (_shared, _nothing),
    "web_app_data": (_web_app, _nothing),
}


def describe(kind: str, raw: Any) -> Description:
    """Describe content of this kind; `raw` is the field of that name in Telegram's message."""
    if kind not in KNOWN or not isinstance(raw, dict):
        return Description(storable("\n".join(leaves(raw, WORDY))))
    text, facts = KNOWN[kind]
    return Description(storable(text(raw)), list(facts(raw)))
