"""Settling: finding out whether a message of unknown outcome has arrived, before it is sent again.

The Bot API cannot look a message up. But it can be asked to give a message the buttons that the message already has.
Its answer tells whether the bot's own message with that id is in that chat, and nothing changes on any screen.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto
from typing import Any

import structlog

from bridge.errors import BridgeError, CannotSettle, OutcomeUnknown, TryLater
from bridge.sending import attempts
from bridge.sending.attempts import Attempt, Lost
from bridge.sending.message_ids import MessageIds

# How many ids above the highest known one are asked about when one message is missing, and how many more for each
# further missing message.
EXTRA_IDS = 20
EXTRA_IDS_PER_MESSAGE = 2
# With more questions than this about one message, a marked repeat is cheaper.
MAX_QUESTIONS = 120
# Updates report ids that then need no question. Settling waits this long for missing updates.
UPDATES_DELAY = timedelta(seconds=1)

# The name of a request that makes a topic. The topic's name takes the place of buttons.
TOPIC = "topic"

log = structlog.get_logger(__name__)


class Verdict(Enum):
    """The provider's answer about one id in a chat."""

    OWN = auto()  # the bot's own message, with exactly these buttons
    OTHER = auto()  # no message, somebody else's message, or one with other buttons
    UNUSABLE = auto()  # an answer that says neither


Ask = Callable[[int, int, Any], Awaitable[Verdict]]
"""`await ask(chat_id, message_id, markup)`; it raises what a call raises."""

AreUpdatesIn = Callable[[float], Awaitable[bool | None]]
"""`await are_updates_in(since)`: whether all updates from before the loop's time `since` are here.

None means that they never come.
"""


async def _no_updates(since: float) -> bool | None:
    return None


class Sending:
    """A request on its way. `ids` are the messages that have arrived; None until `has_arrived` is called."""

    def __init__(self) -> None:
        self.ids: list[int] | None = None

    def has_arrived(self, *ids: int) -> None:
        self.ids = [*ids]


class Settler:
    """Settles for one bot.

    `are_updates_in` is set by the code that receives the bot's updates. Until then nothing can be settled.
    """

    def __init__(self, ids: MessageIds, ask: Ask) -> None:
        self.ids = ids
        self._ask = ask
        self.are_updates_in: AreUpdatesIn = _no_updates
        # Only one message is settled at a time: its result often answers the questions of the next one.
        self._lock = asyncio.Lock()

    async def sent_earlier(self, chat_id: int, what: str, *, count: int = 1, markup: Any = None) -> list[int] | None:
        """Return the message ids of an earlier try; None when the message must be sent now.

        Args:
            what: distinguishes this request from other requests of its delivery. It must not depend on the message's
                content, which the next try may have changed.
            count: how many messages the request sends, for an album more than one. An earlier try may have sent fewer.
            markup: the buttons of the message.

        Raises:
            CannotSettle: it cannot be found out; send the message again, marked as a possible repeat.
            TryLater, OutcomeUnknown: as for a call; the question may be asked again.
        """
        attempt = attempts.current()
        if attempt is None:
            return None
        if (known := attempt.replay(what)) is not None:
            return [int(one) for one in known]
        if attempt.lost is None or not attempt.lost.may_be(what):
            return None
        async with self._lock:
            found = await self._find(attempt, attempt.lost, chat_id, count, markup)
        if found is None:
            # The lost request was not carried out, so no later request of that try has left, either.
            attempt.lost = None
            return None
        if attempt.lost.at is not None:
            # In this process no request after the lost one has left. Another process may have sent more after it, so
            # then `lost` stays.
            attempt.lost = None
        self.ids.learn(chat_id, *found)
        attempt.keep(what, [str(one) for one in found])
        return found

    @contextmanager
    def sending(self, chat_id: int, what: str, markup: Any = None) -> Iterator[Sending]:
        """Wrap a request that sends. Remember what arrives, or that the outcome is unknown."""
        attempt, sending = attempts.current(), Sending()
        begun = asyncio.get_running_loop().time()
        try:
            yield sending
        except BridgeError as error:
            if attempt is not None and isinstance(error, OutcomeUnknown):
                attempt.lost = _lost_request(what, markup)
            raise
        except BaseException:
            if attempt is not None:
                attempt.lost = _lost_request(what, markup)
            raise
        if sending.ids is not None:
            self.ids.learn_sending(chat_id, sending.ids, begun=begun)
            if attempt is not None:
                attempt.keep(what, [str(one) for one in sending.ids])

    async def topic_made_earlier(self, chat_id: int, name: str, ask: Ask) -> int | None:
        """Return the id of the topic that an earlier try has made; None when the topic must be made now.

        Args:
            ask: asks about a topic by giving it the name that it should already have.

        Raises:
            CannotSettle, TryLater, OutcomeUnknown: as for `sent_earlier`.
        """
        attempt = attempts.current()
        if attempt is None or attempt.lost is None or not attempt.lost.may_be(TOPIC):
            return None
        lost = attempt.lost
        # The customer may have another name by now.
        named = name if lost.at is None else lost.markup
        async with self._lock:
            await self._await_updates(lost)
            found = self.ids.topic(chat_id, named, above=attempt.floor or 0)
            if found is None:
                run = await self._ask_about(attempt, replace(lost, markup=named), chat_id, 1, ask)
                found = run[0] if run else None
        if found is None or lost.at is not None:
            # No later request of the lost try has left.
            attempt.lost = None
        if found is not None:
            self.ids.learn(chat_id, found)
        return found

    async def _find(self, attempt: Attempt, lost: Lost, chat_id: int, count: int, markup: Any) -> list[int] | None:
        await self._await_updates(lost)
        carried = lost if lost.at is not None else replace(lost, markup=markup)
        return await self._ask_about(attempt, carried, chat_id, count, self._ask)

    async def _ask_about(self, attempt: Attempt, lost: Lost, chat_id: int, count: int, ask: Ask) -> list[int] | None:
        """Return the ids of the lost message and, for an album, of those right behind it; None when it is not there."""
        if attempt.floor is None:
            raise CannotSettle
        asked: set[int] = set()
        while (message_id := self._next_id(attempt, lost, chat_id, asked)) is not None:
            asked.add(message_id)
            if not await _is_own(ask, chat_id, message_id, lost.markup):
                continue
            run = [message_id]
            while len(run) < count and await self._continues_album(ask, chat_id, message_id + len(run), lost.markup):
                run.append(message_id + len(run))
            log.info("settling.found", questions=len(asked))
            return run
        log.info("settling.not_there", questions=len(asked))
        return None

    async def _continues_album(self, ask: Ask, chat_id: int, message_id: int, markup: Any) -> bool:
        """Whether the next id belongs to the same album.

        A known id is another message, and the question would change it.
        """
        return not self.ids.knows(chat_id, message_id) and await _is_own(ask, chat_id, message_id, markup)

    def _next_id(self, attempt: Attempt, lost: Lost, chat_id: int, asked: set[int]) -> int | None:
        """Return the next id to ask about. The list is made again each time, because other sendings shorten it."""
        beyond = EXTRA_IDS + EXTRA_IDS_PER_MESSAGE * attempt.others
        unknown = self.ids.unknown_ids(chat_id, attempt.floor or 0, lost_at=lost.at, beyond=beyond)
        if len(unknown) > MAX_QUESTIONS:
            raise CannotSettle
        return next((one for one in unknown if one not in asked), None)

    async def _await_updates(self, lost: Lost) -> None:
        are_in = await self.are_updates_in(0.0 if lost.at is None else lost.at)
        if are_in is None:
            raise CannotSettle
        if not are_in:
            raise TryLater(UPDATES_DELAY)


async def _is_own(ask: Ask, chat_id: int, message_id: int, markup: Any) -> bool:
    verdict = await ask(chat_id, message_id, markup)
    if verdict is Verdict.UNUSABLE:
        raise CannotSettle
    return verdict is Verdict.OWN


def _lost_request(what: str, markup: Any) -> Lost:
    return Lost(asyncio.get_running_loop().time(), markup, what)
