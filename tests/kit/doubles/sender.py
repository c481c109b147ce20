"""A double that sends as a channel does, to a provider that loses what it is told to."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from bridge.errors import OutcomeUnknown
from bridge.sending.attempts import Attempt, trying
from bridge.sending.message_ids import MessageIds
from bridge.sending.settling import Settler
from tests.kit.doubles.provider import Provider


@dataclass
class Sender:
    """One bot in one process, until it starts anew."""

    provider: Provider = field(default_factory=Provider)
    # Whether updates are here; None when somebody else takes them.
    hears: bool | None = True

    def __post_init__(self) -> None:
        self.starts_anew()

    def starts_anew(self) -> None:
        """As after a restart: nothing is remembered."""
        self.ids = MessageIds()
        self.settler = Settler(self.ids, self.provider.ask)
        self.settler.are_updates_in = self._are_updates_in

    async def _are_updates_in(self, since: float) -> bool | None:
        if self.hears:
            while self.provider.untold:
                chat_id, message_id = self.provider.untold.pop(0)
                self.ids.learn(chat_id, message_id)
        return self.hears

    def hear(self, chat_id: int) -> int:
        """Somebody writes, and the bot has heard of it."""
        message_id = self.provider.hear(chat_id)
        self.ids.learn(chat_id, message_id)
        return message_id

    def attempt(self, chat_id: int, **known: Any) -> Attempt:
        return Attempt(floor=self.ids.highest(chat_id), **known)

    async def send(
        self,
        attempt: Attempt | None,
        chat_id: int,
        text: str,
        *,
        count: int = 1,
        markup: Any = None,
        arrives: bool = True,
        is_answered: bool = True,
    ) -> list[int]:
        if attempt is None:
            return await self._send(chat_id, text, count, markup, arrives, is_answered)
        with trying(attempt):
            return await self._send(chat_id, text, count, markup, arrives, is_answered)

    async def _send(
        self, chat_id: int, text: str, count: int, markup: Any, arrives: bool, is_answered: bool
    ) -> list[int]:
        earlier = await self.settler.sent_earlier(chat_id, text, count=count, markup=markup)
        if earlier is not None:
            return earlier
        with self.settler.sending(chat_id, text, markup) as sending:
            sent = self.provider.post(chat_id, text, count=count, markup=markup) if arrives else []
            if not is_answered:
                raise OutcomeUnknown
            sending.has_arrived(*sent)
        return sent

    async def lose(self, attempt: Attempt, chat_id: int, text: str, *, arrives: bool, **more: Any) -> None:
        with pytest.raises(OutcomeUnknown):
            await self.send(attempt, chat_id, text, arrives=arrives, is_answered=False, **more)
        attempt.again()
