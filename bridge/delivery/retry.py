"""What to do after a failure. Decisions are values, so that they can be read and tested."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from traceback import walk_tb
from typing import TypeVar

from bridge.errors import (
    BridgeError,
    CannotSettle,
    DestinationGone,
    OutcomeUnknown,
    TryLater,
    Undeliverable,
    Unreachable,
)
from storage.engine.trouble import is_database_trouble

# Pauses for an unreachable destination grow: 1 s, 2 s, 4 s ... up to this.
MAX_PAUSE = timedelta(seconds=30)
# The longest pause for the database.
MAX_DATABASE_PAUSE = timedelta(seconds=30)
# Without a pause the retries would overload the side that asked us to wait.
MIN_PAUSE = timedelta(milliseconds=100)
# How often something is tried that fails for an unforeseen reason.
MAX_UNFORESEEN_TRIES = 3
# Limits for the next part of a message that has begun to arrive: how long, and how often, it waits when it is asked to.
MAX_FOLLOWING_WAIT = timedelta(minutes=1)
MAX_FOLLOWING_TRIES = 3

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Again:
    """Try again after a while.

    Args:
        is_repeat: an earlier try may have arrived, and it cannot be found out. The next try must be marked as a
            possible repeat.
        is_anew: the parts that have arrived do not count any more.
        whole_bot: this carrier sends nothing at all until then.
    """

    after: timedelta
    is_repeat: bool = False
    is_anew: bool = False
    whole_bot: bool = False


@dataclass(frozen=True)
class GiveUp:
    """Do not try again."""


Decision = Again | GiveUp


def decide(error: Exception, *, attempts: int, settles: bool) -> Decision:
    """Return what to do after `error`.

    Args:
        attempts: how many tries have failed in this way.
        settles: whether the carrier can find out if an earlier try has arrived.
    """
    match error:
        case Unreachable():
            return Again(max(error.after, pause(attempts)))
        case DestinationGone():
            return Again(max(error.after, MIN_PAUSE), is_anew=True)
        case TryLater():
            return Again(max(error.after, MIN_PAUSE), whole_bot=error.whole_bot)
        case CannotSettle():
            return Again(MIN_PAUSE, is_repeat=True, is_anew=True)
        case OutcomeUnknown():
            return Again(pause(attempts), is_repeat=not settles)
        case Undeliverable() | BridgeError():
            return GiveUp()
    # The error may have happened before or after the request left.
    if is_database_trouble(error) or attempts < MAX_UNFORESEEN_TRIES:
        return Again(pause(attempts), is_repeat=not settles)
    return GiveUp()


def pause(attempts: int, longest: timedelta = MAX_PAUSE) -> timedelta:
    """Return how long to wait after so many attempts: each pause is twice the one before."""
    # Sixteen doublings exceed any `longest`; 2 ** attempts itself may exceed a timedelta.
    return min(timedelta(seconds=2 ** min(max(attempts - 1, 0), 16)), longest)


async def when_asked(step: Callable[[], Awaitable[Result]], *, sleep: Sleep) -> Result:
    """Do a step that follows a message that was already sent. Short waits that the other side asks for happen here.

    When the other side cannot be reached, or the place is gone, the error is raised: then the whole delivery has to
    wait.
    """
    for _try in range(MAX_FOLLOWING_TRIES - 1):
        try:
            return await step()
        except TryLater as asked:
            if isinstance(asked, Unreachable | DestinationGone) or asked.after > MAX_FOLLOWING_WAIT:
                raise
            await sleep(asked.after.total_seconds())
    return await step()


async def patiently(step: Callable[[], Awaitable[Result]], *, sleep: Sleep = asyncio.sleep) -> Result:
    """Do `step` until the database allows it. The database itself logs that it is away."""
    for attempt in count(1):
        try:
            return await step()
        except Exception as error:
            if not is_database_trouble(error):
                raise
        await sleep(pause(attempt, MAX_DATABASE_PAUSE).total_seconds())
    raise AssertionError("count never ends")


def traced(error: BaseException) -> str:
    """Return the error's class and place in the code, for logs and tables.

    The error's text is left out: it may quote what somebody wrote, such as parameters of a query.
    """
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [(path, line) for path, line in places if path.is_absolute() and "site-packages" not in path.parts]
    for path, line in reversed(ours or places):
        return f"{type(error).__name__} at {path.parent.name}/{path.name}:{line}"
    return type(error).__name__
