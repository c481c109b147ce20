"""Flood limits: off until somebody switches them on."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from bridge.sandbox.accounts import Bot
from bridge.sandbox.clock import Clock
from bridge.sandbox.errors import too_many_requests

COUNTED = ("send", "edit", "copy", "forward", "createforumtopic", "pinchatmessage", "stop")
NOT_COUNTED = frozenset({"sendchataction", "sendmessagedraft"})


@dataclass
class Bucket:
    """Holds up to `size` tokens and refills at `rate` a second."""

    size: float
    rate: float
    tokens: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.size

    def missing(self, now: float, count: int) -> float:
        """How many seconds until `count` tokens are there (0: now)."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(count, self.size) - self.tokens) / self.rate)


class FloodLimits:
    """About what Telegram allows: 30 a second per bot, 1 a second per chat with a burst, 20 a minute per group."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.enabled = False
        self.per_bot = (30.0, 30.0)
        self.per_chat = (5.0, 1.0)
        self.per_group = (20.0, 20 / 60)
        self._bots: dict[int, Bucket] = defaultdict(lambda: Bucket(*self.per_bot))
        self._chats: dict[tuple[int, str], Bucket] = {}

    def count(self, bot: Bot, method: str, chat_id: str, messages: int = 1) -> None:
        """Refuse the call (429) when a bucket is empty; `method` in lower case."""
        if not self.enabled or method in NOT_COUNTED or not method.startswith(COUNTED):
            return
        now = self._clock.now().timestamp()
        buckets = [self._bots[bot.id], self._chat(bot, chat_id)]
        wait = max(bucket.missing(now, messages) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= messages

    def _chat(self, bot: Bot, chat_id: str) -> Bucket:
        size_and_rate = self.per_group if chat_id.startswith("-") else self.per_chat
        return self._chats.setdefault((bot.id, chat_id), Bucket(*size_and_rate))
