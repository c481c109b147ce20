"""The ids of one bot's messages, as far as they are known.

All private chats and basic groups of a bot share one counter: each message in any of them, in or out, gets the next id.
A supergroup has its own counter.
"""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterable
from typing import Any

# How many of a counter's newest ids, of the bot's own requests, and of topics are remembered.
MAX_REMEMBERED_IDS = 20_000
MAX_REMEMBERED_SENDINGS = 2_000
MAX_REMEMBERED_TOPICS = 1_000
# Ids of supergroups begin with this; each supergroup has its own counter.
SUPERGROUP_PREFIX = "-100"
# Updates about new or edited messages of people. Of the bot's own messages they contain only service messages.
MESSAGE_UPDATES = frozenset({"message", "edited_message"})


class _Counter:
    def __init__(self) -> None:
        self.highest: int | None = None
        self._ids: list[int] = []
        self._known: set[int] = set()
        # When each request of the bot left, by the loop's time, and the id that its message got.
        self._sendings: deque[tuple[float, int]] = deque(maxlen=MAX_REMEMBERED_SENDINGS)

    def learn(self, message_id: int) -> None:
        # In groups, a message that only one person sees has no id of its own (it is not positive).
        if message_id in self._known or message_id <= 0:
            return
        self._known.add(message_id)
        insort(self._ids, message_id)
        self.highest = max(self.highest or 0, message_id)
        if len(self._ids) > MAX_REMEMBERED_IDS:
            forgotten, self._ids = self._ids[: MAX_REMEMBERED_IDS // 2], self._ids[MAX_REMEMBERED_IDS // 2 :]
            self._known.difference_update(forgotten)

    def learn_floor(self, message_id: int) -> None:
        self.highest = max(self.highest or 0, message_id)

    def learn_sending(self, message_id: int, begun: float) -> None:
        if message_id > 0:
            self._sendings.append((begun, message_id))
        self.learn(message_id)

    def knows(self, message_id: int) -> bool:
        return message_id in self._known

    def unknown_ids(self, floor: int, *, lost_at: float | None, beyond: int) -> list[int]:
        later = [message_id for begun, message_id in self._sendings if lost_at is None or begun > lost_at]
        later = [message_id for message_id in later if message_id > floor]
        end = min(later) if later else max(self.highest or floor, floor) + beyond + 1
        known = set(self._ids[bisect_right(self._ids, floor) :])
        return [message_id for message_id in range(floor + 1, end) if message_id not in known]


class MessageIds:
    """Learns message ids from every answer and every update of one bot."""

    def __init__(self) -> None:
        self._counters: dict[str, _Counter] = {}
        # Topics that the bot has made, by chat and name, as its updates report them.
        self._topics: dict[tuple[int, str], int] = {}

    def learn(self, chat_id: int, *message_ids: int) -> None:
        """Learn that messages with these ids exist in the chat."""
        for message_id in message_ids:
            self._of(chat_id).learn(message_id)

    def learn_floor(self, chat_id: int, message_id: int) -> None:
        """Learn that the chat's counter has reached at least this id."""
        self._of(chat_id).learn_floor(message_id)

    def learn_sending(self, chat_id: int, message_ids: Iterable[int], *, begun: float) -> None:
        """Learn that the bot has sent these messages; the request left at the loop's time `begun`."""
        for message_id in message_ids:
            self._of(chat_id).learn_sending(message_id, begun)

    def learn_update(self, update: dict[str, Any]) -> None:
        """Learn from the messages in an update; updates of unknown kinds are searched, too.

        An update other than a person's new or edited message may be about a message of the bot's own: a reaction to it,
        or a press of its button. Settling may still look for that message, so its id must stay unknown. The update only
        shows how far the counter has come.
        """
        for kind, part in update.items():
            if not isinstance(part, dict):
                continue
            for message in (part, part.get("message")):
                match message:
                    case {"message_id": int(message_id), "chat": {"id": int(chat_id)}}:
                        (self.learn if kind in MESSAGE_UPDATES else self.learn_floor)(chat_id, message_id)
                        self._learn_topic(chat_id, message or {})

    def _learn_topic(self, chat_id: int, message: dict[str, Any]) -> None:
        match message:
            case {"forum_topic_created": {"name": str(name)}, "message_thread_id": int(topic_id)}:
                self._topics[chat_id, name] = topic_id
                if len(self._topics) > MAX_REMEMBERED_TOPICS:
                    del self._topics[next(iter(self._topics))]

    def topic(self, chat_id: int, name: str, *, above: int) -> int | None:
        """Return the id of the topic with that name; None when no update has reported one with an id above `above`."""
        found = self._topics.get((chat_id, name))
        return found if found is not None and found > above else None

    def highest(self, chat_id: int) -> int | None:
        """Return the highest known id of the chat's counter; None when no id is known."""
        return self._of(chat_id).highest

    def knows(self, chat_id: int, message_id: int) -> bool:
        """Whether a message with this id is known, in the chat or in another chat with the same counter."""
        return self._of(chat_id).knows(message_id)

    def unknown_ids(self, chat_id: int, floor: int, *, lost_at: float | None, beyond: int) -> list[int]:
        """Return the ids above `floor` that a lost message may have and that are not known, in ascending order.

        Args:
            lost_at: the loop's time when the wait for the message's request ended; None: before this process began.
                Messages that were sent later have higher ids.
            beyond: how many ids above the highest known one may have been given.
        """
        return self._of(chat_id).unknown_ids(floor, lost_at=lost_at, beyond=beyond)

    def _of(self, chat_id: int) -> _Counter:
        name = str(chat_id) if str(chat_id).startswith(SUPERGROUP_PREFIX) else ""
        return self._counters.setdefault(name, _Counter())
