"""Builds the Telegram method that shows one of our messages to operators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendContact,
    SendDocument,
    SendLivePhoto,
    SendLocation,
    SendMessage,
    SendPhoto,
    SendRichMessage,
    SendSticker,
    SendVenue,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    FSInputFile,
    InputFile,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaLivePhoto,
    InputMediaPhoto,
    InputMediaVideo,
    InputRichMessage,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
)

from bridge import described_kinds
from bridge.channel import OutgoingFile
from bridge.desk.bot_api.destinations import Destination
from bridge.desk.messages.message_summaries import kind_name
from bridge.errors import FileGone, lazy
from bridge.text.entities import Entities
from bridge.text.texts import _, fill
from storage.messages.messages import Message as Row
from storage.messages.messages import MessageKind

# For each kind with a file: its method, and the name of the file's parameter.
FILE_METHODS: dict[MessageKind, tuple[type[TelegramMethod[Message]], str]] = {
    MessageKind.PHOTO: (SendPhoto, "photo"),
    MessageKind.LIVE_PHOTO: (SendLivePhoto, "photo"),
    MessageKind.VIDEO: (SendVideo, "video"),
    MessageKind.ANIMATION: (SendAnimation, "animation"),
    MessageKind.DOCUMENT: (SendDocument, "document"),
    MessageKind.AUDIO: (SendAudio, "audio"),
    MessageKind.VOICE: (SendVoice, "voice"),
    MessageKind.VIDEO_NOTE: (SendVideoNote, "video_note"),
    MessageKind.STICKER: (SendSticker, "sticker"),
}
AlbumMedia = InputMediaPhoto | InputMediaLivePhoto | InputMediaVideo | InputMediaDocument | InputMediaAudio
AnyMedia = AlbumMedia | InputMediaAnimation
# The kinds that can be parts of an album, or replace the media of a sent message.
ALBUM_MEDIA: dict[MessageKind, type[AlbumMedia]] = {
    MessageKind.PHOTO: InputMediaPhoto,
    MessageKind.LIVE_PHOTO: InputMediaLivePhoto,
    MessageKind.VIDEO: InputMediaVideo,
    MessageKind.DOCUMENT: InputMediaDocument,
    MessageKind.AUDIO: InputMediaAudio,
}
# Kinds that are shown as text, because a copy in the operators' chat could not work as the original does.
KINDS_SHOWN_AS_TEXT = {MessageKind.POLL, MessageKind.VOTE, MessageKind.DICE, MessageKind.UNSUPPORTED}
CAPTIONLESS_KINDS = {
    MessageKind.STICKER,
    MessageKind.VIDEO_NOTE,
    MessageKind.LOCATION,
    MessageKind.VENUE,
    MessageKind.CONTACT,
}
# Seconds: Telegram's value for a live location without an end, and the shortest period that it accepts.
ENDLESS_LIVE_SECONDS, MIN_LIVE_SECONDS = 0x7FFFFFFF, 60
KINDS_WITH_SIZE = {MessageKind.VIDEO, MessageKind.ANIMATION}
KINDS_WITH_DURATION = {
    MessageKind.VIDEO,
    MessageKind.ANIMATION,
    MessageKind.AUDIO,
    MessageKind.VOICE,
    MessageKind.VIDEO_NOTE,
}


@dataclass(frozen=True)
class Frame:
    """The place and the manner of a copy: its destination, the message that it replies to, and whether it is silent."""

    destination: Destination
    reply_to: int | None = None
    silent: bool = False

    def parameters(self) -> dict[str, Any]:
        reply = None
        if self.reply_to is not None:
            reply = ReplyParameters(message_id=self.reply_to, allow_sending_without_reply=True)
        return {
            "chat_id": self.destination.chat_id,
            "message_thread_id": self.destination.thread_id,
            "disable_notification": self.silent or None,
            "reply_parameters": reply,
        }


def text(frame: Frame, words: str, entities: Entities) -> SendMessage:
    return SendMessage(
        **frame.parameters(),
        text=words,
        entities=formatting(entities),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def file(frame: Frame, row: Row, carried: OutgoingFile, caption: str, entities: Entities) -> TelegramMethod[Message]:
    """Build the message with a file, which goes by the operator bot's own file id or from the disk."""
    method, name = FILE_METHODS[row.kind]
    what = upload(carried)
    parameters: dict[str, Any] = {name: what, **frame.parameters()}
    if carried.film is not None:
        parameters["live_photo"] = upload(carried.film)
    if row.kind not in CAPTIONLESS_KINDS:
        parameters |= {"caption": caption or None, "caption_entities": formatting(entities)}
    if row.kind in KINDS_WITH_SIZE and isinstance(what, InputFile):
        parameters |= {"width": carried.width, "height": carried.height}
    if row.kind in KINDS_WITH_DURATION and isinstance(what, InputFile):
        parameters["duration"] = carried.duration
    return method(**parameters)


def upload(carried: OutgoingFile) -> str | FSInputFile:
    """Return the file as a method's parameter: its id, or an upload from the disk.

    Raises:
        FileGone: the file has no id and is not on the disk.
    """
    if carried.file_id is not None:
        return carried.file_id
    if carried.path is None:
        raise FileGone
    return FSInputFile(carried.path, filename=carried.name or carried.path.name)


def media(kind: MessageKind, carried: OutgoingFile, caption: str | None, entities: Entities) -> AnyMedia:
    """Build the new media of an edited message."""
    if kind is MessageKind.ANIMATION:
        return InputMediaAnimation(**_medium(carried, caption, entities))
    return album_media(kind, carried, caption, entities)


def album_media(kind: MessageKind, carried: OutgoingFile, caption: str | None, entities: Entities) -> AlbumMedia:
    """Build one part of an album."""
    medium = _medium(carried, caption, entities)
    if carried.film is None:
        return ALBUM_MEDIA[kind](**medium)
    # The library's model accepts only ids here, while Telegram also accepts uploads.
    moving: dict[str, Any] = {**medium, "photo": medium["media"], "media": upload(carried.film)}
    return InputMediaLivePhoto.model_construct(**moving)


def _medium(carried: OutgoingFile, caption: str | None, entities: Entities) -> dict[str, Any]:
    return {"media": upload(carried), "caption": caption, "caption_entities": formatting(entities)}


def place(frame: Frame, row: Row, now: datetime) -> SendLocation:
    facts: dict[str, Any] = {name: row.data.get(name) for name in ("heading", "horizontal_accuracy")}
    facts |= {name: row.data.get(name, 0) for name in ("latitude", "longitude")}
    return SendLocation(**frame.parameters(), **facts, live_period=_moves_for(row, now))


def _moves_for(row: Row, now: datetime) -> int | None:
    """For how many more seconds a live location moves; None when it does not move, or stops within a minute."""
    period: int | None = row.data.get("live_period")
    if period is None or period == ENDLESS_LIVE_SECONDS:
        return period
    left = min(period, period - int((now - row.created_at).total_seconds()))
    return left if left >= MIN_LIVE_SECONDS else None


def venue(frame: Frame, row: Row) -> SendVenue:
    facts = {name: row.data.get(name, "") for name in ("latitude", "longitude", "title", "address")}
    return SendVenue(**frame.parameters(), **facts)


def contact(frame: Frame, row: Row) -> SendContact:
    name = str(row.data.get("name") or row.data.get("phone") or "?")
    return SendContact(**frame.parameters(), phone_number=str(row.data.get("phone", "")), first_name=name)


def rich(frame: Frame, row: Row, head: str) -> SendRichMessage:
    """Build the rich message with its header as a paragraph of its own.

    Our models do not check the content: it was read when it arrived, and Telegram checks it again.
    """
    header = [{"type": "paragraph", "text": {"type": "bold", "text": head.rstrip("\n")}}] if head else []
    content: dict[str, Any] = {**row.data["rich"], "blocks": [*header, *row.data["rich"]["blocks"]]}
    return SendRichMessage(**frame.parameters(), rich_message=InputRichMessage.model_construct(**content))


def in_words(row: Row) -> str:
    """Describe the message in words: its kind, its text, and the facts that Telegram reports."""
    kind = kind_name(row.kind, row.data)
    if row.kind is MessageKind.UNSUPPORTED and row.data.get("kind") not in described_kinds.KNOWN:
        words = fill(lazy("The customer has sent something that cannot be shown here yet: {kind}"), {"kind": kind})
        return f"⚠️ {words}\n{row.text}".rstrip()
    # The parameters include the customer's own words, so they are not looked up in a catalogue.
    facts = ["· " + _(text).format(**params) for text, params in row.data.get("facts", ())]
    return "\n".join(filter(None, [f"[{kind}]", row.text, *facts]))


def formatting(entities: Entities) -> list[MessageEntity] | None:
    return [MessageEntity.model_validate(entity) for entity in entities] or None
