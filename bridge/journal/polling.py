"""Listening by long poll: every batch is in the journal before Telegram hears that it may forget it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog

from bridge.delivery.retry import MIN_PAUSE, Sleep, pause, traced
from bridge.errors import ReadElsewhere, TryLater, UnauthorizedToken, Unreachable
from bridge.journal.record import Recorder, Update
from bridge.sending.availability import Availability
from bridge.sending.message_ids import MessageIds
from storage.engine.trouble import is_database_trouble

# Somebody else polls this bot, and Telegram ends the older poll: asking again at once would only end theirs.
CONFLICT_DELAY = timedelta(seconds=15)
# A token that was revoked stays so until a person gives a new one.
REVOKED_TOKEN_DELAY = timedelta(minutes=1)
# Telegram gives so many updates at once at most.
MAX_UPDATES_PER_POLL = 100
# A poll that waits for so long has found nothing.
EMPTY_POLL_TIME = timedelta(seconds=1)

Poll = Callable[[int], Awaitable[list[dict[str, Any]]]]
"""`await poll(offset)`: the updates from `offset` on, raw, after waiting for them a while."""

LaneOf = Callable[[dict[str, Any]], str]

OnChange = Callable[[Exception | None], None]
"""Hears why nothing is heard, and None when all is well again."""

log = structlog.get_logger(__name__)


class PollInterrupted(Exception):
    """A poll was given up on, to begin anew."""


class Listener:
    """Listens to one bot. `problem` is why it hears nothing at the moment; None when all is well.

    Args:
        ids: learns of the messages that updates tell of.
        availability: whether Telegram answers the bot; while it does not, nothing is polled.
    """

    def __init__(
        self,
        source: str,
        poll: Poll,
        recorder: Recorder,
        lane_of: LaneOf,
        *,
        ids: MessageIds | None = None,
        availability: Availability | None = None,
        on_change: OnChange = lambda problem: None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._source = source
        self._poll = poll
        self._recorder = recorder
        self._lane_of = lane_of
        self._ids = ids or MessageIds()
        self._availability = availability
        self._on_change = on_change
        self._sleep = sleep
        self._cursor: int | None = None
        self._failures = 0
        self._poll_under_way: asyncio.Task[list[dict[str, Any]]] | None = None
        # By the loop's time: when the poll under way began, and when the last one had brought all that there was.
        self._began_at = self._had_all_at = 0.0
        self.problem: Exception | None = None
        if availability is not None:
            availability.listen(self._poll_anew)

    async def are_updates_in(self, since: float) -> bool:
        """Whether the updates from before the loop's time `since` are here, and not taken by somebody else."""
        if isinstance(self.problem, ReadElsewhere):
            return False
        if self._had_all_at > since:
            return True
        if self._poll_under_way is None:
            return False
        waited = asyncio.get_running_loop().time() - max(self._began_at, since)
        return waited > EMPTY_POLL_TIME.total_seconds()

    def _poll_anew(self) -> None:
        """Telegram has been away: the answer to a poll from before may never come."""
        if self._poll_under_way is not None and self._availability is not None and self._availability.is_open:
            self._poll_under_way.cancel()

    async def run(self) -> None:
        """Until it is cancelled, which is safe at any moment: what is not in the journal comes again."""
        while True:
            try:
                await self._listen_once()
            except Exception as error:
                await self._wait(error)
            else:
                self._all_well()

    async def _listen_once(self) -> None:
        if self._cursor is None:
            self._cursor = await self._recorder.cursor()
        updates = await self._polled(self._cursor)
        if updates:
            for update in updates:
                self._ids.learn_update(update)
            # Of this batch, not the highest ever seen: ids may restart lower after a quiet week.
            cursor = updates[-1]["update_id"] + 1
            await self._recorder.record([as_entry(update, self._lane_of) for update in updates], cursor)
            self._cursor = cursor
        if len(updates) < MAX_UPDATES_PER_POLL:
            self._had_all_at = asyncio.get_running_loop().time()

    async def _polled(self, cursor: int) -> list[dict[str, Any]]:
        self._began_at = asyncio.get_running_loop().time()
        self._poll_under_way = poll = asyncio.create_task(self._request(cursor))
        try:
            if self.problem is not None:
                # It may wait for long: that it does shows that Telegram answers again.
                await asyncio.wait({poll}, timeout=EMPTY_POLL_TIME.total_seconds())
                if not poll.done():
                    self._all_well()
            await asyncio.wait({poll})
        finally:
            self._poll_under_way = None
            poll.cancel()
        if poll.cancelled():
            raise PollInterrupted
        return poll.result()

    async def _request(self, cursor: int) -> list[dict[str, Any]]:
        return await self._poll(cursor)

    async def _wait(self, error: Exception) -> None:
        if isinstance(error, PollInterrupted):
            return
        wait = self._wait_after(error).total_seconds()
        if self._availability is not None and isinstance(error, Unreachable | UnauthorizedToken):
            back_at = self._availability.back_at
            self._availability.doubt(error)
            await self._availability.wait()
            if self._availability.back_at != back_at:
                # It was away, and has just come back.
                return
            # It has answered at once, perhaps with a new token.
            wait = min(wait, pause(self._failures).total_seconds())
        await self._sleep(wait)

    def _wait_after(self, error: Exception) -> timedelta:
        self._failures += 1
        if type(error) is not type(self.problem):
            if not is_database_trouble(error):  # which the database itself logs, once for all
                # Only our own words: the library's may quote an answer full of messages.
                why = getattr(error, "text", "")
                log.warning("listening failed", source=self._source, error=traced(error), why=why)
            self._on_change(error)
        self.problem = error
        match error:
            case ReadElsewhere():
                return CONFLICT_DELAY
            case UnauthorizedToken():
                return REVOKED_TOKEN_DELAY
            case TryLater() if not isinstance(error, Unreachable):
                return max(error.after, MIN_PAUSE)
        return pause(self._failures)

    def _all_well(self) -> None:
        if self.problem is not None:
            if not is_database_trouble(self.problem):
                log.info("listening again", source=self._source)
            self._on_change(None)
        self._failures = 0
        self.problem = None


def as_entry(update: dict[str, Any], lane_of: LaneOf) -> Update:
    """The update as the journal keeps it."""
    return Update(str(update["update_id"]), lane_of(update), json.dumps(update, ensure_ascii=False))
