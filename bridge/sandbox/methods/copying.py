"""Copies and forwards of messages that the bot can see."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage, ForwardMessages

from bridge.sandbox.acting import origin_of
from bridge.sandbox.calls import Call, Table, plain
from bridge.sandbox.chats import Chat
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.markup.formatted import ensure_caption, formatted
from bridge.sandbox.messages import CAPTIONED, Content, Kind, Message
from bridge.sandbox.methods.addresses import known_chat
from bridge.sandbox.methods.places import place_of
from bridge.sandbox.methods.texts import deliver_message
from bridge.sandbox.wire import Json

MOST = 100
NOT_COPYABLE = frozenset({Kind.SERVICE, Kind.UNKNOWN})


def copy_message(call: Call, ask: CopyMessage) -> Json:
    source = known_chat(call, ask.from_chat_id).messages.get(ask.message_id)
    if source is None:
        raise Refused(Reason.COPY_NOT_FOUND)
    if source.kind in NOT_COPYABLE:
        raise Refused(Reason.COPY_FORBIDDEN)
    _ensure_free(source)
    content = source.content
    if ask.caption is not None and source.kind in CAPTIONED:
        text, entities = formatted(ask.caption, plain(ask.parse_mode), ask.caption_entities)
        ensure_caption(text)
        content = replace(content, text=text, entities=entities)
    return _id_of(deliver_message(call, ask, place_of(call, ask), content))


def copy_messages(call: Call, ask: CopyMessages) -> list[Json]:
    """Missing messages are left out in silence; albums stay albums."""
    place = place_of(call, ask)
    sources = _sources(call, ask)
    contents = [_without_caption(source) if ask.remove_caption else source.content for source in sources]
    albums = _Albums()
    return [
        _id_of(deliver_message(call, ask, place, content, album=albums.new(source)))
        for source, content in zip(sources, contents, strict=True)
    ]


def forward_message(call: Call, ask: ForwardMessage) -> Json:
    source = known_chat(call, ask.from_chat_id).messages.get(ask.message_id)
    if source is None:
        raise Refused(Reason.FORWARD_NOT_FOUND)
    if source.kind in NOT_COPYABLE:
        raise Refused(Reason.FORWARD_FORBIDDEN)
    _ensure_free(source)
    message = deliver_message(call, ask, place_of(call, ask), source.content, origin=origin_of(source))
    return message.wire(call.bot)


def forward_messages(call: Call, ask: ForwardMessages) -> list[Json]:
    place = place_of(call, ask)
    albums = _Albums()
    return [
        _id_of(deliver_message(call, ask, place, source.content, album=albums.new(source), origin=origin_of(source)))
        for source in _sources(call, ask)
    ]


class _Albums:
    """New album ids for the old ones of one call."""

    def __init__(self) -> None:
        self._new: dict[str, str] = {}

    def new(self, source: Message) -> str | None:
        if source.album is None:
            return None
        return self._new.setdefault(source.album, str(random.randrange(10**16, 10**17)))


def _sources(call: Call, ask: Any) -> list[Message]:
    ids: list[int] = ask.message_ids
    if not ids:
        raise Refused(Reason.NO_IDS)
    if len(ids) > MOST:
        raise Refused(Reason.TOO_MANY_IDS)
    if any(left >= right for left, right in pairwise(ids)):
        raise Refused(Reason.IDS_ORDER)
    chat: Chat = known_chat(call, ask.from_chat_id)
    found = [message for message_id in ids if (message := chat.messages.get(message_id))]
    sources = [message for message in found if message.kind not in NOT_COPYABLE and not message.protected]
    if not sources:
        raise Refused(Reason.FORWARD_NOTHING)
    return sources


def _ensure_free(source: Message) -> None:
    if source.protected:
        raise Refused(Reason.FORWARD_PROTECTED)


def _without_caption(source: Message) -> Content:
    return replace(source.content, text="", entities=[]) if source.kind in CAPTIONED else source.content


def _id_of(message: Message) -> Json:
    return {"message_id": message.id}


METHODS: Table = {
    CopyMessage: copy_message,
    CopyMessages: copy_messages,
    ForwardMessage: forward_message,
    ForwardMessages: forward_messages,
}
