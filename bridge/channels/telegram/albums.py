"""Sends an album by one call, whose answer has all of its messages."""

from contextlib import ExitStack
from typing import Any

from telegram import InputFile as Upload
from telegram import (
    InputMedia,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaLivePhoto,
    InputMediaPhoto,
    InputMediaVideo,
    MessageEntity,
)

from bridge.channel import Accepted, Outgoing
from bridge.channels.telegram.calls import MESSAGE, raw
from bridge.channels.telegram.failures import translated
from bridge.channels.telegram.outgoing import as_it_can_go, wanted
from bridge.channels.telegram.sending import MessageSender, file_id_of, film_id_of, honest
from bridge.channels.telegram.uploads import media_of, patience_for
from bridge.errors import FileGone, OutcomeUnknown, Undeliverable, lazy
from bridge.text.entities import MAX_CAPTION_UNITS, units
from storage.messages.messages import MessageKind

MEDIA_TYPES: dict[MessageKind, type[InputMedia]] = {
    MessageKind.PHOTO: InputMediaPhoto,
    MessageKind.LIVE_PHOTO: InputMediaLivePhoto,
    MessageKind.VIDEO: InputMediaVideo,
    MessageKind.DOCUMENT: InputMediaDocument,
    MessageKind.AUDIO: InputMediaAudio,
}


class NoAlbum(Undeliverable):
    """Telegram has no such album; each of its messages can be sent by itself."""

    text = lazy("These messages cannot be sent as an album")


async def send(sender: MessageSender, album: list[Outgoing]) -> list[Accepted]:
    """Send an album as a whole. An earlier attempt of the delivery may have sent fewer messages.

    Raises:
        NoAlbum: Telegram has no such album; nothing was sent.
    """
    chat_id, what = int(album[0].recipient_id), MESSAGE
    earlier = await sender.settler.sent_earlier(chat_id, what, count=len(album))
    if earlier is not None:
        return [Accepted(str(message_id)) for message_id in earlier]
    with sender.settler.sending(chat_id, what) as sending:
        accepted = await _post(sender, album)
        sending.has_arrived(*(int(one.external_id) for one in accepted))
    return accepted


async def _post(sender: MessageSender, album: list[Outgoing]) -> list[Accepted]:
    fields: dict[str, Any] = {"chat_id": album[0].recipient_id}
    if album[0].reply_to is not None:
        fields["reply_parameters"] = {"message_id": int(album[0].reply_to), "allow_sending_without_reply": True}
    with ExitStack() as files:
        fields["media"] = []
        for number, message in enumerate(album):
            media, uploads = _item(sender, as_it_can_go(message), files, mark=f"{number}_")
            fields["media"].append(media)
            fields |= uploads
        patience = patience_for(*(message.file for message in album))
        with translated():
            answer = await raw(sender.bot, "send_media_group", fields, answer_within=patience)
    return _accepted(answer, album)


def _item(
    sender: MessageSender, message: Outgoing, files: ExitStack, *, mark: str
) -> tuple[InputMedia, dict[str, str | Upload]]:
    if message.kind not in MEDIA_TYPES or units(message.text) > MAX_CAPTION_UNITS:
        raise NoAlbum
    if message.file is None:
        raise FileGone
    named, uploads = files.enter_context(media_of(message.file, limit=sender.upload_limit, mark=mark))
    entities = [MessageEntity.de_json(entity, None) for entity in wanted(message.entities)]
    fields: dict[str, Any] = {**named, "caption": message.text or None, "caption_entities": entities or None}
    return MEDIA_TYPES[message.kind](**fields), uploads


def _accepted(answer: Any, album: list[Outgoing]) -> list[Accepted]:
    match answer:
        case [*messages] if len(messages) == len(album) and all("message_id" in message for message in messages):
            return [honest(sent, _one(message)) for sent, message in zip(album, messages, strict=True)]
    raise OutcomeUnknown


def _one(message: dict[str, Any]) -> Accepted:
    return Accepted(str(message["message_id"]), file_id_of(message), film_id=film_id_of(message))
