"""What a person's message says: text, or a file with a caption."""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from typing import TYPE_CHECKING

from bridge.sandbox.markup.detection import detect
from bridge.sandbox.messages import CAPTIONED, Content, Kind
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World


def text_content(text: str, entities: list[Json] | None = None) -> Content:
    marked = entities or []
    found = sorted(marked + detect(text, marked), key=lambda entity: int(entity["offset"]))
    return Content(Kind.TEXT, text, found)


def file_content(
    world: World,
    data: bytes,
    *,
    kind: str | None,
    name: str | None,
    caption: str,
    entities: list[Json] | None = None,
) -> Content:
    kind = kind or kind_of(name or "")
    file = world.files.add(data, kind=kind, name=name)
    shown = text_content(caption, entities) if Kind(kind) in CAPTIONED else Content(Kind.TEXT)
    return Content(Kind(kind), shown.text, shown.entities, file)


def live_photo_content(world: World, picture: bytes, film: bytes, *, caption: str) -> Content:
    content = file_content(world, picture, kind="photo", name=None, caption=caption)
    return replace(content, kind=Kind.LIVE_PHOTO, film=world.files.add(film, kind="live_photo"))


def kind_of(name: str) -> str:
    """How the app sends a file of this name unless it is told otherwise."""
    mime = mimetypes.guess_type(name)[0] or ""
    if mime in ("image/png", "image/jpeg", "image/webp"):
        return "photo"
    if mime in ("audio/ogg", "audio/opus"):
        return "voice"
    family = mime.partition("/")[0]
    return family if family in ("video", "audio") else "document"
