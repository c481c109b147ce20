"""How tests wait: on the feed, never by sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bridge.sandbox.accounts import User
from bridge.sandbox.chats import Chat
from bridge.sandbox.feed import Feed, Wants
from bridge.sandbox.messages import Kind, Message
from bridge.sandbox.topics import Topic

Found = TypeVar("Found")
TopicLike = Topic | int | str | None


class NotSeen(AssertionError):
    """What was waited for did not happen in time; the text tells what was there instead."""


async def until(
    feed: Feed, find: Callable[[], Found | None], *, wants: Wants, seconds: float, missing: Callable[[], str]
) -> Found:
    """Look again after every wanted event until `find` finds something.

    Raises:
        NotSeen: it did not within `seconds`.
    """
    with feed.subscribe(wants) as news:
        try:
            async with asyncio.timeout(seconds):
                while (found := find()) is None:
                    await news.get()
        except TimeoutError:
            raise NotSeen(missing()) from None
    return found


@dataclass(frozen=True)
class Wanted:
    """What a message should be like. Empty parts match everything; `topic` may be a part of its name."""

    text: str = ""
    button: str = ""
    topic: TopicLike = None
    kind: Kind | str | None = None
    after: Message | None = None
    not_by: User | None = None
    viewer: User | None = None

    def newest(self, chats: Iterable[Chat]) -> Message | None:
        """The newest match of all the chats."""
        found = [message for chat in chats if (message := next(self.all_in(chat), None))]
        return max(found, key=lambda message: (message.date, message.id), default=None)

    def all_in(self, chat: Chat) -> Iterator[Message]:
        """Every match, newest first."""
        return (message for message in chat.newest_first() if self._matches(message))

    def _matches(self, message: Message) -> bool:
        return (
            (message.only_for is None or self.viewer is None or message.only_for == self.viewer.id)
            and self.text in message.text
            and (not self.button or any(self.button in caption for caption in message.captions()))
            and (self.kind is None or message.kind == self.kind)
            and message.sender is not self.not_by
            and in_topic(message, self.topic)
            and (self.after is None or message.chat is not self.after.chat or message.id > self.after.id)
        )


def in_topic(message: Message, topic: TopicLike) -> bool:
    """Whether the message is in the topic; None is anywhere, 0 is outside of all topics."""
    match topic:
        case None:
            return True
        case Topic():
            return message.topic_id == topic.id
        case int():
            return (message.topic_id or 0) == topic
        case str():
            known = message.chat.topics.get(message.topic_id or 0)
            return known is not None and topic in known.name


def topic_id(chat: Chat, topic: TopicLike) -> int | None:
    """The message_thread_id behind what a test calls the topic.

    Raises:
        NotSeen: no topic has such a name.
    """
    match topic:
        case Topic():
            return topic.id
        case str():
            for known in reversed(chat.topics.values()):
                if topic in known.name:
                    return known.id
            raise NotSeen(f"no topic {topic!r} among {[known.name for known in chat.topics.values()]}")
        case _:
            return topic or None


def described(messages: Iterable[Message]) -> str:
    """The last messages, for the text of a failed test."""
    last = list(messages)[-12:]
    return "\n".join(f"  #{each.id} in {each.topic_id}: {each.text!r} {each.captions() or ''}" for each in last)
