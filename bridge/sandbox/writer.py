"""Somebody who writes: texts, files, contacts, places."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path

from bridge.sandbox import acting
from bridge.sandbox.contents import file_content, live_photo_content, text_content
from bridge.sandbox.messages import Content, Kind, Message
from bridge.sandbox.onlooker import Onlooker, Place
from bridge.sandbox.watching import TopicLike, topic_id
from bridge.sandbox.wire import Json, trimmed


class Writer(Onlooker):
    """`to` is a bot (the private chat with it) or a group; `topic` is in it, None is outside of all topics."""

    async def writes(
        self,
        text: str,
        *,
        to: Place,
        topic: TopicLike = None,
        reply_to: Message | int | None = None,
        entities: list[Json] | None = None,
    ) -> Message:
        return self._send(text_content(text, entities), to, topic, reply_to)

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
        content = file_content(self.world, source, kind=kind, name=name, caption=caption)
        return self._send(content, to, topic, reply_to, album=album)

    async def sends_live_photo(
        self,
        picture: bytes,
        film: bytes,
        *,
        to: Place,
        caption: str = "",
        topic: TopicLike = None,
        album: str | None = None,
    ) -> Message:
        content = live_photo_content(self.world, picture, film, caption=caption)
        return self._send(content, to, topic, album=album)

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
        self, latitude: float, longitude: float, *, to: Place, topic: TopicLike = None, live_period: int | None = None
    ) -> Message:
        """With `live_period`, in seconds, the place moves on: `Person.moves`."""
        extra = {"location": trimmed(latitude=latitude, longitude=longitude, live_period=live_period)}
        return self._send(Content(Kind.LOCATION, extra=extra), to, topic)

    async def sends(self, content: Content, *, to: Place, topic: TopicLike = None) -> Message:
        """Anything that there is no verb for."""
        return self._send(content, to, topic)

    async def forwards(self, message: Message, *, to: Place, topic: TopicLike = None) -> Message:
        return self._send(message.content, to, topic, origin=acting.origin_of(message))

    async def sends_something_new(self, *, to: Place, topic: TopicLike = None, poison: bool = False) -> Message:
        """Content from a later Bot API. With `poison` aiogram cannot even parse the update."""
        origin = {"forward_origin": {"type": "hologram", "date": self.world.clock.stamp()}} if poison else None
        return self._send(Content(Kind.UNKNOWN, extra={"hologram": {"id": "1"}}), to, topic, origin=origin)

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
