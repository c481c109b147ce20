"""Which message of a chat shows another screen over its own for now: what an operator has just opened there."""


class Covers:
    """One for each chat. Forgotten when the process ends: a card may then be painted over an open screen, once."""

    def __init__(self) -> None:
        self._covered: dict[int, int] = {}

    def cover(self, chat_id: int, message_id: int) -> None:
        self._covered[chat_id] = message_id

    def lift(self, chat_id: int, message_id: int) -> None:
        """It shows its own screen again."""
        if self.hides(chat_id, message_id):
            del self._covered[chat_id]

    def hides(self, chat_id: int, message_id: int) -> bool:
        return self._covered.get(chat_id) == message_id
