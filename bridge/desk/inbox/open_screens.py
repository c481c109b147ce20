"""Open screens: another screen is shown in a card's message for now, because somebody has opened it there."""

from datetime import datetime

from storage.engine.database import Clock

# Beyond this number, the screens that were opened first are forgotten.
MAX_COVERED_CARDS = 1000

MessageKey = tuple[int, int]
"""A chat's id and the id of a message in it."""


class OpenScreens:
    """The messages that have an open screen over their card.

    They are kept in memory: after a restart of the process a card may be painted over an open screen once.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._opened: dict[MessageKey, datetime] = {}

    def open(self, chat_id: int, message_id: int) -> None:
        self.close(chat_id, message_id)
        self._opened[chat_id, message_id] = self._clock()
        if len(self._opened) > MAX_COVERED_CARDS:
            del self._opened[next(iter(self._opened))]

    def close(self, chat_id: int, message_id: int) -> None:
        """The message shows its card again, or a button of the open screen was pressed."""
        self._opened.pop((chat_id, message_id), None)

    def is_open(self, chat_id: int, message_id: int, *, asked_at: datetime | None = None) -> bool:
        """Whether the message has an open screen; with `asked_at`, whether it was opened after that moment."""
        opened_at = self._opened.get((chat_id, message_id))
        return opened_at is not None and (asked_at is None or asked_at < opened_at)
