"""Sends a message: the call, simpler calls after a refusal, and the further parts of a long text."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram import Bot

from bridge.channel import Accepted, Outgoing, PartlySent
from bridge.channels.telegram.calls import Call, raw
from bridge.channels.telegram.failures import translated
from bridge.channels.telegram.outgoing import calls_for
from bridge.channels.telegram.uploads import enclosed, patience_for, size_of
from bridge.delivery.retry import Sleep, when_asked
from bridge.errors import OutcomeUnknown, TooLong, Undeliverable
from bridge.sending.settling import Settler
from storage.messages.messages import MessageKind

# A bigger photo can be sent as a document.
MAX_PHOTO_BYTES = 10_000_000
MAX_UPLOAD_BYTES = 50_000_000

# The field of a live photo's film, in calls and in answers.
FILM_FIELD = "live_photo"
# Learnt about a live photo that was sent without its film.
SENT_AS_STILL = {"still": True}
# Learnt about a rich message that was sent as a text.
SENT_AS_PLAIN = {"plain": True}

# The order matters: the answer to an animation has a document too.
FILE_FIELDS = ("animation", "video", "audio", "voice", "video_note", "sticker", "document")


@dataclass(frozen=True)
class MessageSender:
    """Sends through one bot. `upload_limit` is in bytes."""

    bot: Bot
    settler: Settler
    upload_limit: int = MAX_UPLOAD_BYTES
    sleep: Sleep = asyncio.sleep

    async def send(self, message: Outgoing) -> Accepted:
        """Send a message; when the text needs several messages, the id is the first one's."""
        head, *rest = calls_for(message)
        try:
            accepted = await self._deliver(head)
        except Undeliverable as refusal:
            if message.kind is not MessageKind.RICH_MESSAGE or type(refusal) not in (Undeliverable, TooLong):
                raise
            # The text of a refused rich message arrives in any case.
            return replace(await self.send(replace(message, kind=MessageKind.TEXT)), learnt=SENT_AS_PLAIN)
        return await self.follow(honest(message, accepted), rest)

    async def follow(self, accepted: Accepted, rest: list[Call]) -> Accepted:
        """Send the further parts of an accepted message.

        Raises:
            PartlySent: a further part is refused.
            TryLater, OutcomeUnknown: as for a call; the next attempt continues from there.
        """
        for call in rest:
            try:
                followed = await when_asked(partial(self._deliver, call), sleep=self.sleep)
            except Undeliverable as refusal:
                raise PartlySent(accepted, refusal) from refusal
            accepted = replace(accepted, more=(*accepted.more, followed.external_id))
        return accepted

    async def _deliver(self, call: Call) -> Accepted:
        try:
            return await self._post(call)
        except Undeliverable as refusal:
            simpler = call.simpler(refusal)
            if simpler is None:
                raise
        return await self._deliver(simpler)

    async def _post(self, call: Call) -> Accepted:
        """Make the call, unless an earlier attempt of the delivery has made it."""
        if call.field == "photo" and call.file is not None and size_of(call.file) > MAX_PHOTO_BYTES:
            return await self._post(call.as_document())
        chat_id, what, markup = int(call.fields["chat_id"]), call.what, call.fields.get("reply_markup")
        earlier = await self.settler.sent_earlier(chat_id, what, markup=markup)
        if earlier is not None:
            return Accepted(str(earlier[0]))
        with self.settler.sending(chat_id, what, markup) as sending:
            accepted = await self._ask(call)
            sending.has_arrived(int(accepted.external_id))
        return accepted

    async def _ask(self, call: Call) -> Accepted:
        fields = call.fields
        if call.file is not None:
            with enclosed(call.field, FILM_FIELD, call.file, limit=self.upload_limit) as content, translated():
                fields = {**fields, **content}
                answer = await raw(self.bot, call.method, fields, answer_within=patience_for(call.file))
        else:
            with translated():
                answer = await raw(self.bot, call.method, fields)
        match answer:
            case {"message_id": int(message_id)}:
                return Accepted(str(message_id), file_id_of(answer), learnt=_learnt(answer), film_id=film_id_of(answer))
        raise OutcomeUnknown


def _learnt(message: dict[str, Any]) -> dict[str, Any]:
    """What Telegram has added to the message: a poll's id, the value of a dice."""
    match message:
        case {"poll": {"id": str(poll_id)}}:
            return {"poll_id": poll_id}
        case {"dice": {"value": int(value)}}:
            return {"value": value}
    return {}


def honest(message: Outgoing, accepted: Accepted) -> Accepted:
    """Mark a live photo that has arrived without its film."""
    if message.kind is MessageKind.LIVE_PHOTO and accepted.film_id is None:
        return replace(accepted, learnt=SENT_AS_STILL)
    return accepted


def film_id_of(message: dict[str, Any]) -> str | None:
    film = message.get(FILM_FIELD)
    return film.get("file_id") if isinstance(film, dict) else None


def file_id_of(message: dict[str, Any]) -> str | None:
    found = next((message[field] for field in FILE_FIELDS if field in message), None)
    if photo := message.get("photo"):
        found = photo[-1]  # the largest
    return found.get("file_id") if isinstance(found, dict) else None
