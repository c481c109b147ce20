"""Long polling.

Every batch is in the journal before Telegram is told, by a higher offset, that it may forget the batch.
"""

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

# Another process polls this bot, and Telegram ends the older poll. A new poll at once would only end the other one.
CONFLICT_DELAY = timedelta(seconds=15)
# A revoked token stays revoked until a person gives a new one.
REVOKED_TOKEN_DELAY = timedelta(minutes=1)
# The most updates that Telegram returns at once.
MAX_UPDATES_PER_POLL = 100
# A poll that waits for this long has found nothing.
EMPTY_POLL_TIME = timedelta(seconds=1)

Poll = Callable[[int], Awaitable[list[dict[str, Any]]]]
"""`await poll(offset)`: the raw updates from `offset` on; waits a while when there are none."""

LaneOf = Callable[[dict[str, Any]], str]

OnChange = Callable[[Exception | None], None]
"""Called with the problem when listening fails, and with None when it works again."""

log = structlog.get_logger(__name__)


class PollInterrupted(Exception):
    """A poll was cancelled so that a new one can begin."""


class Listener:
    """Polls one bot's updates. `problem` is the error that prevents it at present; None when polling works.

    Args:
        ids: learns of the messages that updates report.
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
        # By the loop's time: the start of the present poll, and the end of the last poll that brought all waiting
        # updates.
        self._began_at = self._had_all_at = 0.0
        self.problem: Exception | None = None
        if availability is not None:
            availability.listen(self._poll_anew)

    async def are_updates_in(self, since: float) -> bool:
        """Whether the updates from before the loop's time `since` are here.

        Always False while another process takes them.
        """
        if isinstance(self.problem, ReadElsewhere):
            return False
        if self._had_all_at > since:
            return True
        if self._poll_under_way is None:
            return False
        waited = asyncio.get_running_loop().time() - max(self._began_at, since)
        return waited > EMPTY_POLL_TIME.total_seconds()

    def _poll_anew(self) -> None:
        """Cancel the running poll after an outage, because its answer may never come."""
        if self._poll_under_way is not None and self._availability is not None and self._availability.is_open:
            self._poll_under_way.cancel()

    async def run(self) -> None:
        """Poll until cancelled. Cancelling is safe at any moment: updates that are not in the journal come again."""
        while True:
            try:
                await self._listen_once()
            except Exception as error:
                await self._wait(error)
            else:
                self._end_problem()

    async def _listen_once(self) -> None:
        if self._cursor is None:
            self._cursor = await self._recorder.cursor()
        updates = await self._polled(self._cursor)
        if updates:
            for update in updates:
                self._ids.learn_update(update)
            # The cursor follows this batch, not the highest id ever seen: ids may restart lower after a quiet week.
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
                # The poll may wait for long. That it waits, instead of failing, shows that Telegram answers again.
                await asyncio.wait({poll}, timeout=EMPTY_POLL_TIME.total_seconds())
                if not poll.done():
                    self._end_problem()
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
                # There was an outage, and it has just ended.
                return
            # Telegram has answered at once, perhaps with a new token.
            wait = min(wait, pause(self._failures).total_seconds())
        await self._sleep(wait)

    def _wait_after(self, error: Exception) -> timedelta:
        self._failures += 1
        if type(error) is not type(self.problem):
            if not is_database_trouble(error):  # the database itself logs it, once for everybody
                # Only our own words are logged: the library's text may quote an answer full of messages.
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

    def _end_problem(self) -> None:
        if self.problem is not None:
            if not is_database_trouble(self.problem):
                log.info("listening again", source=self._source)
            self._on_change(None)
        self._failures = 0
        self.problem = None


def as_entry(update: dict[str, Any], lane_of: LaneOf) -> Update:
    """Convert an update to the form that the journal stores."""
    return Update(str(update["update_id"]), lane_of(update), json.dumps(update, ensure_ascii=False))
