"""Which messages show another screen over their own for now: what somebody has just opened on a card."""

from datetime import datetime

from storage.database import Clock

# The longest open are forgotten first.
MAX_COVERED_CARDS = 1000

Place = tuple[int, int]
"""A chat and a message in it."""


class Covers:
    """Forgotten when the process ends: a card may then be painted over an open screen, once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._covered: dict[Place, datetime] = {}

    def cover(self, chat_id: int, message_id: int) -> None:
        self.lift(chat_id, message_id)
        self._covered[chat_id, message_id] = self._clock()
        if len(self._covered) > MAX_COVERED_CARDS:
            del self._covered[next(iter(self._covered))]

    def lift(self, chat_id: int, message_id: int) -> None:
        """It shows its own screen again, or what was opened there has been pressed."""
        self._covered.pop((chat_id, message_id), None)

    def hides(self, chat_id: int, message_id: int, *, asked_at: datetime | None = None) -> bool:
        """Whether another screen lies there now; with `asked_at` whether one was opened since."""
        covered_at = self._covered.get((chat_id, message_id))
        return covered_at is not None and (asked_at is None or asked_at < covered_at)
