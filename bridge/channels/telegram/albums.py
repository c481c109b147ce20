"""Sending an album: one call, one answer with all its messages."""

from contextlib import ExitStack
from typing import Any

from telegram import InputFile as Upload
from telegram import InputMedia, InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, MessageEntity

from bridge.channel import Accepted, Outgoing
from bridge.channels.telegram.calls import raw
from bridge.channels.telegram.failures import translated
from bridge.channels.telegram.outgoing import wanted
from bridge.channels.telegram.sending import MessageSender, file_id_of
from bridge.channels.telegram.uploads import opened, patience_for
from bridge.entities import CAPTION_LIMIT, units
from bridge.errors import FileGone, OutcomeUnknown, Undeliverable, lazy
from storage.messages import Kind

Media = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo

MEDIA: dict[Kind, type[Media]] = {
    Kind.PHOTO: InputMediaPhoto,
    Kind.VIDEO: InputMediaVideo,
    Kind.DOCUMENT: InputMediaDocument,
    Kind.AUDIO: InputMediaAudio,
}


class NoAlbum(Undeliverable):
    """Each of its messages can go by itself."""

    text = lazy("These messages cannot be sent as an album")


async def send(sender: MessageSender, album: list[Outgoing]) -> list[Accepted]:
    """Send it whole.

    Raises:
        NoAlbum: Telegram has no such album; nothing was sent.
    """
    fields: dict[str, Any] = {"chat_id": album[0].recipient_id}
    if album[0].reply_to is not None:
        fields["reply_parameters"] = {"message_id": int(album[0].reply_to), "allow_sending_without_reply": True}
    with ExitStack() as files:
        fields["media"] = [_item(sender, message, files) for message in album]
        patience = patience_for(*(message.file for message in album))
        with translated():
            answer = await raw(sender.bot, "send_media_group", fields, answer_within=patience)
    return _accepted(answer, len(album))


def _item(sender: MessageSender, message: Outgoing, files: ExitStack) -> InputMedia:
    if message.kind not in MEDIA or units(message.text) > CAPTION_LIMIT:
        raise NoAlbum
    if message.file is None:
        raise FileGone
    content = files.enter_context(opened(message.file, limit=sender.upload_limit))
    if isinstance(content, Upload):
        content = Upload(content.input_file_content, filename=content.filename, attach=True, read_file_handle=False)
    entities = [MessageEntity.de_json(entity, None) for entity in wanted(message.entities)]
    return MEDIA[message.kind](content, caption=message.text or None, caption_entities=entities or None)


def _accepted(answer: Any, count: int) -> list[Accepted]:
    match answer:
        case [*messages] if len(messages) == count and all("message_id" in message for message in messages):
            return [Accepted(str(message["message_id"]), file_id_of(message)) for message in messages]
    raise OutcomeUnknown
