"""What to do after something did not succeed: decisions as values, so that they can be read and tested."""

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

# How long a destination that cannot be reached is left alone: 1 s, 2 s, 4 s ... at most this.
MAX_PAUSE = timedelta(seconds=30)
# The same for the database.
MAX_DATABASE_PAUSE = timedelta(seconds=30)
# A wait of nothing at all would hammer whoever asks for it.
MIN_PAUSE = timedelta(milliseconds=100)
# Tries of something that fails in a way nobody foresaw.
MAX_UNFORESEEN_TRIES = 3
# The rest of a message that has begun to arrive waits this long, this often, when it is asked to.
MAX_FOLLOWING_WAIT = timedelta(minutes=1)
MAX_FOLLOWING_TRIES = 3

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Again:
    """Try again after a while.

    Args:
        is_repeat: the earlier try may have arrived and nobody can find out: the next one says that it may be a repeat.
        is_anew: what has arrived of it counts no longer.
        whole_bot: nothing at all leaves through this carrier until then.
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
    """What follows from `error`.

    Args:
        attempts: how many have failed so.
        settles: the carrier finds out by itself whether what it has sent before has arrived.
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
    # Nobody knows whether it struck before the request left or after.
    if is_database_trouble(error) or attempts < MAX_UNFORESEEN_TRIES:
        return Again(pause(attempts), is_repeat=not settles)
    return GiveUp()


def pause(attempts: int, longest: timedelta = MAX_PAUSE) -> timedelta:
    """How long to wait after so many attempts: twice as long each time."""
    # Sixteen doublings are beyond any `longest`; 2 ** attempts itself outgrows a timedelta.
    return min(timedelta(seconds=2 ** min(max(attempts - 1, 0), 16)), longest)


async def when_asked(step: Callable[[], Awaitable[Result]], *, sleep: Sleep) -> Result:
    """Do what comes behind something that was sent already: it waits here when it is asked to wait for a moment.

    Where the other side cannot be reached, or the place is gone, it is for the whole delivery to wait.
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
    """Do `step` as often as it takes the database to let it. The database itself logs that it is away."""
    for attempt in count(1):
        try:
            return await step()
        except Exception as error:
            if not is_database_trouble(error):
                raise
        await sleep(pause(attempt, MAX_DATABASE_PAUSE).total_seconds())
    raise AssertionError("count never ends")


def traced(error: BaseException) -> str:
    """The error's class and where it struck, for logs and tables.

    Its words are left out: they may quote what somebody wrote, a database's parameters among them.
    """
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [(path, line) for path, line in places if path.is_absolute() and "site-packages" not in path.parts]
    for path, line in reversed(ours or places):
        return f"{type(error).__name__} at {path.parent.name}/{path.name}:{line}"
    return type(error).__name__
