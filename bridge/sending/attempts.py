"""An attempt: the tries of one delivery, each of which goes the same way as the one before.

A delivery may need several requests. What one try has sent, the next one does not send again: it gets the same ids.
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
        at: the loop's time when its answer was given up on; None when another process has sent it.
        markup: the buttons that it carried, as the provider takes them; meaningless when `at` is None.
        what: tells it from the other requests of its delivery; None when nobody knows, which may be any of them.
    """

    at: float | None = None
    markup: Any = None
    what: str | None = None

    def may_be(self, what: str) -> bool:
        return self.what is None or self.what == what


@dataclass
class Attempt:
    """What is known of the tries of one delivery so far.

    Args:
        floor: the highest message id that was known in the recipient's chat when the first try left; None when nobody
            knows.
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
        """The next try begins."""
        self._replayed.clear()

    def replay(self, what: str) -> list[str] | None:
        """The ids of what an earlier request like this one has sent; each of them is given once in a try."""
        sent = self._arrived.get(what, [])
        number = self._replayed[what]
        if number >= len(sent):
            return None
        self._replayed[what] += 1
        return sent[number]

    def keep(self, what: str, ids: list[str]) -> None:
        """The request was carried out."""
        self._arrived.setdefault(what, []).append(ids)
        self._replayed[what] += 1

    def forget(self) -> None:
        """What has arrived is stored elsewhere, or is gone with its place: nothing of it counts for the next try."""
        self._arrived.clear()
        self._replayed.clear()
        self.lost = None

    def count(self, trouble: str) -> int:
        """One more of such a trouble; returns how many there have been. Those of an outage stand for no other."""
        self._troubles[trouble] += 1
        return self._troubles[trouble]

    def take_over(self, other: "Attempt") -> None:
        """Go on from where another attempt at the same has come to."""
        self.floor, self.lost = other.floor, other.lost
        self._arrived = {what: [*sent] for what, sent in other._arrived.items()}

    @property
    def ids(self) -> str | None:
        """The ids of all that has arrived, in order, with spaces between them; None when nothing has."""
        return " ".join(one for sent in self._arrived.values() for ids in sent for one in ids) or None

    @property
    def may_have_arrived(self) -> bool:
        """Whether the recipient has, or may have, something of it."""
        return self.lost is not None or bool(self._arrived)


_CURRENT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def current() -> Attempt | None:
    """The attempt that goes on; None for what goes straight out."""
    return _CURRENT.get()


@contextmanager
def trying(attempt: Attempt) -> Iterator[None]:
    """Inside of it, what is sent belongs to the attempt."""
    token = _CURRENT.set(attempt)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def count(trouble: str) -> int:
    """As `Attempt.count`, for the attempt that goes on."""
    return attempt.count(trouble) if (attempt := current()) is not None else 1


def stored() -> None:
    """What this attempt has sent so far is in the database: a try after this one finds it there."""
    if (attempt := current()) is not None:
        attempt.forget()
