"""A person: verbs for tests, for scripts and for the page."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.sandbox import acting
from bridge.sandbox.accounts import Bot, User
from bridge.sandbox.chats import Chat, PrivateChat
from bridge.sandbox.forums import delete_topic, open_topic
from bridge.sandbox.messages import Content, Kind, Message
from bridge.sandbox.postings import remove
from bridge.sandbox.topics import Topic, clean_name
from bridge.sandbox.watching import NotSeen, TopicLike, Wanted, described, topic_id, until
from bridge.sandbox.wire import Json, trimmed

if TYPE_CHECKING:
    from bridge.sandbox.world import World

PATIENCE = 5.0
Place = Bot | Chat


class Person:
    """`to` and `in_` are a bot (the private chat with it) or a group. A `topic` is the topic, its id or its name."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    def __repr__(self) -> str:
        return f"<{self.user.name}>"

    def chat(self, place: Place) -> Chat:
        return self.world.chat_of(self, place)

    def chats(self) -> list[Chat]:
        """The chats the person sees."""
        return [chat for chat in self.world.chats.values() if self.user in chat.people()]

    def topics(self, place: Place) -> list[Topic]:
        return list(self.chat(place).topics.values())

    def messages(self, place: Place, topic: TopicLike = None) -> list[Message]:
        """What stands in the chat, or in one of its topics, oldest first."""
        return list(Wanted(topic=topic).all_in(self.chat(place)))[::-1]

    # Writing

    async def starts(self, bot: Bot, payload: str = "") -> Message:
        """Press Start, or follow a link with a payload."""
        return acting.start(self.world, self.user, self.chat(bot), payload)

    async def writes(
        self,
        text: str,
        *,
        to: Place,
        topic: TopicLike = None,
        reply_to: Message | int | None = None,
        entities: list[Json] | None = None,
    ) -> Message:
        return self._send(acting.text_content(text, entities), to, topic, reply_to)

    async def sends_file(
        self,
        source: Path | str | bytes,
        *,
        to: Place,
        kind: str | None = None,
        name: str | None = None,
        caption: str = "",
        topic: TopicLike = None,
        reply_to: Message | int | None = None,
        album: str | None = None,
    ) -> Message:
        """A file by its path or its bytes; its `kind` follows from its name unless it is given."""
        if not isinstance(source, bytes):
            name, source = name or Path(source).name, await asyncio.to_thread(Path(source).read_bytes)
        content = acting.file_content(self.world, source, kind=kind, name=name, caption=caption)
        return self._send(content, to, topic, reply_to, album=album)

    async def sends_album(
        self, files: Iterable[tuple[bytes, str]], *, to: Place, caption: str = "", topic: TopicLike = None
    ) -> list[Message]:
        """Several files (bytes and name) as one album; the caption stands under the first."""
        album, sent = str(random.randrange(10**16, 10**17)), list[Message]()
        for data, name in files:
            text = "" if sent else caption
            sent.append(await self.sends_file(data, to=to, name=name, caption=text, topic=topic, album=album))
        return sent

    async def shares_contact(
        self, *, to: Place, name: str, phone: str, user_id: int | None = None, topic: TopicLike = None
    ) -> Message:
        """Somebody's contact, from the address book."""
        first, _, last = name.partition(" ")
        contact = trimmed(phone_number=phone, first_name=first, last_name=last or None, user_id=user_id)
        return self._send(Content(Kind.CONTACT, extra={"contact": contact}), to, topic)

    async def shares_own_contact(self, *, to: Place, topic: TopicLike = None) -> Message:
        """The own phone number, as the contact button sends it."""
        user = self.user
        return await self.shares_contact(to=to, name=user.name, phone=user.phone or "", user_id=user.id, topic=topic)

    async def shares_location(
        self, latitude: float, longitude: float, *, to: Place, topic: TopicLike = None
    ) -> Message:
        extra = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._send(Content(Kind.LOCATION, extra=extra), to, topic)

    async def forwards(self, message: Message, *, to: Place, topic: TopicLike = None) -> Message:
        return self._send(message.content, to, topic, origin=acting.origin_of(message))

    async def sends_something_new(self, *, to: Place, topic: TopicLike = None, poison: bool = False) -> Message:
        """Content from a later Bot API. With `poison` aiogram cannot even parse the update."""
        origin = {"forward_origin": {"type": "hologram", "date": self.world.clock.stamp()}} if poison else None
        return self._send(Content(Kind.UNKNOWN, extra={"hologram": {"id": "1"}}), to, topic, origin=origin)

    # Doing

    async def presses(
        self,
        caption: str,
        *,
        in_: Place | None = None,
        on: Message | None = None,
        topic: TopicLike = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - said as people say it
    ) -> str:
        """Press the newest visible button whose caption holds `caption`; return the toast ("" when it has no text).

        A key of the reply keyboard is pressed when no message has such a button; it writes its caption.

        Raises:
            NotSeen: there is no such button, or the bot did not answer the press.
        """
        wanted = Wanted(button=caption, topic=topic)
        if on:
            return await self._presses_inline(on, caption, timeout)
        found = await until(
            self.world.feed,
            lambda: self._pressable(wanted, in_),
            seconds=timeout,
            missing=lambda: self._missing(f"no button {caption!r}", in_),
        )
        if isinstance(found, PrivateChat):
            await self._presses_key(found, caption)
            return ""
        assert isinstance(found, Message)
        return await self._presses_inline(found, caption, timeout)

    async def edits(self, message: Message, text: str) -> Message:
        return acting.edit(self.world, self.user, message.chat, message.id, text)

    async def deletes(self, *messages: Message) -> None:
        """On both sides; no bot hears of it."""
        for message in messages:
            remove(self.world, message.chat, [message.id])

    async def reacts(self, message: Message, emoji: str | None) -> None:
        acting.react(self.world, self.user, message.chat, message.id, emoji)

    async def blocks(self, bot: Bot) -> None:
        acting.block(self.world, self.user, self.chat(bot), blocked=True)

    async def unblocks(self, bot: Bot) -> None:
        acting.block(self.world, self.user, self.chat(bot), blocked=False)

    async def creates_topic(self, name: str, *, in_: Place) -> Topic:
        return open_topic(self.world, self.chat(in_), self.user, clean_name(name))

    async def deletes_topic(self, topic: TopicLike, *, in_: Place) -> None:
        """Behind the bot's back: it learns of it when a send fails."""
        chat = self.chat(in_)
        delete_topic(self.world, chat, chat.topics[topic_id(chat, topic) or 0])

    async def leaves_telegram(self) -> None:
        """The account is deleted: the bot's calls answer `user is deactivated`."""
        self.user.deactivated = True

    # Watching

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
        wanted = Wanted(text, button, topic, kind, after, None if own else self.user)
        return await until(
            self.world.feed,
            lambda: wanted.newest(self._places(in_)),
            seconds=timeout,
            missing=lambda: self._missing(f"no {wanted}", in_),
        )

    async def never_sees(
        self, text: str = "", *, in_: Place | None = None, topic: TopicLike = None, within: float = 0.5
    ) -> None:
        """Fail when such a message is there or comes `within` so many seconds."""
        try:
            message = await self.sees(text, in_=in_, topic=topic, timeout=within)
        except NotSeen:
            return
        raise AssertionError(f"{self.user.name} sees #{message.id}: {message.text!r}")

    async def sees_topic(self, name: str, *, in_: Place, timeout: float = PATIENCE) -> Topic:  # noqa: ASYNC109
        """Wait for a topic whose name holds `name`; the newest wins."""
        chat = self.chat(in_)
        return await until(
            self.world.feed,
            lambda: next((topic for topic in reversed(chat.topics.values()) if name in topic.name), None),
            seconds=timeout,
            missing=lambda: f"no topic {name!r} among {[topic.name for topic in chat.topics.values()]}",
        )

    def _send(
        self,
        content: Content,
        to: Place,
        topic: TopicLike,
        reply_to: Message | int | None = None,
        *,
        album: str | None = None,
        origin: Json | None = None,
    ) -> Message:
        chat = self.chat(to)
        target = reply_to.id if isinstance(reply_to, Message) else reply_to
        thread = topic_id(chat, topic)
        return acting.write(
            self.world, self.user, chat, content, topic_id=thread, reply_to=target, album=album, origin=origin
        )

    def _places(self, place: Place | None) -> list[Chat]:
        return [self.chat(place)] if place else self.chats()

    def _pressable(self, wanted: Wanted, place: Place | None) -> Message | PrivateChat | None:
        if message := wanted.newest(self._places(place)):
            return message
        for chat in self._places(place):
            if isinstance(chat, PrivateChat) and _key(chat, wanted.button):
                return chat
        return None

    async def _presses_key(self, chat: PrivateChat, caption: str) -> None:
        key = _key(chat, caption) or {"text": caption}
        if key.get("request_contact"):
            await self.shares_own_contact(to=chat)
        else:
            await self.writes(key["text"], to=chat)

    async def _presses_inline(self, message: Message, caption: str, patience: float) -> str:
        for row, buttons in enumerate(message.rows()):
            for column, button in enumerate(buttons):
                if caption in button["text"]:
                    return await self._awaits_toast(message, row, column, patience)
        raise NotSeen(f"no button {caption!r} on #{message.id}: {message.captions()}")

    async def _awaits_toast(self, message: Message, row: int, column: int, patience: float) -> str:
        press = acting.press(self.world, self.user, message.chat, message.id, row, column)
        if press is None:
            return ""
        try:
            return (await asyncio.wait_for(asyncio.shield(press.toast), patience)).text
        except TimeoutError:
            raise NotSeen(f"the bot did not answer the press on #{message.id}") from None

    def _missing(self, what: str, place: Place | None) -> str:
        shown = "\n".join(f"{chat.key}:\n{described(chat.messages.values())}" for chat in self._places(place))
        return f"{self.user.name}: {what} in\n{shown}"


def _key(chat: PrivateChat, caption: str) -> Json | None:
    keyboard = (chat.reply_keyboard or {}).get("keyboard", [])
    return next((key for row in keyboard for key in row if caption in key["text"]), None)
