"""Whether a bot's provider answers. While it does not, only one cheap question is sent, with growing pauses."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count

import structlog

from bridge.delivery.retry import Sleep, pause, traced
from bridge.errors import BridgeError, OutcomeUnknown, UnauthorizedToken, Unreachable

# The pause between two questions grows up to the first limit, and in a long outage up to the second.
MAX_PAUSE = timedelta(seconds=10)
MAX_PAUSE_IN_LONG_OUTAGE = timedelta(seconds=30)
LONG_OUTAGE_AFTER = timedelta(minutes=10)

Ask = Callable[[], Awaitable[object]]
"""The cheap call; it raises what a call raises."""

OnChange = Callable[[], None]
Clock = Callable[[], datetime]

log = structlog.get_logger(__name__)


class Availability:
    """The availability of one bot's provider.

    `away_since` is the beginning of an outage, and `reason` is the last error in it. Both are None while the provider
    answers.

    Args:
        renewal: how the owner renews the bot's token, for the log line about a refused token.
    """

    def __init__(
        self, name: str, ask: Ask, *, clock: Clock, sleep: Sleep = asyncio.sleep, renewal: str = "renew the token"
    ) -> None:
        self.name = name
        self._renewal = renewal
        self.away_since: datetime | None = None
        self.reason: BridgeError | None = None
        # The end of the last outage.
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
        """Call `hear` each time the provider goes away or comes back."""
        self._listeners.append(hear)

    @property
    def is_open(self) -> bool:
        """Whether requests may be sent."""
        return self._answers.is_set()

    def doubt(self, error: BridgeError) -> None:
        """Record a failed call that may mean an outage. Nothing more is sent until the provider answers."""
        if self._asking is None:
            self._answers.clear()
            self._asking = asyncio.create_task(self._ask_until_it_answers(error, self._clock()))

    async def wait(self) -> None:
        """Wait until the provider answers; return at once when there is no outage."""
        await self._answers.wait()

    def hurry(self) -> None:
        """Ask now instead of after the pause, because the same Telegram has just answered another bot."""
        self._hurried.set()

    async def close(self) -> None:
        """Stop asking."""
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
                    # It answers, so there is no outage. The next ordinary call will meet this error itself.
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
        """Wait for the pause, or until `hurry` is called."""
        self._hurried.clear()
        waiting = [asyncio.ensure_future(each) for each in (self._sleep(length.total_seconds()), self._hurried.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    def _is_away(self, error: BridgeError, began: datetime) -> None:
        is_news = self.away_since is None or _logged_form(error) != _logged_form(self.reason)
        self.away_since, self.reason = self.away_since or began, error
        if is_news:
            self._log_away(error, self.away_since.isoformat())
            self._call_listeners()

    def _log_away(self, error: BridgeError, since: str) -> None:
        if isinstance(error, UnauthorizedToken):
            # This is no outage: it ends when the owner renews the token, so the line says how.
            log.error("bot.token_refused", bot=self.name, mend=self._renewal, since=since)
            return
        _, reason = _logged_form(error)
        why = {"reason": reason} if reason else {}
        log.warning("provider.away", bot=self.name, error=traced(error), **why, since=since)

    def _is_back(self) -> None:
        since, self.away_since, self.reason = self.away_since, None, None
        self._answers.set()
        if since is not None:
            self.back_at = self._clock()
            lasted = (self.back_at - since).total_seconds()
            log.info("provider.back", bot=self.name, away_for=round(lasted))
            self._call_listeners()

    def _call_listeners(self) -> None:
        for hear in self._listeners:
            hear()


def _logged_form(error: BridgeError | None) -> tuple[type | None, str]:
    """Return what the log says about the error; a change of it is logged again.

    For example, a proxy may first refuse the password and then be gone.
    """
    return type(error) if error else None, error.reason if isinstance(error, Unreachable) else ""
