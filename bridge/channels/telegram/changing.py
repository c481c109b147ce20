"""Changes of sent messages: edits, deletions and our reactions. All of them may be repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bridge.channel import Accepted, Outgoing, PartlySent
from bridge.channels.telegram.calls import ANSWER_TIMEOUT, Call, raw
from bridge.channels.telegram.failures import translated
from bridge.channels.telegram.outgoing import (
    CAPTIONED_KINDS,
    COORDINATE_FIELDS,
    FILE_FIELDS,
    as_it_can_go,
    marked,
    present,
    pressable,
    wanted,
)
from bridge.channels.telegram.sending import MessageSender, file_id_of, film_id_of, honest
from bridge.channels.telegram.uploads import media_of, patience_for
from bridge.errors import MessageMissing, Undeliverable, lazy
from bridge.text.entities import MAX_CAPTION_UNITS, MAX_TEXT_UNITS, Piece, pieces
from storage.messages.messages import MessageKind

# Kinds that editMessageMedia accepts; other kinds keep their file.
REPLACEABLE_KINDS = CAPTIONED_KINDS - {MessageKind.VOICE}
# Prefix of an upload's name, which stands beside the method's own fields.
UPLOAD_PREFIX = "upload_"


class CannotEdit(Undeliverable):
    text = lazy("Telegram cannot change a message of this kind after it was sent")


@dataclass(frozen=True)
class MessageChanger:
    sender: MessageSender

    async def edit(self, sent: Sequence[str], message: Outgoing) -> Accepted:
        """Edit a sent message. Its first part carries the file; surplus parts are deleted before new ones follow."""
        if message.kind is MessageKind.LOCATION:
            await self._move(int(sent[0]), message)
            return Accepted(sent[0])
        lead, *rest = edit_calls(sent, message)
        known, missing = rest[: len(sent) - 1], rest[len(sent) - 1 :]
        answer = await self._change(lead)
        accepted = Accepted(sent[0], file_id_of(answer), film_id=film_id_of(answer))
        if answer and lead.file is not None:
            accepted = honest(message, accepted)
        for external_id, call in zip(sent[1:], known, strict=False):
            accepted = replace(accepted, more=(*accepted.more, external_id))
            await self._change_further(accepted, call)
        accepted = await self._shorten(accepted, message.recipient_id, sent[1 + len(known) :])
        return await self.sender.follow(accepted, missing)

    async def _move(self, message_id: int, message: Outgoing) -> None:
        """Move a live location, and stop it when it moves no more."""
        where = {"chat_id": message.recipient_id, "message_id": message_id}
        place = {name: message.data.get(name) for name in (*COORDINATE_FIELDS, "heading", "horizontal_accuracy")}
        await self._change(Call("edit_message_live_location", present({**where, **place})))
        if "live_period" not in message.data:
            await self._change(Call("stop_message_live_location", where))

    async def _change_further(self, accepted: Accepted, call: Call) -> None:
        try:
            await self._change(call)
        except Undeliverable as refusal:
            raise PartlySent(accepted, refusal) from refusal

    async def _shorten(self, accepted: Accepted, recipient_id: str, surplus: Sequence[str]) -> Accepted:
        for number, external_id in enumerate(surplus):
            try:
                await self.delete(recipient_id, external_id)
            except Undeliverable as refusal:
                left = (*accepted.more, *surplus[number:])
                raise PartlySent(replace(accepted, more=left), refusal) from refusal
        return accepted

    async def _change(self, call: Call) -> dict[str, Any]:
        """Make the change; returns the changed message, or nothing when Telegram says that it is unmodified."""
        try:
            answer = await self._ask_with_file(call)
        except Undeliverable as refusal:
            if "message is not modified" in str(refusal.params.get("detail", "")).lower():
                return {}
            if (simpler := call.simpler(refusal)) is None:
                raise
            answer = await self._ask_with_file(simpler)
        return answer if isinstance(answer, dict) else {}

    async def _ask_with_file(self, call: Call) -> Any:
        if call.file is None:
            return await self._ask(call.method, call.fields)
        with media_of(call.file, limit=self.sender.upload_limit, mark=UPLOAD_PREFIX) as (media, uploads):
            fields = {**call.fields, "media": {**call.fields["media"], **media}, **uploads}
            return await self._ask(call.method, fields, answer_within=patience_for(call.file))

    async def delete(self, recipient_id: str, external_id: str) -> None:
        try:
            await self._ask("delete_message", {"chat_id": recipient_id, "message_id": int(external_id)})
        except MessageMissing:
            return

    async def react(self, recipient_id: str, external_id: str, emoji: str | None) -> None:
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        fields = {"chat_id": recipient_id, "message_id": int(external_id), "reaction": reaction}
        await self._ask("set_message_reaction", fields)

    async def _ask(self, method: str, fields: dict[str, Any], *, answer_within: timedelta = ANSWER_TIMEOUT) -> Any:
        with translated():
            return await raw(self.sender.bot, method, fields, answer_within=answer_within)


def edit_calls(sent: Sequence[str], message: Outgoing) -> list[Call]:
    """The calls that edit the sent parts, and then those that send further parts.

    Raises:
        CannotEdit: Telegram cannot edit this message.
    """
    if message.kind is MessageKind.RICH_MESSAGE and "rich" in message.data:
        where = {"chat_id": message.recipient_id, "message_id": int(sent[0])}
        return [Call("edit_message_text", {**where, "rich_message": message.data["rich"]})]
    captioned = message.kind in CAPTIONED_KINDS
    if not captioned and message.kind is not MessageKind.TEXT:
        raise CannotEdit
    limit = MAX_CAPTION_UNITS if captioned else MAX_TEXT_UNITS
    message = as_it_can_go(message)
    first, *rest = pieces(message.text, wanted(message.entities), first=limit, then=MAX_TEXT_UNITS) or [Piece("", [])]
    lead = _caption(message, first) if captioned else _text(first)
    calls = [_of(sent[0], lead)]
    calls += [_of(external_id, _text(piece)) for external_id, piece in zip(sent[1:], rest, strict=False)]
    calls += [Call("send_message", marked("text", "entities", piece)) for piece in rest[len(sent) - 1 :]]
    return pressable(
        [replace(call, fields={"chat_id": message.recipient_id, **call.fields}) for call in calls], message
    )


def _of(external_id: str, call: Call) -> Call:
    return replace(call, fields={"message_id": int(external_id), **call.fields})


def _text(piece: Piece) -> Call:
    return Call("edit_message_text", marked("text", "entities", piece))


def _caption(message: Outgoing, piece: Piece) -> Call:
    caption = marked("caption", "caption_entities", piece)
    if message.file is None:
        return Call("edit_message_caption", caption)
    if message.kind not in REPLACEABLE_KINDS:
        raise CannotEdit
    facts = present({name: getattr(message.file, name) for name in FILE_FIELDS[message.kind]})
    media = {"type": message.kind.value, **caption, **facts}
    return Call("edit_message_media", {"media": media}, "media", message.file)
