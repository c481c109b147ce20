"""Settling: whether a message of unknown outcome has arrived is found out before it is sent again.

The Bot API cannot look a message up. It can be asked to give a message the buttons that it has already: what it says
to that tells whether a message of the bot's own with that id stands in that chat, and changes nothing on any screen.
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

# Ids above the highest known one that are asked about, when only one message is missing; each more adds some.
EXTRA_IDS = 20
EXTRA_IDS_PER_MESSAGE = 2
# So many questions about one message cost more than a repeat that says so.
MAX_QUESTIONS = 120
# Updates tell of messages whose ids need no question: this long until they are there.
UPDATES_DELAY = timedelta(seconds=1)

# What a request makes that makes a topic; the topic's name stands for its buttons.
TOPIC = "topic"

log = structlog.get_logger(__name__)


class Verdict(Enum):
    """What the provider says of one id in a chat."""

    OWN = auto()  # the bot's own message, with exactly these buttons
    OTHER = auto()  # no message there, or somebody else's, or one with other buttons
    UNUSABLE = auto()  # it says something that answers nothing


Ask = Callable[[int, int, Any], Awaitable[Verdict]]
"""`await ask(chat_id, message_id, markup)`; raises what a call raises."""

AreUpdatesIn = Callable[[float], Awaitable[bool | None]]
"""`await are_updates_in(since)`: whether all updates from before the loop's time `since` are here; None: never."""


async def _unheard(since: float) -> bool | None:
    return None


class Sending:
    """A request that is on its way; tell it what has arrived."""

    def __init__(self) -> None:
        self.ids: list[int] | None = None

    def has_arrived(self, *ids: int) -> None:
        self.ids = [*ids]


class Settler:
    """Settles for one bot.

    `are_updates_in` is set by whoever listens to the bot; as long as nobody does, nothing can be settled.
    """

    def __init__(self, ids: MessageIds, ask: Ask) -> None:
        self.ids = ids
        self._ask = ask
        self.are_updates_in: AreUpdatesIn = _unheard
        # One at a time: what is found, or sent after all, spares the others their questions.
        self._lock = asyncio.Lock()

    async def sent_earlier(self, chat_id: int, what: str, *, count: int = 1, markup: Any = None) -> list[int] | None:
        """The ids of what an earlier try has sent; None when it has to be sent now.

        Args:
            what: tells this request from those of the same delivery that it cannot stand for. What the request says is
                no part of it: that may have been changed by the next try.
            count: how many messages the request sends, as an album does. What was sent earlier may have been fewer.
            markup: the buttons that it carries.

        Raises:
            CannotSettle: nobody can say; send it again, marked as a possible repeat.
            TryLater, OutcomeUnknown: as for a call; the same question may be asked again.
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
            # What would have come behind it has never left.
            attempt.lost = None
            return None
        if attempt.lost.at is not None:
            # This try has not gone beyond it yet. Another process may have.
            attempt.lost = None
        self.ids.learn(chat_id, *found)
        attempt.keep(what, [str(one) for one in found])
        return found

    @contextmanager
    def sending(self, chat_id: int, what: str, markup: Any = None) -> Iterator[Sending]:
        """Around a request that sends something: keeps what arrives, and that nobody knows whether it did."""
        attempt, sending = attempts.current(), Sending()
        begun = asyncio.get_running_loop().time()
        try:
            yield sending
        except BridgeError as error:
            if attempt is not None and isinstance(error, OutcomeUnknown):
                attempt.lost = _lost(what, markup)
            raise
        except BaseException:
            if attempt is not None:
                attempt.lost = _lost(what, markup)
            raise
        if sending.ids is not None:
            self.ids.learn_sending(chat_id, sending.ids, begun=begun)
            if attempt is not None:
                attempt.keep(what, [str(one) for one in sending.ids])

    async def topic_made_earlier(self, chat_id: int, name: str, ask: Ask) -> int | None:
        """The id of the topic that an earlier try has made; None when it has to be made now.

        Args:
            ask: asks by giving a topic its name, which is what stands for the buttons.

        Raises:
            CannotSettle, TryLater, OutcomeUnknown: as for a message.
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
            # What comes behind it has never left.
            attempt.lost = None
        if found is not None:
            self.ids.learn(chat_id, found)
        return found

    async def _find(self, attempt: Attempt, lost: Lost, chat_id: int, count: int, markup: Any) -> list[int] | None:
        await self._await_updates(lost)
        carried = lost if lost.at is not None else replace(lost, markup=markup)
        return await self._ask_about(attempt, carried, chat_id, count, self._ask)

    async def _ask_about(self, attempt: Attempt, lost: Lost, chat_id: int, count: int, ask: Ask) -> list[int] | None:
        """The first of the messages and those that come right behind it: of an album all that it had then."""
        if attempt.floor is None:
            raise CannotSettle
        asked: set[int] = set()
        while (message_id := self._next(attempt, lost, chat_id, asked)) is not None:
            asked.add(message_id)
            if not await _is_own(ask, chat_id, message_id, lost.markup):
                continue
            run = [message_id]
            while len(run) < count and await self._goes_on(ask, chat_id, message_id + len(run), lost.markup):
                run.append(message_id + len(run))
            log.info("settling.found", questions=len(asked))
            return run
        log.info("settling.not_there", questions=len(asked))
        return None

    async def _goes_on(self, ask: Ask, chat_id: int, message_id: int, markup: Any) -> bool:
        """Whether an album does; what is known already is something else, which the question would change."""
        return not self.ids.knows(chat_id, message_id) and await _is_own(ask, chat_id, message_id, markup)

    def _next(self, attempt: Attempt, lost: Lost, chat_id: int, asked: set[int]) -> int | None:
        """Looked for anew each time: what others have sent meanwhile leaves fewer."""
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


def _lost(what: str, markup: Any) -> Lost:
    return Lost(asyncio.get_running_loop().time(), markup, what)
