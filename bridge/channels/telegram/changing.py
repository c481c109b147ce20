"""Changing what was sent: edits, deletions and our reactions. All of them may be repeated."""

from dataclasses import dataclass
from typing import Any

from bridge.channel import Accepted, Outgoing
from bridge.channels.telegram.calls import Call, raw
from bridge.channels.telegram.failures import translated
from bridge.channels.telegram.outgoing import CAPTIONED, FACTS, marked, present, wanted
from bridge.channels.telegram.sending import MessageSender, file_id_of
from bridge.entities import CAPTION_LIMIT, TEXT_LIMIT, Piece, pieces
from bridge.errors import MessageMissing, TooLong, Undeliverable, lazy
from storage.messages import Kind

# What editMessageMedia takes; the others stay what they were sent as.
REPLACEABLE = CAPTIONED - {Kind.VOICE}
# Under which name an upload goes beside the method's own fields.
UPLOAD = "upload"


class CannotEdit(Undeliverable):
    text = lazy("Telegram cannot change a message of this kind after it was sent")


@dataclass(frozen=True)
class MessageChanger:
    sender: MessageSender

    async def edit(self, external_id: str, message: Outgoing) -> Accepted:
        call = edit_call(external_id, message)
        fields = {**call.fields}
        if call.file is not None:
            content = await self.sender.content(call.file)
            inline = isinstance(content, str)
            fields["media"] = {**fields["media"], "media": content if inline else f"attach://{UPLOAD}"}
            fields |= {} if inline else {UPLOAD: content}
        try:
            answer = await self._ask(call.method, fields)
        except Undeliverable as refusal:
            if "message is not modified" in str(refusal.params.get("detail", "")).lower():
                return Accepted(external_id)
            if (simpler := call.simpler(refusal)) is None:
                raise
            answer = await self._ask(simpler.method, simpler.fields)
        return Accepted(external_id, file_id_of(answer) if isinstance(answer, dict) else None)

    async def delete(self, recipient_id: str, external_id: str) -> None:
        try:
            await self._ask("delete_message", {"chat_id": recipient_id, "message_id": int(external_id)})
        except MessageMissing:
            return

    async def react(self, recipient_id: str, external_id: str, emoji: str | None) -> None:
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        fields = {"chat_id": recipient_id, "message_id": int(external_id), "reaction": reaction}
        await self._ask("set_message_reaction", fields)

    async def _ask(self, method: str, fields: dict[str, Any]) -> Any:
        with translated():
            return await raw(self.sender.bot, method, fields)


def edit_call(external_id: str, message: Outgoing) -> Call:
    """The call that makes the sent message read like `message`; with a file, carry it.

    Raises:
        TooLong: it no longer fits into one message.
        CannotEdit: Telegram has no way to.
    """
    captioned = message.kind in CAPTIONED
    if not captioned and message.kind is not Kind.TEXT:
        raise CannotEdit
    limit = CAPTION_LIMIT if captioned else TEXT_LIMIT
    words = pieces(message.text, wanted(message.entities), first=limit, then=TEXT_LIMIT) or [Piece("", [])]
    if len(words) > 1:
        raise TooLong
    where = {"chat_id": message.recipient_id, "message_id": int(external_id)}
    if not captioned:
        return Call("edit_message_text", where | marked("text", "entities", words[0]))
    caption = marked("caption", "caption_entities", words[0])
    if message.file is None:
        return Call("edit_message_caption", where | caption)
    if message.kind not in REPLACEABLE:
        raise CannotEdit
    facts = present({name: getattr(message.file, name) for name in FACTS[message.kind]})
    media = {"type": message.kind.value, **caption, **facts}
    return Call("edit_message_media", where | {"media": media}, "media", message.file)
