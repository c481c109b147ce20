"""A person: verbs for tests, for scripts and for the page."""

from __future__ import annotations

import asyncio

from bridge.sandbox import acting
from bridge.sandbox.accounts import Bot
from bridge.sandbox.chats import PrivateChat
from bridge.sandbox.contents import file_content
from bridge.sandbox.forums import delete_topic, open_topic
from bridge.sandbox.messages import Message
from bridge.sandbox.onlooker import PATIENCE, Place
from bridge.sandbox.postings import remove
from bridge.sandbox.seeker import Seeker
from bridge.sandbox.topics import Topic, clean_name
from bridge.sandbox.voting import vote
from bridge.sandbox.watching import NotSeen, TopicLike, Wanted, topic_id
from bridge.sandbox.wire import Json


class Person(Seeker):
    """Writes, seeks and watches; also starts and blocks bots, presses, edits, reacts."""

    async def starts(self, bot: Bot, payload: str = "") -> Message:
        """Press Start, or follow a link with a payload."""
        return acting.start(self.world, self.user, self.chat(bot), payload)

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
        wanted = Wanted(button=caption, topic=topic, viewer=self.user)
        if on:
            return await self._presses_inline(on, caption, timeout)
        found = await self._until(
            lambda: self._pressable(wanted, in_), timeout, lambda: self._missing(f"no button {caption!r}", in_)
        )
        if isinstance(found, PrivateChat):
            await self._presses_key(found, caption, topic)
            return ""
        assert isinstance(found, Message)
        return await self._presses_inline(found, caption, timeout)

    async def edits(self, message: Message, text: str) -> Message:
        return acting.edit(self.world, self.user, message.chat, message.id, text)

    async def replaces_file(
        self, message: Message, data: bytes, *, name: str, kind: str | None = None, caption: str = ""
    ) -> Message:
        """Edit the message so that it carries another file; a text becomes the caption of one."""
        content = file_content(self.world, data, kind=kind, name=name, caption=caption)
        return acting.replace_file(self.world, self.user, message.chat, message.id, content)

    async def deletes(self, *messages: Message) -> None:
        """On both sides; no bot hears of it."""
        for message in messages:
            remove(self.world, message.chat, [message.id])

    async def reacts(self, message: Message, emoji: str | None) -> None:
        acting.react(self.world, self.user, message.chat, message.id, emoji)

    async def moves(self, message: Message, latitude: float, longitude: float, *, stops: bool = False) -> Message:
        """A live location goes on; with `stops` it stays there."""
        return acting.move(self.world, self.user, message, latitude, longitude, stops=stops)

    async def votes(self, message: Message, *numbers: int) -> None:
        """In a poll, for the options of these numbers; for none to take the vote back."""
        vote(self.world, self.user, message, list(numbers))

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

    def _pressable(self, wanted: Wanted, place: Place | None) -> Message | PrivateChat | None:
        if message := wanted.newest(self._places(place)):
            return message
        for chat in self._places(place):
            if isinstance(chat, PrivateChat) and _key(chat, wanted.button):
                return chat
        return None

    async def _presses_key(self, chat: PrivateChat, caption: str, topic: TopicLike) -> None:
        key = _key(chat, caption) or {"text": caption}
        if key.get("request_contact"):
            await self.shares_own_contact(to=chat, topic=topic)
        else:
            await self.writes(key["text"], to=chat, topic=topic)

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


def _key(chat: PrivateChat, caption: str) -> Json | None:
    keyboard = (chat.reply_keyboard or {}).get("keyboard", [])
    return next((key for row in keyboard for key in row if caption in key["text"]), None)
