"""Somebody who looks at chats and waits for what will be there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat
from bridge.sandbox.feed import Event
from bridge.sandbox.messages import Kind, Message
from bridge.sandbox.topics import Topic
from bridge.sandbox.watching import TopicLike, Wanted, described, until

if TYPE_CHECKING:
    from bridge.sandbox.world import World

Found = TypeVar("Found")
# Much longer than anything takes, so that only what never comes is missed: a machine may be busy.
PATIENCE = 20.0
Place = Bot | Chat


class Onlooker:
    """`in_` is a bot (the private chat with it) or a group. A `topic` is the topic, its id or its name."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    def __repr__(self) -> str:
        return f"<{self.user.name}>"

    def chat(self, place: Place) -> Chat:
        return self.world.private_chat(place, self.user) if isinstance(place, Bot) else place

    def chats(self) -> list[Chat]:
        """The chats the person sees."""
        return self.world.chats_of(self.user)

    def topics(self, place: Place) -> list[Topic]:
        return list(self.chat(place).topics.values())

    def messages(self, place: Place, topic: TopicLike = None) -> list[Message]:
        """What stands in the chat, or in one of its topics, oldest first."""
        return list(Wanted(topic=topic, viewer=self.user).all_in(self.chat(place)))[::-1]

    async def sees(
        self,
        text: str = "",
        *,
        in_: Place | None = None,
        topic: TopicLike = None,
        button: str = "",
        kind: Kind | str | None = None,
        after: Message | None = None,
        own: bool = False,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - said as people say it
    ) -> Message:
        """Wait for a message of somebody else (`own`: of anybody) and return the newest that fits.

        Raises:
            NotSeen: none came in time.
        """
        wanted = Wanted(text, button, topic, kind, after, None if own else self.user, self.user)
        return await self._until(
            lambda: wanted.newest(self._places(in_)), timeout, lambda: self._missing(f"no {wanted}", in_)
        )

    async def never_sees(
        self, text: str = "", *, in_: Place | None = None, topic: TopicLike = None, within: float | None = None
    ) -> None:
        """Fail when such a message is there or comes: `within` so many seconds, or until the bots have come to rest."""
        sight = asyncio.create_task(self.sees(text, in_=in_, topic=topic))
        rest = asyncio.create_task(self.world.rest() if within is None else asyncio.sleep(within))
        done, _ = await asyncio.wait([sight, rest], return_when=asyncio.FIRST_COMPLETED)
        for task in (sight, rest):
            task.cancel()
        if sight in done:
            message = sight.result()
            raise AssertionError(f"{self.user.name} sees #{message.id}: {message.text!r}")
        rest.result()

    async def sees_topic(
        self,
        name: str,
        *,
        in_: Place,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - said as people say it
    ) -> Topic:
        """Wait for a topic whose name holds `name`; the newest wins."""
        chat = self.chat(in_)
        return await self._until(
            lambda: next((topic for topic in reversed(chat.topics.values()) if name in topic.name), None),
            timeout,
            lambda: f"no topic {name!r} among {[topic.name for topic in chat.topics.values()]}",
        )

    async def _until(self, find: Callable[[], Found | None], seconds: float, missing: Callable[[], str]) -> Found:
        return await until(self.world.feed, find, wants=self._notices, seconds=seconds, missing=missing)

    def _notices(self, event: Event) -> bool:
        """With thousands of people each looks up only when its own chats change."""
        return event.chat is None or self.user in event.chat.people()

    def _places(self, place: Place | None) -> list[Chat]:
        return [self.chat(place)] if place else self.chats()

    def _missing(self, what: str, place: Place | None) -> str:
        shown = "\n".join(f"{chat.key}:\n{described(chat.messages.values())}" for chat in self._places(place))
        return f"{self.user.name}: {what} in\n{shown}"
