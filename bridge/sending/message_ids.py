"""What is known of the ids of one bot's messages.

All private chats and basic groups of a bot share one counter: each message in any of them, in or out, takes the next
id. A supergroup has a counter of its own.
"""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterable
from typing import Any

# How many of the newest ids of a counter are remembered, and how many of the bot's own sendings.
MAX_REMEMBERED_IDS = 20_000
MAX_REMEMBERED_SENDINGS = 2_000
MAX_REMEMBERED_TOPICS = 1_000
# Ids of supergroups begin with this; each of them counts for itself.
SUPERGROUP_PREFIX = "-100"
# Updates with what somebody says; of the bot's own only its service messages come in them.
MESSAGE_UPDATES = frozenset({"message", "edited_message"})


class _Counter:
    def __init__(self) -> None:
        self.highest: int | None = None
        self._ids: list[int] = []
        self._known: set[int] = set()
        # When a sending began, by the loop's time, and the id that it got.
        self._sendings: deque[tuple[float, int]] = deque(maxlen=MAX_REMEMBERED_SENDINGS)

    def learn(self, message_id: int) -> None:
        # What only one person sees in a group has no id of its own.
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
    """Learns from every answer and every update of one bot."""

    def __init__(self) -> None:
        self._counters: dict[str, _Counter] = {}
        # Topics that the bot has made, by chat and name, as its updates tell.
        self._topics: dict[tuple[int, str], int] = {}

    def learn(self, chat_id: int, *message_ids: int) -> None:
        """There are messages with these ids in the chat."""
        for message_id in message_ids:
            self._of(chat_id).learn(message_id)

    def learn_floor(self, chat_id: int, message_id: int) -> None:
        """The chat's counter has come so far, at least."""
        self._of(chat_id).learn_floor(message_id)

    def learn_sending(self, chat_id: int, message_ids: Iterable[int], *, begun: float) -> None:
        """The bot has sent these; the request left at the loop's time `begun`."""
        for message_id in message_ids:
            self._of(chat_id).learn_sending(message_id, begun)

    def learn_update(self, update: dict[str, Any]) -> None:
        """Learn from the messages that an update tells of; one of an unknown kind is looked through, too.

        What is not somebody's new or edited message may be about a message of the bot's own, of which it does not know
        yet that it has arrived: a reaction to it, a press of its button. That tells only how far the counter has come.
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
        """The id of a topic of that name of which an update has told; None when there is none above that id."""
        found = self._topics.get((chat_id, name))
        return found if found is not None and found > above else None

    def highest(self, chat_id: int) -> int | None:
        """The highest id that is known of the chat's counter; None when nothing is."""
        return self._of(chat_id).highest

    def knows(self, chat_id: int, message_id: int) -> bool:
        """Whether there is, as far as somebody has heard, a message with this id in the chat or beside it."""
        return self._of(chat_id).knows(message_id)

    def unknown_ids(self, chat_id: int, floor: int, *, lost_at: float | None, beyond: int) -> list[int]:
        """The ids above `floor` that a message may have of which nobody has heard, the lowest first.

        Args:
            lost_at: when the message's request was given up on, by the loop's time; None: before this process began.
                What was sent later has a higher id.
            beyond: how many ids above the highest known one may have been given.
        """
        return self._of(chat_id).unknown_ids(floor, lost_at=lost_at, beyond=beyond)

    def _of(self, chat_id: int) -> _Counter:
        name = str(chat_id) if str(chat_id).startswith(SUPERGROUP_PREFIX) else ""
        return self._counters.setdefault(name, _Counter())
