"""A stand-in for a provider: what it knows of one bot's messages, and what it says when it is asked about one."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bridge.errors import OutcomeUnknown
from bridge.sending.message_ids import SUPERGROUP_PREFIX
from bridge.sending.settling import Verdict


@dataclass
class Posted:
    text: str
    markup: Any = None
    is_own: bool = True


@dataclass
class Provider:
    """Private chats share one counter of ids, each supergroup has its own.

    `modified` holds what a question has changed: there must never be anything in it.
    """

    is_usable: bool = True
    is_away: bool = False
    asked: list[tuple[int, int]] = field(default_factory=list)
    modified: list[tuple[int, int]] = field(default_factory=list)
    # What updates will tell of: chats and ids.
    untold: list[tuple[int, int]] = field(default_factory=list)
    _counters: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _chats: defaultdict[int, dict[int, Posted]] = field(default_factory=lambda: defaultdict(dict))

    def post(self, chat_id: int, text: str, *, count: int = 1, markup: Any = None) -> list[int]:
        """The bot sends; returns the ids."""
        return [self._add(chat_id, Posted(text, markup)) for _ in range(count)]

    def hear(self, chat_id: int) -> int:
        """Somebody writes to the bot; returns the id."""
        message_id = self._add(chat_id, Posted("", is_own=False))
        self.untold.append((chat_id, message_id))
        return message_id

    def ids_of(self, chat_id: int, text: str) -> list[int]:
        """All messages of the bot in the chat that say so."""
        return [number for number, posted in self._chats[chat_id].items() if posted.is_own and posted.text == text]

    async def ask(self, chat_id: int, message_id: int, markup: Any) -> Verdict:
        """See `bridge.sending.settling.Ask`."""
        if self.is_away:
            raise OutcomeUnknown
        self.asked.append((chat_id, message_id))
        if not self.is_usable:
            return Verdict.UNUSABLE
        posted = self._chats[chat_id].get(message_id)
        if posted is None or not posted.is_own:
            return Verdict.OTHER
        if posted.markup == markup:
            return Verdict.OWN
        posted.markup = markup
        self.modified.append((chat_id, message_id))
        return Verdict.OTHER

    def _add(self, chat_id: int, posted: Posted) -> int:
        counter = str(chat_id) if str(chat_id).startswith(SUPERGROUP_PREFIX) else ""
        self._counters[counter] += 1
        self._chats[chat_id][self._counters[counter]] = posted
        return self._counters[counter]
