"""Sending a message: the call, what is tried when it is refused, and the rest of a text that did not fit."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from telegram import Bot, InputFile

from bridge.channel import Accepted, Outgoing, OutgoingFile, PartlySent
from bridge.channels.files import megabytes
from bridge.channels.telegram.calls import Call, raw
from bridge.channels.telegram.failures import translated
from bridge.channels.telegram.names import name_for
from bridge.channels.telegram.outgoing import calls_for
from bridge.errors import BridgeError, FileGone, FileTooBig, OutcomeUnknown, TryLater, Undeliverable
from bridge.retry import Sleep

# Bytes. A bigger photo can be sent as a document.
PHOTO_LIMIT = 10_000_000
UPLOAD_LIMIT = 50_000_000

# The rest of a long text waits this long, this often, when Telegram asks for it.
PATIENCE = timedelta(minutes=1)
TRIES = 3

# In this order: the answer to an animation has a document too.
FILE_FIELDS = ("animation", "video", "audio", "voice", "video_note", "sticker", "document")


@dataclass(frozen=True)
class MessageSender:
    """Sends through one bot. `upload_limit` in bytes."""

    bot: Bot
    upload_limit: int = UPLOAD_LIMIT
    sleep: Sleep = asyncio.sleep

    async def send(self, message: Outgoing) -> Accepted:
        """Send it; the id is the first message's when the text needs several."""
        head, *rest = calls_for(message)
        return await self.follow(await self._deliver(head), rest)

    async def follow(self, accepted: Accepted, rest: list[Call]) -> Accepted:
        """Send what comes behind what was accepted.

        Raises:
            PartlySent: not all of it has arrived.
        """
        for call in rest:
            try:
                followed = await self._follow(call)
            except BridgeError as error:
                raise PartlySent(accepted, error) from error
            accepted = replace(accepted, more=(*accepted.more, followed.external_id))
        return accepted

    async def _follow(self, call: Call) -> Accepted:
        for _ in range(TRIES - 1):
            try:
                return await self._deliver(call)
            except TryLater as error:
                if error.after > PATIENCE:
                    raise
                await self.sleep(error.after.total_seconds())
        return await self._deliver(call)

    async def _deliver(self, call: Call) -> Accepted:
        try:
            return await self._post(call)
        except Undeliverable as refusal:
            simpler = call.simpler(refusal)
            if simpler is None:
                raise
        return await self._deliver(simpler)

    async def _post(self, call: Call) -> Accepted:
        fields = call.fields
        if call.file is not None:
            if call.field == "photo" and _size(call.file) > PHOTO_LIMIT:
                return await self._post(call.as_document())
            fields = {**fields, call.field: await self.content(call.file)}
        with translated():
            answer = await raw(self.bot, call.method, fields)
        match answer:
            case {"message_id": int(message_id)}:
                return Accepted(str(message_id), file_id_of(answer), learnt=_learnt(answer))
        raise OutcomeUnknown

    async def content(self, file: OutgoingFile) -> str | InputFile:
        """What to put into a call: the channel's id of the file, or the file itself."""
        if file.file_id is not None:
            return file.file_id
        if file.path is None:
            raise FileGone
        if (size := _size(file)) > self.upload_limit:
            raise FileTooBig(size=megabytes(size), limit=megabytes(self.upload_limit))
        content = await asyncio.to_thread(file.path.read_bytes)
        return InputFile(content, filename=file.name or name_for(content, file.mime))


def _size(file: OutgoingFile) -> int:
    """Bytes to upload."""
    if file.file_id is not None or file.path is None:
        return 0
    try:
        return file.path.stat().st_size
    except FileNotFoundError:
        raise FileGone from None


def _learnt(message: dict[str, Any]) -> dict[str, Any]:
    """What Telegram itself has put into it."""
    match message:
        case {"poll": {"id": str(poll_id)}}:
            return {"poll_id": poll_id}
        case {"dice": {"value": int(value)}}:
            return {"value": value}
    return {}


def file_id_of(message: dict[str, Any]) -> str | None:
    found = next((message[field] for field in FILE_FIELDS if field in message), None)
    if photo := message.get("photo"):
        found = photo[-1]  # the largest
    return found.get("file_id") if isinstance(found, dict) else None
