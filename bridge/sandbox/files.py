"""Files: their bytes, their identity for everybody, and their id for each bot."""

from __future__ import annotations

import base64
import itertools
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bridge.sandbox.pictures import size_of
from bridge.sandbox.wire import Json, trimmed

if TYPE_CHECKING:
    from bridge.sandbox.accounts import Bot

DOWNLOAD_LIMIT = 20 << 20
UPLOAD_LIMIT = 50 << 20
LOCAL_LIMIT = 2000 << 20
PHOTO_LIMIT = 10 << 20
FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "animation": "animations",
    "live_photo": "live_photos",
    "audio": "music",
    "voice": "voice",
    "video_note": "video_notes",
    "sticker": "stickers",
}
USUAL_MIME = {"photo": "image/jpeg", "video": "video/mp4", "animation": "video/mp4", "audio": "audio/mpeg"}
USUAL_MIME |= {"voice": "audio/ogg", "video_note": "video/mp4", "sticker": "image/webp", "live_photo": "video/mp4"}


@dataclass
class File:
    """One uploaded file. `unique_id` is the same for all bots, `id_for(bot)` is not."""

    unique_id: str
    number: int
    kind: str
    data: bytes
    name: str
    mime: str
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    performer: str | None = None
    title: str | None = None

    @property
    def path(self) -> str:
        """Where a bot downloads it from, as `getFile` tells."""
        extension = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{FOLDERS.get(self.kind, 'documents')}/file_{self.number}.{extension}"

    def id_for(self, bot: Bot) -> str:
        packed = f"{bot.id}.{self.unique_id}".encode()
        return "BAAD" + base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def brief(self, bot: Bot) -> Json:
        """What every media object of the Bot API starts with."""
        return {"file_id": self.id_for(bot), "file_unique_id": self.unique_id, "file_size": len(self.data)}

    def wire(self, bot: Bot) -> Json:
        """The value of the message's field of this kind, but for photos (a list of sizes)."""
        size = trimmed(width=self.width or 512, height=self.height or 512)
        named = trimmed(file_name=self.name, mime_type=self.mime)
        lasts = {"duration": self.duration or 0}
        match self.kind:
            case "video" | "animation":
                return self.brief(bot) | size | lasts | named
            case "audio":
                return self.brief(bot) | lasts | named | trimmed(performer=self.performer, title=self.title)
            case "voice":
                return self.brief(bot) | lasts | {"mime_type": self.mime}
            case "video_note":
                return self.brief(bot) | lasts | {"length": self.width or 240}
            case "live_photo":
                return self.brief(bot) | size | lasts | {"mime_type": self.mime}
            case "sticker":
                return self.brief(bot) | size | {"type": "regular", "is_animated": False, "is_video": False}
            case _:
                return self.brief(bot) | named

    def photo_sizes(self, bot: Bot) -> list[Json]:
        return [self.brief(bot) | {"width": self.width or 512, "height": self.height or 512}]


class Files:
    """Every file of the world, in memory."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._by_unique: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def add(self, data: bytes, *, kind: str, name: str | None = None, mime: str | None = None) -> File:
        number = next(self._numbers)
        mime = mime or mimetypes.guess_type(name or "")[0] or USUAL_MIME.get(kind, "application/octet-stream")
        name = name or f"file_{number}{mimetypes.guess_extension(mime) or ''}"
        width, height = size_of(data) or (None, None)
        file = File(f"AQAD{number:08x}", number, kind, data, name, mime, width, height)
        self._by_unique[file.unique_id] = self._by_path[file.path] = file
        return file

    def of_bot(self, bot: Bot, file_id: str) -> File | None:
        """The file behind the id; None also when the id belongs to another bot."""
        packed = file_id.removeprefix("BAAD")
        try:
            text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
        except ValueError:
            return None
        owner, _, unique_id = text.partition(".")
        return self._by_unique.get(unique_id) if owner == str(bot.id) else None

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def get(self, unique_id: str) -> File | None:
        return self._by_unique.get(unique_id)
