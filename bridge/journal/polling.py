"""Listening by long poll: every batch is in the journal before Telegram hears that it may forget it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog

from bridge.errors import ReadElsewhere, TryLater, UnauthorizedToken, Unreachable
from bridge.journal.record import Recorder, Update
from bridge.retry import SHORTEST_PAUSE, Sleep, pause, traced

# Somebody else polls this bot, and Telegram ends the older poll: asking again at once would only end theirs.
TRUCE = timedelta(seconds=15)
# A token that was revoked stays so until a person gives a new one.
SLOWLY = timedelta(minutes=1)

Poll = Callable[[int], Awaitable[list[dict[str, Any]]]]
"""`await poll(offset)`: the updates from `offset` on, raw, after waiting for them a while."""

LaneOf = Callable[[dict[str, Any]], str]

OnChange = Callable[[Exception | None], None]
"""Hears why nothing is heard, and None when all is well again."""

log = structlog.get_logger(__name__)


class Listener:
    """Listens to one bot. `problem` is why it hears nothing at the moment; None when all is well."""

    def __init__(
        self,
        source: str,
        poll: Poll,
        recorder: Recorder,
        lane_of: LaneOf,
        *,
        on_change: OnChange = lambda problem: None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._source = source
        self._poll = poll
        self._recorder = recorder
        self._lane_of = lane_of
        self._on_change = on_change
        self._sleep = sleep
        self._cursor: int | None = None
        self._failures = 0
        self.problem: Exception | None = None

    async def run(self) -> None:
        """Until it is cancelled, which is safe at any moment: what is not in the journal comes again."""
        while True:
            try:
                await self._listen_once()
            except Exception as error:
                await self._sleep(self._wait_after(error).total_seconds())
            else:
                self._all_well()

    async def _listen_once(self) -> None:
        if self._cursor is None:
            self._cursor = await self._recorder.cursor()
        updates = await self._poll(self._cursor)
        if updates:
            # Of this batch, not the highest ever seen: ids may restart lower after a quiet week.
            cursor = updates[-1]["update_id"] + 1
            await self._recorder.record([as_entry(update, self._lane_of) for update in updates], cursor)
            self._cursor = cursor

    def _wait_after(self, error: Exception) -> timedelta:
        self._failures += 1
        if type(error) is not type(self.problem):
            # Only our own words: the library's may quote an answer full of messages.
            log.warning("listening failed", source=self._source, error=traced(error), why=getattr(error, "text", ""))
            self._on_change(error)
        self.problem = error
        match error:
            case ReadElsewhere():
                return TRUCE
            case UnauthorizedToken():
                return SLOWLY
            case TryLater() if not isinstance(error, Unreachable):
                return max(error.after, SHORTEST_PAUSE)
        return pause(self._failures)

    def _all_well(self) -> None:
        if self.problem is not None:
            log.info("listening again", source=self._source)
            self._on_change(None)
        self._failures = 0
        self.problem = None


def as_entry(update: dict[str, Any], lane_of: LaneOf) -> Update:
    """The update as the journal keeps it."""
    return Update(str(update["update_id"]), lane_of(update), json.dumps(update, ensure_ascii=False))
