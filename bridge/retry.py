"""What to do after a delivery did not succeed: decisions as values, so that they can be read and tested."""

from dataclasses import dataclass
from datetime import timedelta

from bridge.errors import BridgeError, OutcomeUnknown, TryLater, Undeliverable, Unreachable

# How long a destination that cannot be reached is left alone: 1 s, 2 s, 4 s ... at most this.
LONGEST_PAUSE = timedelta(minutes=1)
# Tries of something that fails in a way nobody foresaw.
UNFORESEEN_TRIES = 3


@dataclass(frozen=True)
class Again:
    """Try again after a while.

    Args:
        is_repeat: the earlier try may have arrived, so the next one says that it may be a repeat.
        whole_bot: nothing at all leaves through this carrier until then.
    """

    after: timedelta
    is_repeat: bool = False
    whole_bot: bool = False


@dataclass(frozen=True)
class GiveUp:
    """Do not try again. `unknown`: it may have arrived."""

    unknown: bool = False


Decision = Again | GiveUp


def decide(error: Exception, *, attempts: int, is_repeat: bool) -> Decision:
    """What follows from `error` after so many `attempts`; `is_repeat`: a try before this one may have arrived."""
    match error:
        case Unreachable():
            return Again(_pause(attempts))
        case TryLater():
            return Again(error.after, whole_bot=error.whole_bot)
        case OutcomeUnknown() if is_repeat:
            return GiveUp(unknown=True)
        case OutcomeUnknown():
            return Again(_pause(attempts), is_repeat=True)
        case Undeliverable() | BridgeError():
            return GiveUp()
    return Again(_pause(attempts)) if attempts < UNFORESEEN_TRIES else GiveUp()


def _pause(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** max(attempts - 1, 0)), LONGEST_PAUSE)
