"""An attempt: all tries of one delivery.

A delivery may need several requests. A later try does not send again what an earlier try has sent; it gets the same
ids.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Lost:
    """A request whose outcome is unknown.

    Args:
        at: the loop's time when the wait for its answer ended; None when another process has sent it.
        markup: the buttons of the message, as the provider expects them; meaningless when `at` is None.
        what: distinguishes it from the other requests of its delivery; None when it may be any of them.
    """

    at: float | None = None
    markup: Any = None
    what: str | None = None

    def may_be(self, what: str) -> bool:
        return self.what is None or self.what == what


@dataclass
class Attempt:
    """What is known of one delivery's tries so far.

    Args:
        floor: the highest message id that was known in the recipient's chat when the first try left; None when it was
            unknown.
        lost: the request of an earlier try that may have been carried out; None when there is none.
        others: how many more deliveries of the same carrier have an unknown outcome.
    """

    floor: int | None = None
    lost: Lost | None = None
    others: int = 0
    _arrived: dict[str, list[list[str]]] = field(default_factory=dict)
    _replayed: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _troubles: Counter[str] = field(default_factory=Counter)

    def again(self) -> None:
        """Begin the next try."""
        self._replayed.clear()

    def replay(self, what: str) -> list[str] | None:
        """Return the ids that an earlier try got for such a request; None when the request must be sent.

        Each result is returned once in a try.
        """
        sent = self._arrived.get(what, [])
        number = self._replayed[what]
        if number >= len(sent):
            return None
        self._replayed[what] += 1
        return sent[number]

    def keep(self, what: str, ids: list[str]) -> None:
        """Remember that the request was carried out, and which ids it got."""
        self._arrived.setdefault(what, []).append(ids)
        self._replayed[what] += 1

    def forget(self) -> None:
        """Forget all results: they are stored elsewhere, or their place is gone. The next try begins without them."""
        self._arrived.clear()
        self._replayed.clear()
        self.lost = None

    def count(self, trouble: str) -> int:
        """Count one more failure of this kind. Return how many there were in this attempt.

        Failures of different kinds are counted apart, so an outage does not use up the tries of another failure.
        """
        self._troubles[trouble] += 1
        return self._troubles[trouble]

    def take_over(self, other: "Attempt") -> None:
        """Continue from the state of another attempt at the same thing."""
        self.floor, self.lost = other.floor, other.lost
        self._arrived = {what: [*sent] for what, sent in other._arrived.items()}

    @property
    def ids(self) -> str | None:
        """The ids of all messages that have arrived, in order, separated by spaces; None when none has."""
        return " ".join(one for sent in self._arrived.values() for ids in sent for one in ids) or None

    @property
    def may_have_arrived(self) -> bool:
        """Whether the recipient has, or may have, a part of the delivery."""
        return self.lost is not None or bool(self._arrived)


_CURRENT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def current() -> Attempt | None:
    """Return the current attempt; None outside of deliveries."""
    return _CURRENT.get()


@contextmanager
def trying(attempt: Attempt) -> Iterator[None]:
    """Make `attempt` the current one inside the block."""
    token = _CURRENT.set(attempt)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def count(trouble: str) -> int:
    """Count a failure in the current attempt (`Attempt.count`); 1 outside of deliveries."""
    return attempt.count(trouble) if (attempt := current()) is not None else 1


def stored() -> None:
    """Record that the results of the current attempt are in the database, where the next try finds them."""
    if (attempt := current()) is not None:
        attempt.forget()
