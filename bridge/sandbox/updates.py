"""A bot's queue of updates, with the real server's rules for reading and forgetting."""

from __future__ import annotations

import asyncio
import random
from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bridge.sandbox.clock import Clock
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.weather import Spell

DAY = 86400
LIFETIMES = {"callback_query": 150, "inline_query": 30, "chosen_inline_result": 600}
LIFETIMES |= {"shipping_query": 150, "pre_checkout_query": 150}
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_KINDS = (
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count "
    "inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll "
    "poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot subscription "
    "stopped_message_generation"
)
KINDS = frozenset(_KINDS.split())
MOST_PENDING = 100_000
LONGEST_POLL = 50
FAR_FUTURE = 10


@dataclass(frozen=True)
class Pending:
    """An update that waits. Updates of one `lane` (a chat) reach a webhook one at a time."""

    id: int
    lane: int
    expires_at: int
    body: Json


class PollCut(Exception):
    """The getUpdates that waited was cut off by a spell of weather."""

    def __init__(self, spell: Spell) -> None:
        super().__init__(spell.kind)
        self.spell = spell


class UpdateQueue:
    """What one bot has not confirmed yet."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # Telegram's ids start anywhere, so that nobody counts on 1.
        self._next_id = random.randrange(100_000_000, 900_000_000)
        self._pending: OrderedDict[int, Pending] = OrderedDict()
        self._purged_at = 0
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] = frozenset()
        self.arrived = asyncio.Event()
        self.under_webhook = False

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY

    def push(self, kind: str, body: Json, *, lane: int) -> None:
        """Queue an update unless the bot did not ask for its kind."""
        if not self.wants(kind) or len(self._pending) >= MOST_PENDING:
            return
        update_id = self._next_id
        self._next_id += 1
        expires_at = self._clock.stamp() + LIFETIMES.get(kind, DAY)
        self._pending[update_id] = Pending(update_id, lane, expires_at, {"update_id": update_id, kind: body})
        self.arrived.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def pending(self) -> list[Pending]:
        """What is left after the expired is dropped, oldest first."""
        self._drop_expired()
        return list(self._pending.values())

    def holds(self, update: Pending) -> bool:
        """Whether the update still waits."""
        self._drop_expired()
        return update.id in self._pending

    def forget(self, update_id: int) -> None:
        self._pending.pop(update_id, None)

    def clear(self) -> None:
        self._pending.clear()

    def ask_for(self, kinds: list[str] | None) -> None:
        """Set the wanted kinds; None keeps the previous, an empty list is the default, unknown names are ignored."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & KINDS

    async def take(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Answer getUpdates: confirm what is below `offset`, then wait up to `seconds` for something."""
        if self.under_webhook:
            raise Refused(Reason.POLL_UNDER_WEBHOOK)
        self.end_poll(Reason.POLL_TERMINATED)
        self._confirm(offset)
        limit = max(1, min(limit, 100))
        self._drop_expired()
        if not self._pending and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        return [update.body for update in islice(self._pending.values(), limit)]

    def end_poll(self, reason: Reason | None) -> None:
        """The waiting getUpdates, if any, is answered: with an error, or with nothing when there is no reason."""
        poll, self._poll = self._poll, None
        if poll and not poll.done():
            poll.set_exception(Refused(reason)) if reason else poll.set_result(None)

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits."""
        return self._poll is not None and not self._poll.done()

    def cut_poll(self, spell: Spell) -> None:
        """The waiting getUpdates ends as the weather would have it."""
        poll, self._poll = self._poll, None
        if poll and not poll.done():
            poll.set_exception(PollCut(spell))

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = max(self._next_id + offset, 0)
        elif offset > self._next_id + FAR_FUTURE:
            return  # the real server takes such an offset for a mistake and starts again at the head
        while self._pending and next(iter(self._pending)) < offset:
            self._pending.popitem(last=False)

    def _drop_expired(self) -> None:
        """Expiry is in whole seconds, so one look a second is enough, however long the queue."""
        if (now := self._clock.stamp()) == self._purged_at:
            return
        self._purged_at = now
        for update in [each for each in self._pending.values() if each.expires_at <= now]:
            del self._pending[update.id]
