"""Whether a bot's provider answers. While it does not, nothing is sent to it but one cheap question with back-off."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count

import structlog

from bridge.delivery.retry import Sleep, pause, traced
from bridge.errors import BridgeError, OutcomeUnknown, UnauthorizedToken, Unreachable

# The pause between two questions grows up to the first of these, and to the second when it has been away for long.
MAX_PAUSE = timedelta(seconds=10)
MAX_PAUSE_IN_LONG_OUTAGE = timedelta(seconds=30)
LONG_OUTAGE_AFTER = timedelta(minutes=10)

Ask = Callable[[], Awaitable[object]]
"""The cheap call; raises what a call raises."""

OnChange = Callable[[], None]
Clock = Callable[[], datetime]

log = structlog.get_logger(__name__)


class Availability:
    """Of one bot's provider.

    `away_since` and `reason` tell since when it is away and what it said last; None while it answers.

    Args:
        renewal: how the owner renews the bot's token, for the log line that says that the token is refused.
    """

    def __init__(
        self, name: str, ask: Ask, *, clock: Clock, sleep: Sleep = asyncio.sleep, renewal: str = "renew the token"
    ) -> None:
        self.name = name
        self._renewal = renewal
        self.away_since: datetime | None = None
        self.reason: BridgeError | None = None
        # When it was back last.
        self.back_at: datetime | None = None
        self._ask = ask
        self._clock = clock
        self._sleep = sleep
        self._answers = asyncio.Event()
        self._answers.set()
        self._asking: asyncio.Task[None] | None = None
        self._hurried = asyncio.Event()
        self._listeners: list[OnChange] = []

    def listen(self, hear: OnChange) -> None:
        """Have `hear` called each time that the provider goes away, or is back."""
        self._listeners.append(hear)

    @property
    def is_open(self) -> bool:
        """Whether something may be sent."""
        return self._answers.is_set()

    def doubt(self, error: BridgeError) -> None:
        """A call has failed so that the provider may be away: nothing more is sent before it answers."""
        if self._asking is None:
            self._answers.clear()
            self._asking = asyncio.create_task(self._ask_until_it_answers(error, self._clock()))

    async def wait(self) -> None:
        """Until the provider answers; returns at once while it does."""
        await self._answers.wait()

    def hurry(self) -> None:
        """Ask now, instead of after the pause: something else has just been answered there."""
        self._hurried.set()

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask_until_it_answers(self, error: BridgeError, began: datetime) -> None:
        try:
            for attempt in count(1):
                try:
                    await self._ask()
                    break
                except (Unreachable, OutcomeUnknown, UnauthorizedToken) as failure:
                    self._is_away(failure, began)
                    longest = self._longest_pause(failure, began)
                except Exception as failure:
                    # It answers, whatever it says: it is for whoever asks more than this to hear it.
                    log.info("provider.odd_answer", bot=self.name, error=traced(failure))
                    break
                await self._rest(pause(attempt, longest))
        finally:
            self._asking = None
        self._is_back()

    def _longest_pause(self, failure: BridgeError, began: datetime) -> timedelta:
        if isinstance(failure, UnauthorizedToken):
            return failure.after
        return MAX_PAUSE if self._clock() - began < LONG_OUTAGE_AFTER else MAX_PAUSE_IN_LONG_OUTAGE

    async def _rest(self, length: timedelta) -> None:
        """So long, or until somebody is in a hurry."""
        self._hurried.clear()
        waiting = [asyncio.ensure_future(each) for each in (self._sleep(length.total_seconds()), self._hurried.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    def _is_away(self, error: BridgeError, began: datetime) -> None:
        is_news = self.away_since is None or _told(error) != _told(self.reason)
        self.away_since, self.reason = self.away_since or began, error
        if is_news:
            self._log_away(error, self.away_since.isoformat())
            self._tell()

    def _log_away(self, error: BridgeError, since: str) -> None:
        if isinstance(error, UnauthorizedToken):
            # No outage: it ends when the owner renews the token, so the line says how.
            log.error("bot.token_refused", bot=self.name, mend=self._renewal, since=since)
            return
        _, reason = _told(error)
        why = {"reason": reason} if reason else {}
        log.warning("provider.away", bot=self.name, error=traced(error), **why, since=since)

    def _is_back(self) -> None:
        since, self.away_since, self.reason = self.away_since, None, None
        self._answers.set()
        if since is not None:
            self.back_at = self._clock()
            lasted = (self.back_at - since).total_seconds()
            log.info("provider.back", bot=self.name, away_for=round(lasted))
            self._tell()

    def _tell(self) -> None:
        for hear in self._listeners:
            hear()


def _told(error: BridgeError | None) -> tuple[type | None, str]:
    """What the log says of it: a proxy that first refuses the password and is then gone is news twice."""
    return type(error) if error else None, error.reason if isinstance(error, Unreachable) else ""
