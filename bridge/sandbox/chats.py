"""Chats: a person with a bot, or a group."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.members import Member
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.messages import Message
    from bridge.sandbox.topics import Topic


class Chat:
    """What all chats have: messages in order, topics, pins."""

    type: str
    is_forum = False

    def __init__(self, chat_id: int, key: str, instance: str) -> None:
        self.id = chat_id
        self.key = key
        self.instance = instance
        self.messages: dict[int, Message] = {}
        self.topics: dict[int, Topic] = {}
        self.pinned: list[int] = []

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def has_topics(self) -> bool:
        raise NotImplementedError

    @property
    def wire(self) -> Json:
        """The `Chat` object inside messages."""
        raise NotImplementedError

    def people(self) -> list[User]:
        raise NotImplementedError

    def bots(self) -> list[Bot]:
        raise NotImplementedError

    def next_message_id(self) -> int:
        raise NotImplementedError

    def newest_first(self) -> Iterator[Message]:
        return reversed(self.messages.values())


class PrivateChat(Chat):
    """A person's chat with a bot. The bot may write only when it is started and not blocked."""

    type = "private"

    def __init__(self, bot: Bot, user: User, instance: str) -> None:
        super().__init__(user.id, f"{bot.id}:{user.id}", instance)
        self.bot = bot
        self.user = user
        self.started = False
        self.blocked = False
        self.reply_keyboard: Json | None = None
        self._wire: Json = {"id": user.id, **user.profile, "type": "private"}

    @property
    def title(self) -> str:
        return self.bot.name

    @property
    def has_topics(self) -> bool:
        return self.bot.has_topics

    @property
    def wire(self) -> Json:
        return self._wire

    def people(self) -> list[User]:
        return [self.user]

    def bots(self) -> list[Bot]:
        return [self.bot]

    def next_message_id(self) -> int:
        return self.bot.next_message_id()


class Group(Chat):
    """A basic group, a supergroup, or a supergroup with topics."""

    def __init__(self, chat_id: int, title: str, instance: str, *, kind: str = "supergroup") -> None:
        super().__init__(chat_id, str(chat_id), instance)
        self.type = kind
        self.name = title
        self.is_forum = False
        self.username: str | None = None
        self.members: dict[int, Member] = {}
        self.is_deleted = False
        self.upgraded_to: int | None = None
        self._message_ids = itertools.count(1)
        self._newest_id = 0

    @property
    def title(self) -> str:
        return self.name

    @property
    def has_topics(self) -> bool:
        return self.is_forum

    @property
    def wire(self) -> Json:
        chat: Json = {"id": self.id, "title": self.name, "type": self.type}
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    @property
    def is_gone(self) -> bool:
        return self.is_deleted or self.upgraded_to is not None

    def people(self) -> list[User]:
        return [each.account for each in self._inside() if isinstance(each.account, User)]

    def bots(self) -> list[Bot]:
        return [each.account for each in self._inside() if isinstance(each.account, Bot)]

    def next_message_id(self) -> int:
        """A supergroup counts for itself. In a basic group the next id of each account in it is taken.

        People see the ids that bots see, so several bots in one basic group share the highest of their next ids.
        """
        if self.type == "supergroup":
            return next(self._message_ids)
        newest = max([self._newest_id, *(bot.last_message_id for bot in self.bots())])
        self._newest_id = newest + 1
        for bot in self.bots():
            bot.last_message_id = self._newest_id
        return self._newest_id

    def _inside(self) -> list[Member]:
        return [member for member in self.members.values() if member.is_inside]
