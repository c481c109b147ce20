"""Photos, videos, documents and the other files, alone and in albums."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendLivePhoto,
    SendMediaGroup,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
)

from bridge.sandbox.calls import Call, Table, plain
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.files import File
from bridge.sandbox.markup.formatted import ensure_caption, formatted
from bridge.sandbox.messages import CAPTIONED, Content, Kind
from bridge.sandbox.methods.files import file_of
from bridge.sandbox.methods.places import place_of
from bridge.sandbox.methods.texts import deliver
from bridge.sandbox.wire import Json

# The member's right, and the word in the refusal.
RIGHTS = {
    Kind.PHOTO: ("can_send_photos", "photos"),
    Kind.VIDEO: ("can_send_videos", "videos"),
    Kind.ANIMATION: ("can_send_other_messages", "animations"),
    Kind.DOCUMENT: ("can_send_documents", "documents"),
    Kind.AUDIO: ("can_send_audios", "audios"),
    Kind.VOICE: ("can_send_voice_notes", "voice notes"),
    Kind.VIDEO_NOTE: ("can_send_video_notes", "video notes"),
    Kind.STICKER: ("can_send_other_messages", "stickers"),
}
ALONE_WITH_OWN_KIND = (Kind.DOCUMENT, Kind.AUDIO)
ALBUM_LIMIT = 10


def _sender(kind: Kind) -> Callable[[Call, Any], Awaitable[Json]]:
    """The method that sends files of this kind."""

    async def send(call: Call, ask: Any) -> Json:
        content = await _content(call, ask, getattr(ask, kind.value), kind)
        place = place_of(call, ask, *RIGHTS[kind])
        ensure_caption(content.text)
        return deliver(call, ask, place, content)

    return send


async def send_live_photo(call: Call, ask: SendLivePhoto) -> Json:
    content = await _live_photo(call, ask, film=ask.live_photo)
    place = place_of(call, ask, *RIGHTS[Kind.PHOTO])
    ensure_caption(content.text)
    return deliver(call, ask, place, content)


async def media_content(call: Call, media: Any) -> Content:
    """What an InputMedia… says.

    Raises:
        Refused: it is of a kind the stand-in does not have, or its file or caption is wrong.
    """
    try:
        kind = Kind(media.type)
    except ValueError:
        raise Refused(Reason.SANDBOX_LACKS, what=f"media of the type {media.type}") from None
    if kind not in CAPTIONED:
        raise Refused(Reason.SANDBOX_LACKS, what=f"media of the type {kind}")
    if kind is Kind.LIVE_PHOTO:
        content = await _live_photo(call, media, film=media.media)
    else:
        content = await _content(call, media, media.media, kind)
    ensure_caption(content.text)
    return content


async def send_media_group(call: Call, ask: SendMediaGroup) -> list[Json]:
    place = place_of(call, ask)
    if not ask.media:
        raise Refused(Reason.ALBUM_EMPTY)
    if len(ask.media) > ALBUM_LIMIT:
        raise Refused(Reason.ALBUM_TOO_LONG)
    contents = [await _album_item(call, number, media) for number, media in enumerate(ask.media, 1)]
    kinds = {content.kind for content in contents}
    for kind in ALONE_WITH_OWN_KIND:
        if kind in kinds and len(kinds) > 1:
            raise Refused(Reason.ALBUM_MIXED, kind=kind.value)
    album = str(random.randrange(10**16, 10**17)) if len(contents) > 1 else None
    return [deliver(call, ask, place, content, album=album) for content in contents]


async def _album_item(call: Call, number: int, media: Any) -> Content:
    try:
        return await media_content(call, media)
    except Refused as error:
        problem = error.description.removeprefix("Bad Request: ")
        raise Refused(Reason.ALBUM_ITEM, number=number, problem=problem) from None


async def _content(call: Call, ask: Any, source: Any, kind: Kind) -> Content:
    text, entities = "", list[Json]()
    if kind in CAPTIONED and ask.caption:
        text, entities = formatted(ask.caption, plain(ask.parse_mode), ask.caption_entities)
    file = await file_of(call, source, kind.value)
    _describe(file, ask)
    shown = Kind(file.kind)  # a file sent again by its id stays what it was
    return Content(shown, text, entities, file, _flags(ask))


async def _live_photo(call: Call, ask: Any, *, film: Any) -> Content:
    """Neither of its two files may be a URL."""
    if any(isinstance(part, str) and part.startswith(("http://", "https://")) for part in (film, ask.photo)):
        raise Refused(Reason.FILE_WRONG)
    moving = await file_of(call, film, Kind.LIVE_PHOTO.value)
    still = await _content(call, ask, ask.photo, Kind.PHOTO)
    return replace(still, kind=Kind.LIVE_PHOTO, film=moving)


def _describe(file: File, ask: Any) -> None:
    """What the bot says of the file, unless the file itself has told."""
    for name in ("width", "height", "duration", "performer", "title"):
        value = getattr(ask, name, None)
        if isinstance(value, int | str) and getattr(file, name) is None:
            setattr(file, name, value)


def _flags(ask: Any) -> Json:
    flags: Json = {}
    if getattr(ask, "has_spoiler", None):
        flags["has_media_spoiler"] = True
    if plain(getattr(ask, "show_caption_above_media", None)):
        flags["show_caption_above_media"] = True
    return flags


METHODS: Table = {
    SendPhoto: _sender(Kind.PHOTO),
    SendLivePhoto: send_live_photo,
    SendVideo: _sender(Kind.VIDEO),
    SendAnimation: _sender(Kind.ANIMATION),
    SendDocument: _sender(Kind.DOCUMENT),
    SendAudio: _sender(Kind.AUDIO),
    SendVoice: _sender(Kind.VOICE),
    SendVideoNote: _sender(Kind.VIDEO_NOTE),
    SendSticker: _sender(Kind.STICKER),
    SendMediaGroup: send_media_group,
}
