"""Cards whose message shows another screen for now, because somebody has opened one there."""

from datetime import datetime

from storage.engine.database import Clock

# The longest open are forgotten first.
MAX_COVERED_CARDS = 1000

MessageKey = tuple[int, int]
"""A chat and a message in it."""


class OpenScreens:
    """Forgotten when the process ends: a card may then be painted over an open screen, once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._opened: dict[MessageKey, datetime] = {}

    def open(self, chat_id: int, message_id: int) -> None:
        self.close(chat_id, message_id)
        self._opened[chat_id, message_id] = self._clock()
        if len(self._opened) > MAX_COVERED_CARDS:
            del self._opened[next(iter(self._opened))]

    def close(self, chat_id: int, message_id: int) -> None:
        """It shows its own screen again, or what was opened there has been pressed."""
        self._opened.pop((chat_id, message_id), None)

    def is_open(self, chat_id: int, message_id: int, *, asked_at: datetime | None = None) -> bool:
        """Whether another screen lies there now; with `asked_at` whether one was opened since."""
        opened_at = self._opened.get((chat_id, message_id))
        return opened_at is not None and (asked_at is None or asked_at < opened_at)
