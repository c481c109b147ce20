"""Telegram's flood limits, which are kept on our side. A bot that exceeds them must pause, for longer each time."""

from collections import deque
from datetime import timedelta
from enum import IntEnum
from itertools import count

from bridge.delivery.elapsed import Elapsed, elapsed

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NO_WAIT = timedelta(0)

# Telegram's own limit is about 30. The rest is for calls that do not go through the outbox, such as turning a page.
BOT_MESSAGES_PER_SECOND = 25
GROUP_MESSAGES_PER_MINUTE = 20
# A private chat gets one message a second; this many may come at once.
MAX_BURST = 4


class Rank(IntEnum):
    """The order of deliveries when a bot cannot send everything at once; the smallest goes first."""

    ANSWER = 0
    TEXT = 1
    NOTICE = 2
    CARD = 3
    TITLE = 4


class IntervalLimit:
    """At most `most` calls within any `span`."""

    def __init__(self, most: int, span: timedelta) -> None:
        self._most = most
        self._span = span
        self._times: deque[timedelta] = deque()

    def left(self, now: timedelta, ahead: int = 0) -> timedelta:
        """How long a call has to wait when `ahead` other calls go first."""
        while self._times and now - self._times[0] >= self._span:
            self._times.popleft()
        too_many = len(self._times) + ahead + 1 - self._most
        if too_many <= 0:
            return NO_WAIT
        if too_many > len(self._times):
            return self._span
        return self._times[too_many - 1] + self._span - now

    def count(self, now: timedelta) -> None:
        self._times.append(now)

    def is_idle(self, now: timedelta) -> bool:
        return self.left(now) == NO_WAIT and not self._times


class Drip:
    """One call for each `every`; up to `burst` calls at once after a pause."""

    def __init__(self, burst: int, every: timedelta) -> None:
        self._slack = every * (burst - 1)
        self._every = every
        self._paid_until: timedelta | None = None

    def left(self, now: timedelta, ahead: int = 0) -> timedelta:
        """How long a call has to wait when `ahead` other calls go first."""
        if self._paid_until is None:
            return NO_WAIT
        return max(NO_WAIT, self._paid_until + self._every * ahead - self._slack - now)

    def count(self, now: timedelta) -> None:
        self._paid_until = max(self._paid_until or now, now) + self._every

    def is_idle(self, now: timedelta) -> bool:
        return self._paid_until is None or self._paid_until <= now


class Budget:
    """The flood limits of one bot. Deliveries wait for a permit; calls without a permit are only counted.

    A chat is its id as text. Groups have negative ids.
    """

    # With more chats than this, the chats without recent calls are forgotten.
    CLEANUP_CHAT_COUNT = 10_000

    def __init__(self, passed: Elapsed = elapsed) -> None:
        self._passed = passed
        self._bot = IntervalLimit(BOT_MESSAGES_PER_SECOND, SECOND)
        self._chats: dict[str, IntervalLimit | Drip] = {}
        self._permits: set[RatePermit] = set()
        self._numbers = count()
        # Chats with a permit whose call has not left yet.
        self._prepaid: set[str] = set()

    def ask(self, chat: str, rank: Rank, *, calls: int = 1) -> "RatePermit":
        """Queue for so many calls to one chat. `RatePermit.end` leaves the queue."""
        permit = RatePermit(self, chat, (rank, next(self._numbers)), calls)
        self._permits.add(permit)
        return permit

    def spend(self, chat: str) -> None:
        """Count a call that leaves. A call with a permit was already counted."""
        if chat in self._prepaid:
            self._prepaid.discard(chat)
        else:
            self._count(chat)

    def left(self, permit: "RatePermit") -> timedelta:
        now = self._passed()
        if (left := self._room(permit, now)) > NO_WAIT:
            return left
        ahead = sum(other.place < permit.place and not self._room(other, now) for other in self._permits)
        return self._bot.left(now, ahead)

    def _room(self, permit: "RatePermit", now: timedelta) -> timedelta:
        """How long until the chat's own limit allows all calls of the permit."""
        return self._chat(permit.chat).left(now, permit.calls - 1)

    def take(self, permit: "RatePermit") -> None:
        self._count(permit.chat)
        self._prepaid.add(permit.chat)

    def leave(self, permit: "RatePermit") -> None:
        self._permits.discard(permit)

    def _count(self, chat: str) -> None:
        now = self._passed()
        self._bot.count(now)
        self._chat(chat).count(now)

    def _chat(self, chat: str) -> IntervalLimit | Drip:
        if (known := self._chats.get(chat)) is not None:
            return known
        if len(self._chats) >= self.CLEANUP_CHAT_COUNT:
            now = self._passed()
            self._chats = {name: limit for name, limit in self._chats.items() if not limit.is_idle(now)}
        made = IntervalLimit(GROUP_MESSAGES_PER_MINUTE, MINUTE) if chat.startswith("-") else Drip(MAX_BURST, SECOND)
        self._chats[chat] = made
        return made


class RatePermit:
    """A place in the queue. `place` orders by rank, then by arrival."""

    def __init__(self, budget: Budget, chat: str, place: tuple[Rank, int], calls: int) -> None:
        self._budget = budget
        self.chat = chat
        self.place = place
        self.calls = calls

    def take(self) -> timedelta:
        """Use the permit when its turn has come. Return how long to wait before the next try; zero means: send now."""
        left = self._budget.left(self)
        if left <= NO_WAIT:
            self._budget.take(self)
        return left

    def end(self) -> None:
        self._budget.leave(self)
